"""The needs of the example town."""

from dataclasses import dataclass

import numpy as np

from matcher.service.example import facts
from matcher.service.example.draws import Coded, Draw, Numbers, subsets_of
from matcher.service.example.homes import Homes
from matcher.service.example.offers import ExampleOffers
from matcher.service.example.times import times


@dataclass(frozen=True, slots=True)
class ExampleNeeds:
    """The needs of the town, one row each; `avoid` maps a row to the offer rows it avoids."""

    postcode: Numbers  # rows of the postcode store
    category: Coded
    people_needed: Numbers
    urgency: Coded
    days_waiting: Numbers
    languages: Coded
    requires: Coded
    availability: Coded
    avoid: dict[int, tuple[int, ...]]


def draw_needs(
    draw: Draw, n: int, homes: Homes, patterns: tuple[str, ...], offers: ExampleOffers
) -> ExampleNeeds:
    postcode = homes.draw(draw, n)
    category, slugs = draw.one_of(n, facts.ASKED)
    urgency, urgencies = draw.one_of(n, facts.URGENCY)
    # Most were registered lately; the square of a uniform number leans towards today.
    waiting = (draw.uniform(n) ** 2 * (facts.LONGEST_WAIT_DAYS + 1)).astype(np.int64)
    return ExampleNeeds(
        postcode=postcode,
        category=Coded(category, slugs),
        people_needed=draw.numbers(n, facts.PEOPLE_NEEDED),
        urgency=Coded(urgency, urgencies),
        days_waiting=waiting,
        languages=_asked_languages(draw, n),
        requires=_required(draw, category, slugs),
        availability=times(draw, n, facts.NEEDS_NAMING_TIMES, patterns),
        avoid=_avoided(draw, postcode, offers.postcode),
    )


def _asked_languages(draw: Draw, n: int) -> Coded:
    codes, names = draw.one_of(n, facts.LANGUAGES)
    english_too = draw.chance(n, facts.NEEDS_WITH_ENGLISH_TOO)
    named = draw.chance(n, facts.NEEDS_NAMING_A_LANGUAGE)
    texts = ("", *names, *(f"{name};en" for name in names))
    return Coded(np.where(named, 1 + codes + len(names) * english_too, 0), texts)


def _required(draw: Draw, category: Numbers, slugs: tuple[str, ...]) -> Coded:
    masks = np.zeros(len(category), dtype=np.int64)
    for bit, word in enumerate(facts.ATTRIBUTES):
        shares = np.array([facts.REQUIRED.get(slug, {}).get(word, 0.0) for slug in slugs])
        masks |= (draw.uniform(len(category)) < shares[category]).astype(np.int64) << bit
    return Coded(masks, subsets_of(facts.ATTRIBUTES))


def _avoided(draw: Draw, homes: Numbers, offer_homes: Numbers) -> dict[int, tuple[int, ...]]:
    """A few needs avoid one or two volunteers near them: rows of postcodes lie near each other."""
    if not len(offer_homes):
        return {}
    rows = np.flatnonzero(draw.chance(len(homes), facts.NEEDS_AVOIDING_SOMEBODY))
    order = np.argsort(offer_homes, kind="stable")
    nearest = np.searchsorted(offer_homes[order], homes[rows]) % len(order)
    how_many = np.minimum(1 + draw.chance(len(rows), 0.2), len(order))
    return {
        row: tuple(order[(start + np.arange(many)) % len(order)].tolist())
        for row, start, many in zip(rows.tolist(), nearest.tolist(), how_many.tolist(), strict=True)
    }
