"""The answer in plain sentences, for a coordinator who has the next call waiting."""

from math import floor

from matcher.domain.eligibility import Blocker
from matcher.domain.needs import Need
from matcher.service.matching import MatchFact, UnservedFact
from matcher.service.sheets.languages import language_name

BLOCKER_NAMES: dict[Blocker, str] = {
    Blocker.NO_OFFER_IN_CATEGORY: "nobody offers this kind of help",
    Blocker.NONE_WITHIN_RADIUS: "nobody’s service radius reaches it",
    Blocker.NONE_WITH_ATTRIBUTES: "nobody within reach has what is required",
    Blocker.NONE_WITH_LANGUAGE: "nobody shares the language",
    Blocker.NONE_AT_THAT_TIME: "nobody is free at those times",
    Blocker.AVOIDED: "only people to avoid are left",
    Blocker.ALL_FULL: "everyone eligible is busy elsewhere",
}


def match_reason(fact: MatchFact, need: Need, borough_name: dict[str, str]) -> str:
    """Return why this volunteer: how near, what is shared, and who else was considered."""
    parts = [_where(fact, borough_name)]
    if need.languages:
        parts.append(f"shares {listed([language_name(code) for code in fact.shared_languages])}")
    parts.append(_considered(fact))
    return "; ".join(parts) + "."


def unserved_reason(fact: UnservedFact, need: Need) -> str:
    """Return what stands in the way of a unit, and what would have to change."""
    sentence = f"{_blocked(fact.blocker, need)}."
    if fact.wider_radius_m is not None:
        sentence += (
            f" A service radius {metres(fact.wider_radius_m)} wider would reach it, "
            "with a place still free."
        )
    return sentence


def metres(distance_m: int) -> str:
    """Return a distance as people say it: 850 m, 1.2 km."""
    return f"{distance_m:,} m" if distance_m < 10_000 else f"{distance_m / 1_000:,.1f} km"


def percent(share: float) -> str:
    """Return a share in whole per cent, rounded down: 100% only when nobody is left.

    >>> percent(0.9999), percent(1.0)
    ('99%', '100%')
    """
    return f"{floor(share * 100)}%"


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them: English, Bengali and Somali."""
    return (
        " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "no language"
    )


def _where(fact: MatchFact, borough_name: dict[str, str]) -> str:
    if fact.remote:
        return "By phone or online, so distance plays no part"
    away = f"{metres(fact.distance_m)} away"
    if fact.need_borough == fact.offer_borough:
        return f"{away} in the same borough"
    return f"{away}, across the border in {borough_name[fact.offer_borough]}"


def _considered(fact: MatchFact) -> str:
    other, cost = fact.next_best_offer_id, fact.next_best_cost
    if other is None or cost is None:
        return "no other volunteer was eligible"
    more = cost - fact.cost
    if fact.remote and more == 0:
        return f"{other} could have done it as well"
    if more > 0:
        return f"next best {other} would have cost {cost:,} m ({more:,} m more)"
    if more == 0:
        return f"{other} would have cost the same"
    return f"{other} would have cost {-more:,} m less, but does more good elsewhere"


def _blocked(blocker: Blocker, need: Need) -> str:
    kind = need.category.replace("_", " ")
    match blocker:
        case Blocker.NO_OFFER_IN_CATEGORY:
            return f"No volunteer who is not paused offers this kind of help ({kind})"
        case Blocker.NONE_WITHIN_RADIUS:
            return f"Nobody who offers {kind} has a service radius that reaches this place"
        case Blocker.NONE_WITH_ATTRIBUTES:
            return f"Nobody within reach provides {listed(sorted(need.requires))}"
        case Blocker.NONE_WITH_LANGUAGE:
            names = listed(sorted(language_name(code) for code in need.languages))
            return f"Nobody who could help otherwise speaks {names.replace(' and ', ' or ')}"
        case Blocker.NONE_AT_THAT_TIME:
            return "Nobody who could help otherwise is free at any of these times"
        case Blocker.AVOIDED:
            return "The only volunteers who could help are on this need’s avoid list"
        case Blocker.ALL_FULL:
            return "Every volunteer who could help is needed by somebody else"
