"""What is short: asked for, and not there to give, by kind of help and by what people eat.

A halal parcel serves somebody who eats anything, and not the other way round. So what is there is
given out on paper first to those who can eat least of it, and each time a parcel is wanted twice,
it is looked for whether the first could have another. That leaves as few as possible without, and
of those the ones who are easiest to find something for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.domain.stock import Item


@dataclass(frozen=True, slots=True)
class Asked:
    """So many units of needs in one category, of people who eat alike."""

    category: str
    dietary: frozenset[str]
    units: int


@dataclass(frozen=True, slots=True)
class OnShelf:
    """An item, and how many of it are free."""

    item: Item
    free: int


@dataclass(frozen=True, slots=True)
class Short:
    """How many units of one kind are asked for, and for how many nothing is there."""

    category: str
    dietary: frozenset[str]
    asked: int
    missing: int


def what_is_short(asked: Sequence[Asked], shelf: Sequence[OnShelf]) -> list[Short]:
    """Every kind that is asked for, the scarcest first, with how many of it go without."""
    order, given = _given(asked, shelf)
    return [
        Short(kind.category, kind.dietary, kind.units, kind.units - sum(given[n].values()))
        for n, kind in ((n, asked[n]) for n in order)
    ]


def who_gets_what(asked: Sequence[Asked], shelf: Sequence[OnShelf]) -> list[dict[int, int]]:
    """For each kind that is asked for, how many it gets of which item of the shelf, by place."""
    return [
        {item: many for item, many in sorted(its.items()) if many}
        for its in _given(asked, shelf)[1]
    ]


def _given(
    asked: Sequence[Asked], shelf: Sequence[OnShelf]
) -> tuple[list[int], list[dict[int, int]]]:
    """The kinds in the order in which they are served, and what each gets."""
    suits = [[n for n, one in enumerate(shelf) if suits_kind(one.item, kind)] for kind in asked]
    order = sorted(range(len(asked)), key=lambda n: _choice(n, suits, shelf, asked))
    given: list[dict[int, int]] = [{} for _ in asked]
    spare = [one.free for one in shelf]
    for kind in order:
        left = asked[kind].units
        while left and (path := _path(kind, suits, given, spare)):
            left -= _give(path, left, given, spare)
    return order, given


def suits_kind(item: Item, kind: Asked) -> bool:
    """Whether an item is of the kind of help, and can be eaten by those who ask."""
    return item.category == kind.category and not item.unmet(kind.dietary)


def _choice(
    n: int, suits: Sequence[Sequence[int]], shelf: Sequence[OnShelf], asked: Sequence[Asked]
) -> tuple[int, int, str, str]:
    """Those with the least to choose from first, then those with the most wishes."""
    kind = asked[n]
    choice = sum(shelf[item].free for item in suits[n])
    return choice, -len(kind.dietary), kind.category, " ".join(sorted(kind.dietary))


# A way to one more: kinds and items by turns, from the kind that wants to an item that is spare.
_Path = list[tuple[int, int]]


def _path(
    kind: int,
    suits: Sequence[Sequence[int]],
    given: Sequence[dict[int, int]],
    spare: Sequence[int],
) -> _Path:
    """The shortest such way, empty where there is none: (kind, the item that it would take)."""
    came: dict[int, tuple[int, int] | None] = {kind: None}
    seen: set[int] = set()
    queue = [kind]
    for here in queue:
        for item in suits[here]:
            if item in seen:
                continue
            seen.add(item)
            if spare[item]:
                return _walked(here, item, came)
            for other, has in enumerate(given):
                if has.get(item) and other not in came:
                    came[other] = (here, item)
                    queue.append(other)
    return []


def _walked(last: int, item: int, came: dict[int, tuple[int, int] | None]) -> _Path:
    path = [(last, item)]
    while (step := came[path[-1][0]]) is not None:
        path.append(step)
    return path


def _give(path: _Path, most: int, given: Sequence[dict[int, int]], spare: list[int]) -> int:
    """Move as many along a way as it has room for; return how many."""
    room = min(most, spare[path[0][1]])
    for (kind, _item), (_, before) in pairwise(path):
        # Each kind on the way gives back what the one before it takes.
        room = min(room, given[kind][before])
    spare[path[0][1]] -= room
    for place, (kind, item) in enumerate(path):
        given[kind][item] = given[kind].get(item, 0) + room
        if place + 1 < len(path):
            given[kind][path[place + 1][1]] -= room
    return room
