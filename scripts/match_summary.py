"""What `nearhand match` says when it is done: one screen, in plain words."""

from collections.abc import Iterator

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.eligibility import Blocker
from matcher.domain.urgency import Urgency
from matcher.service.match_files import Paths, first_few
from matcher.service.matching import Matching
from matcher.service.outcome.matched_files import MatchedFiles
from matcher.service.outcome.report import warnings_of
from matcher.service.outcome.tally import Group
from matcher.service.outcome.words import BLOCKER_NAMES, listed, metres, percent

TOP = 3


def summary_of(done: MatchedFiles, paths: Paths, seconds: dict[str, float]) -> str:
    """Return the result in a few lines; the seconds by stage below it, where there are any."""
    written = listed([str(path) for path in paths.results])
    lines = [*_served(done), *_missing(done), proof_of(done.matching), f"Written: {written}."]
    lines += [f"  {stage:<24}{value:8.2f} s" for stage, value in seconds.items()]
    return "\n".join(lines)


def remarks_on(done: MatchedFiles, paths: Paths) -> str:
    """Return what went otherwise than wanted, or "": refused rows, and what was not used."""
    lines = []
    if rejected := (*done.needs.rejected, *done.offers.rejected):
        few = first_few(rejected)
        were = "row was" if len(rejected) == 1 else "rows were"
        lines.append(f"{len(rejected):,} {were} refused; all are in {paths.report}:\n{few}")
    for sheet in (done.needs, done.offers):
        if sheet.ignored_columns:
            names = listed([f"“{name}”" for name in sheet.ignored_columns[:10]])
            lines.append(f"{sheet.file}: not used: {names}.")
    return "\n".join([*lines, *warnings_of(done)])


def proof_of(matching: Matching) -> str:
    """Return what is proven about this answer, in words.

    >>> from dataclasses import replace
    >>> answer = Matching((), (), (), objective=1_000, lower_bound=1_000, gap=0.0, seconds={})
    >>> proof_of(answer)
    'Proven best: no other pairing costs less.'
    >>> proof_of(replace(answer, lower_bound=990, gap=0.01))
    'Within 1.00% of the best that there can be; a longer time limit may come closer.'
    """
    if matching.objective == matching.lower_bound:
        return "Proven best: no other pairing costs less."
    return (
        f"Within {max(matching.gap, 0.0001):.2%} of the best that there can be; "
        "a longer time limit may come closer."
    )


def _served(done: MatchedFiles) -> Iterator[str]:
    town, mean = done.tally.town, done.tally.mean_distance_m
    yield (
        f"{_of(town)} helpers found, for {_many(town.needs, 'need')} "
        f"among {_many(town.offers, 'offer')}"
        + (f"; {metres(round(mean))} away on average." if mean is not None else ".")
    )
    for urgency in reversed(Urgency):
        if group := done.tally.by_urgency.get(urgency.value):
            yield f"  {urgency.value:<8}{_of(group)} found, {group.unserved:,} missing"


def _missing(done: MatchedFiles) -> Iterator[str]:
    town = done.tally.town
    if not town.unserved:
        return
    boroughs = sorted(done.tally.by_borough.items(), key=lambda one: -one[1].unserved)
    yield (
        "Most are missing in "
        + listed(
            [f"{done.borough_name[code]} ({group.unserved:,})" for code, group in _some(boroughs)]
        )
        + "."
    )
    blockers = sorted(Blocker, key=lambda blocker: -town.blockers[blocker])
    for blocker in blockers[:TOP]:
        if count := town.blockers[blocker]:
            yield f"  {count:,}: {BLOCKER_NAMES[blocker]}"
    if done.matching.values:
        dearest = max(done.matching.values, key=lambda value: value.value_m)
        name = CATEGORY_BY_SLUG[dearest.category].name.lower()
        place = f" in {done.borough_name[dearest.borough]}" if dearest.borough else ""
        yield f"One more volunteer would help most with {name}{place}."


def _some(boroughs: list[tuple[str, Group]]) -> list[tuple[str, Group]]:
    return [one for one in boroughs[:TOP] if one[1].unserved]


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _of(group: Group) -> str:
    share = f" ({percent(group.served_share)})" if group.served_share is not None else ""
    return f"{group.served:,} of {group.units:,}{share}"
