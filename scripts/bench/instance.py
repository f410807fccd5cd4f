"""The town of one size as a problem, made once and handed to every way of pairing by a file.

The arrays are made straight from the example's columns: a million needs as values would take
several gigabytes, and a test holds the two ways equal.
"""

import pickle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.cost import unserved_penalty
from matcher.domain.params import Params
from matcher.domain.urgency import Urgency
from matcher.engine.problem import (
    CATEGORY_NUMBER,
    Ints,
    Masks,
    NeedArrays,
    OfferArrays,
    Problem,
    Rows,
)
from matcher.service.example.draws import Coded, Draw, Numbers
from matcher.service.example.homes import Homes, PostcodeArrays
from matcher.service.example.needs import draw_needs
from matcher.service.example.offers import draw_offers
from matcher.service.example.times import availability_patterns
from matcher.service.example.town import ExampleTown, example_town
from scripts.bench.sizes import Size

WORD_BITS = 64


class HomesEverywhere(Homes):
    """Every live postcode alike: a postcode has some fifteen addresses wherever it is."""

    def __init__(self, postcodes: PostcodeArrays) -> None:
        self._count = len(postcodes.easting)

    def draw(self, draw: Draw, n: int) -> Numbers:
        return draw.below(n, self._count)


def town_of(size: Size, postcodes: PostcodeArrays, seed: int) -> ExampleTown:
    """Draw the town of a size; the same seed over the same postcodes gives the same town."""
    if not size.everywhere:
        return example_town(postcodes, needs=size.needs, offers=size.offers, seed=seed)
    draw = Draw(seed)
    homes = HomesEverywhere(postcodes)
    patterns = availability_patterns(draw)
    offers = draw_offers(draw, size.offers, homes, patterns)
    return ExampleTown(postcodes, draw_needs(draw, size.needs, homes, patterns, offers), offers)


def problem_of(town: ExampleTown, params: Params) -> Problem:
    """Return the arrays that `problem_from` would make of the town's values."""
    store, needs, offers = town.postcodes, town.needs, town.offers
    authority = np.asarray(store.authority, dtype=np.int64)
    met = np.unique(np.concatenate([authority[needs.postcode], authority[offers.postcode]]))
    boroughs = tuple(sorted(store.codes[number] for number in met.tolist()))
    number = np.full(len(store.codes), -1, dtype=np.int32)
    for row, code in enumerate(boroughs):
        number[store.codes.index(code)] = row
    attributes, languages = _bits(needs.requires), _bits(needs.languages)
    return Problem(
        needs=_need_arrays(town, number[authority[needs.postcode]], attributes, languages, params),
        offers=_offer_arrays(town, number[authority[offers.postcode]], attributes, languages),
        boroughs=boroughs,
        params=params,
    )


def _need_arrays(
    town: ExampleTown,
    borough: Rows,
    attributes: dict[str, int],
    languages: dict[str, int],
    params: Params,
) -> NeedArrays:
    needs, store = town.needs, town.postcodes
    avoid_start, avoid_offer = _avoided(town)
    return NeedArrays(
        easting=_rows(store.easting[needs.postcode]),
        northing=_rows(store.northing[needs.postcode]),
        borough=borough,
        category=_rows(_numbers(needs.category)),
        units=_rows(needs.people_needed),
        penalty=_penalties(town, params),
        requires=_masks(needs.requires, attributes),
        languages=_masks(needs.languages, languages),
        slots=_masks(needs.availability, HALF_DAY_BIT)[:, 0].copy(),
        avoid_start=avoid_start,
        avoid_offer=avoid_offer,
    )


def _offer_arrays(
    town: ExampleTown, borough: Rows, attributes: dict[str, int], languages: dict[str, int]
) -> OfferArrays:
    offers, store = town.offers, town.postcodes
    paused = np.array([text == "yes" for text in offers.paused.texts])[offers.paused.codes]
    given = _masks(offers.categories, CATEGORY_NUMBER)[:, 0]
    return OfferArrays(
        easting=_rows(store.easting[offers.postcode]),
        northing=_rows(store.northing[offers.postcode]),
        borough=borough,
        categories=np.where(paused, np.uint64(0), given),
        radius=_rows(offers.radius_m),
        capacity=_rows(offers.capacity),
        recent=_rows(offers.recent),
        provides=_masks(offers.provides, attributes),
        languages=_masks(offers.languages, languages),
        slots=_masks(offers.availability, HALF_DAY_BIT)[:, 0].copy(),
    )


def write_instance(problem: Problem, path: Path) -> None:
    """Write a problem for the processes that measure."""
    with path.open("wb") as file:
        pickle.dump(problem, file, protocol=pickle.HIGHEST_PROTOCOL)


def read_instance(path: Path) -> Problem:
    """Read a problem that this run of the benchmark wrote itself."""
    with path.open("rb") as file:
        problem: Problem = pickle.load(file)
    return problem


def _rows(values: NDArray[np.integer]) -> Rows:
    return np.ascontiguousarray(values, dtype=np.int32)


def _numbers(category: Coded) -> Numbers:
    table = np.array([CATEGORY_NUMBER[text] for text in category.texts], dtype=np.int64)
    return np.take(table, category.codes)


def _words(text: str) -> list[str]:
    return [word for word in text.split(";") if word]


def _bits(column: Coded) -> dict[str, int]:
    """Number the words that some need asks for, as `problem_from` does."""
    texts = [column.texts[code] for code in np.unique(column.codes).tolist()]
    words = sorted({word for text in texts for word in _words(text)})
    return {word: bit for bit, word in enumerate(words)}


def _masks(column: Coded, bit: dict[str, int]) -> Masks:
    width = max(1, -(-len(bit) // WORD_BITS))
    table = np.zeros((len(column.texts), width), dtype=np.uint64)
    for row, text in enumerate(column.texts):
        for known in (bit[word] for word in _words(text) if word in bit):
            table[row, known // WORD_BITS] |= np.uint64(1 << known % WORD_BITS)
    return np.ascontiguousarray(table[column.codes])


def _penalties(town: ExampleTown, params: Params) -> Ints:
    urgency, days = town.needs.urgency, town.needs.days_waiting
    longest = int(days.max(initial=0)) + 1
    table = np.array(
        [
            [unserved_penalty(Urgency(text), day, params) for day in range(longest)]
            for text in urgency.texts
        ],
        dtype=np.int64,
    )
    penalties: Ints = table[urgency.codes, days]
    return penalties


def _avoided(town: ExampleTown) -> tuple[Ints, Rows]:
    avoid = town.needs.avoid
    lists = [sorted(set(avoid.get(row, ()))) for row in range(town.need_count)]
    start = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(rows) for rows in lists], out=start[1:])
    return start, np.array([row for rows in lists for row in rows], dtype=np.int32)
