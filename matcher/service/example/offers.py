"""The volunteers of the example town."""

from dataclasses import dataclass

import numpy as np

from matcher.domain.categories import CATEGORY_SLUGS
from matcher.service.example import facts
from matcher.service.example.draws import Coded, Draw, Numbers, listed, subsets_of, words_in
from matcher.service.example.homes import Homes
from matcher.service.example.times import times


@dataclass(frozen=True, slots=True)
class ExampleOffers:
    """The offers of the town, one row each."""

    postcode: Numbers
    categories: Coded
    radius_m: Numbers
    capacity: Numbers
    recent: Numbers
    languages: Coded
    provides: Coded
    availability: Coded
    paused: Coded


def draw_offers(draw: Draw, n: int, homes: Homes, patterns: tuple[str, ...]) -> ExampleOffers:
    names = facts.LANGUAGES
    spoken = np.where(
        draw.chance(n, facts.OFFERS_WITH_ANOTHER_LANGUAGE),
        1 + draw.codes(n, list(names.values())),
        0,
    )
    second = np.where(
        (spoken > 0) & draw.chance(n, facts.OFFERS_WITH_A_SECOND_ONE),
        1 + draw.codes(n, list(names.values())),
        0,
    )
    words = ("", *names)
    pairs = (listed(dict.fromkeys(("en", a, b))) for a in words for b in words)
    provided = sum(
        draw.chance(n, share).astype(np.int64) << bit for bit, share in enumerate(facts.PROVIDED)
    )
    return ExampleOffers(
        postcode=homes.draw(draw, n),
        categories=_offered_categories(draw, n),
        radius_m=draw.numbers(n, facts.RADIUS_M),
        capacity=draw.numbers(n, facts.CAPACITY),
        recent=draw.numbers(n, facts.RECENT),
        languages=Coded(spoken * len(words) + second, tuple(pairs)),
        provides=Coded(np.asarray(provided), subsets_of(facts.ATTRIBUTES)),
        availability=times(draw, n, facts.OFFERS_NAMING_TIMES, patterns),
        paused=Coded(draw.chance(n, facts.OFFERS_PAUSED).astype(np.int64), ("no", "yes")),
    )


def _offered_categories(draw: Draw, n: int) -> Coded:
    """Each category by its own chance, and never none at all."""
    masks = np.zeros(n, dtype=np.int64)
    for bit, slug in enumerate(CATEGORY_SLUGS):
        masks |= draw.chance(n, facts.OFFERED[slug] / 100).astype(np.int64) << bit
    fallback = draw.codes(n, [facts.OFFERED[slug] for slug in CATEGORY_SLUGS])
    masks = np.where(masks == 0, np.int64(1) << fallback, masks)
    distinct, codes = np.unique(masks, return_inverse=True)
    return Coded(codes, tuple(words_in(mask, CATEGORY_SLUGS) for mask in distinct.tolist()))
