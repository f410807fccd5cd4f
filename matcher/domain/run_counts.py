"""Counting what a run brings back: thing by thing where it matters which, else as two numbers.

What went out is delivered, returned or wasted, or it is missing, and then at a stop that has a
name. A thing is so many of one batch that one stop should have brought back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.domain.refusals import Invalid

STOP_BY_STOP = "Say of each stop what came back: they had different things, or some are missing."
TOO_MANY = "More parcels are accounted for than went out: please count again."
MISSING = "Some parcels are missing: count again, or say that they cannot be found."


@dataclass(frozen=True, slots=True)
class Counted:
    """A run's parcels: what went out is delivered, returned or wasted, or it is missing."""

    out: int
    delivered: int
    returned: int
    wasted: int

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise Invalid("Parcels are counted from 0 upwards.", name)

    @property
    def missing(self) -> int:
        """How many are unaccounted for; below 0 where more came back than went out."""
        return self.out - self.delivered - self.returned - self.wasted

    def require_balance(self, *, knowingly: bool = False) -> None:
        """Raise Invalid unless all are accounted for; `knowingly` lets some be missing."""
        if self.missing < 0:
            raise Invalid(TOO_MANY, "returned")
        if self.missing and not knowingly:
            raise Invalid(MISSING, "knowingly")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one thing, or of a whole run, so many came back and so many cannot be given again."""

    returned: int = 0
    wasted: int = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """So many of one batch that a stop should have brought back.

    `batch` is None for parcels for which nothing was set aside; those are of one kind.
    """

    id: str
    stop_id: str
    quantity: int
    batch: str | None = None


def things_of(stop_id: str, parcels: int, held: Sequence[tuple[str, str, int]]) -> list[Thing]:
    """What a stop should bring back: what is packed for it, as (id, batch, quantity), and besides
    as many parcels of nothing on the shelf as it has more than that.

    >>> [(one.id, one.quantity) for one in things_of("s", 3, [("h", "l", 1)])]
    [('h', 1), ('s', 2)]
    """
    packed = [Thing(id, stop_id, quantity, batch) for id, batch, quantity in held if quantity]
    more = parcels - sum(one.quantity for one in packed)
    return packed + ([Thing(stop_id, stop_id, more)] if more > 0 else [])


def alike(things: Sequence[Thing]) -> bool:
    """Whether two numbers say all: one batch, or none at all."""
    return len({one.batch for one in things}) <= 1


def shared_out(things: Sequence[Thing], told: Tally) -> dict[str, Tally]:
    """Two numbers, thing by thing; `Invalid` where they do not say what became of which.

    They do where everything went one way, or nothing is missing and all things are alike.
    """
    total = sum(one.quantity for one in things)
    one_way = total in (told.returned, told.wasted)
    if told.returned + told.wasted > total:
        raise Invalid(TOO_MANY, "returned")
    if len(things) > 1 and not one_way and (told.returned + told.wasted < total):
        raise Invalid(STOP_BY_STOP, "returned")
    if not one_way and not alike(things):
        raise Invalid(STOP_BY_STOP, "returned")
    found, returned, wasted = {}, told.returned, told.wasted
    for one in things:
        back = min(one.quantity, returned)
        spoilt = min(one.quantity - back, wasted)
        found[one.id] = Tally(back, spoilt)
        returned, wasted = returned - back, wasted - spoilt
    return found


def by_stop(
    things: Sequence[Thing], told: Mapping[str, Tally], parcels: Mapping[str, int]
) -> dict[str, Counted]:
    """What became of each stop's parcels, of which none was delivered; `Invalid` names a thing.

    Where a parcel holds several things, one of which anything is missing is missing, and one of
    which anything is spoilt is wasted.
    """
    found: dict[str, Counted] = {}
    for stop_id, its in _grouped(things):
        each = [_of_thing(one, told.get(one.id, Tally())) for one in its]
        number = parcels[stop_id]
        missing = min(number, sum(one.missing for one in each))
        wasted = min(number - missing, sum(one.wasted for one in each))
        found[stop_id] = Counted(number, 0, number - missing - wasted, wasted)
    return found


def _of_thing(thing: Thing, told: Tally) -> Counted:
    counted = Counted(thing.quantity, 0, told.returned, told.wasted)
    if counted.missing < 0:
        raise Invalid(TOO_MANY, f"back_{thing.id}")
    return counted


def _grouped(things: Sequence[Thing]) -> Iterator[tuple[str, list[Thing]]]:
    for stop_id in dict.fromkeys(one.stop_id for one in things):
        yield stop_id, [one for one in things if one.stop_id == stop_id]
