"""Stock: what a charity keeps, and the few ways in which it moves.

Each batch of an item at a place (a lot) has accounts. A movement takes a number from one and
gives it to another, so that all accounts of a lot are nothing together, always; what came in is
owed to whoever gave it. No account but `counted` and `moved` may be on the wrong side of zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.diets import ALLERGENS, DIETS, what_is_wrong
from matcher.domain.refusals import Conflict, Invalid

MOST_AT_ONCE = 100_000
LONGEST_NAME, LONGEST_CONTENTS, LONGEST_CODE = 80, 500, 64
MOST_WEIGHT_G, MOST_VOLUME_ML = 1_000_000, 10_000_000
NONE: frozenset[str] = frozenset()


class Account(StrEnum):
    """Where things are, or where they went; the first three are with us."""

    FREE = "free"
    RESERVED = "reserved"
    PICKED = "picked"
    DELIVERED = "delivered"
    WASTED = "wasted"
    # How far counting found more or less than the ledger said.
    COUNTED = "counted"
    # Gone to another place of ours, or come from there: nothing over all places together.
    MOVED = "moved"
    # What came in, as less than nothing: it is owed to whoever gave it.
    RECEIVED = "received"


ON_HAND = (Account.FREE, Account.RESERVED, Account.PICKED)
NEVER_BELOW_ZERO = (*ON_HAND, Account.DELIVERED, Account.WASTED)


class Movement(StrEnum):
    """What may happen to stock."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    PICKED = "picked"
    DELIVERED = "delivered"
    RETURNED = "returned"
    GIVEN = "given"
    WASTED = "wasted"
    SPOILT = "spoilt"
    FOUND = "found"
    MISSING = "missing"
    SENT = "sent"
    ARRIVED = "arrived"
    UNDONE = "undone"


# From where to where. `given` is handed over the counter, `spoilt` is wasted on the way; what is
# undone goes the way back of what it undoes.
WAYS: Mapping[Movement, tuple[Account, Account]] = {
    Movement.RECEIVED: (Account.RECEIVED, Account.FREE),
    Movement.RESERVED: (Account.FREE, Account.RESERVED),
    Movement.RELEASED: (Account.RESERVED, Account.FREE),
    Movement.PICKED: (Account.RESERVED, Account.PICKED),
    Movement.DELIVERED: (Account.PICKED, Account.DELIVERED),
    Movement.RETURNED: (Account.PICKED, Account.FREE),
    Movement.GIVEN: (Account.FREE, Account.DELIVERED),
    Movement.WASTED: (Account.FREE, Account.WASTED),
    Movement.SPOILT: (Account.PICKED, Account.WASTED),
    Movement.FOUND: (Account.COUNTED, Account.FREE),
    Movement.MISSING: (Account.FREE, Account.COUNTED),
    Movement.SENT: (Account.FREE, Account.MOVED),
    Movement.ARRIVED: (Account.MOVED, Account.FREE),
}


class WasteReason(StrEnum):
    """Why something was thrown away."""

    PAST_ITS_DATE = "past_its_date"
    DAMAGED = "damaged"
    RECALLED = "recalled"
    UNWANTED = "unwanted"


class CountReason(StrEnum):
    """Why a count differs from the ledger. Words of ours: a ledger outlives what people write."""

    NOT_WRITTEN_DOWN = "not_written_down"
    MISCOUNTED = "miscounted"
    MISLAID = "mislaid"
    TAKEN = "taken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of thing that a charity gives. Weight and volume are of one of them.

    `allergens` is None where nobody has read the labels. `low_at` is how many are few: at so many
    free ones or fewer the item is low.
    """

    name: str
    category: str
    contents: str = ""
    edible: bool = False
    diets: frozenset[str] = NONE
    allergens: frozenset[str] | None = None
    weight_g: int = 0
    volume_ml: int = 0
    code: str | None = None
    low_at: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.name.strip()) <= LONGEST_NAME:
            raise Invalid(
                "Give the item a name of at most %(most)s letters.", "name", most=LONGEST_NAME
            )
        if self.category not in CATEGORY_BY_SLUG:
            raise Invalid("Choose the kind of help that it belongs to.", "category")
        if len(self.contents) > LONGEST_CONTENTS:
            raise Invalid("Use at most %(most)s letters.", "contents", most=LONGEST_CONTENTS)
        if not self.diets <= frozenset(DIETS):
            raise Invalid("Choose diets from the list.", "diets")
        if self.allergens is not None and not self.allergens <= ALLERGENS.keys():
            raise Invalid("Choose allergens from the list.", "allergens")
        if not 0 <= self.weight_g <= MOST_WEIGHT_G:
            raise Invalid("One of them weighs from nothing to a tonne.", "weight_g")
        if not 0 <= self.volume_ml <= MOST_VOLUME_ML:
            raise Invalid("One of them takes up to 10,000 litres.", "volume_ml")
        if self.code is not None and not is_code(self.code):
            raise Invalid("A code has letters and digits, and no spaces.", "code")
        if self.low_at is not None and not 0 <= self.low_at <= MOST_AT_ONCE:
            raise Invalid("Few is a number from 0 to %(most)s.", "low_at", most=MOST_AT_ONCE)

    def unmet(self, dietary: frozenset[str]) -> frozenset[str]:
        """The wishes of somebody's diet that it does not meet; none for what nobody eats."""
        return what_is_wrong(dietary, self.diets, self.allergens) if self.edible else NONE


def is_code(text: str) -> bool:
    """Whether this can be a barcode's or a label's text."""
    return 0 < len(text) <= LONGEST_CODE and text.isprintable() and " " not in text


def is_low(free: int, low_at: int | None) -> bool:
    """Whether so many are few."""
    return low_at is not None and free <= low_at


@dataclass(frozen=True, slots=True)
class Balance:
    """The accounts of one lot; all of them are nothing together."""

    free: int = 0
    reserved: int = 0
    picked: int = 0
    delivered: int = 0
    wasted: int = 0
    counted: int = 0
    moved: int = 0
    received: int = 0

    def __post_init__(self) -> None:
        if sum(getattr(self, account) for account in Account):
            raise ValueError("The accounts of a lot do not balance.")
        if min(getattr(self, account) for account in NEVER_BELOW_ZERO) < 0 or self.received > 0:
            raise Conflict(NOT_ENOUGH)

    def after(self, source: Account, target: Account, quantity: int) -> "Balance":
        """What it is once so many went from one account to another; `Conflict` for too many."""
        took = {source.value: getattr(self, source) - quantity}
        return replace(self, **took, **{target.value: getattr(self, target) + quantity})


NOT_ENOUGH = "There are not so many there any more: look again at what is on the shelf."


def require_quantity(quantity: int, field: str = "quantity") -> None:
    """Raise Invalid unless so many can be moved at once."""
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise Invalid("Give a whole number from 1 to %(most)s.", field, most=MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Batch:
    """A lot as it is chosen from: how many are free, and until when they are best."""

    id: str
    best_before: date | None
    free: int


def first_expired_first_out(
    batches: Sequence[Batch], wanted: int, today: date
) -> list[tuple[Batch, int]]:
    """How many to take of which, those first whose date comes first; `Conflict` if too few.

    What is past its date is never taken. What has no date goes last, and ties by id.
    """
    good = [one for one in batches if one.free and not is_past(one.best_before, today)]
    chosen, left = [], wanted
    for batch in sorted(good, key=lambda one: (one.best_before or date.max, one.id)):
        took = min(left, batch.free)
        if took:
            chosen.append((batch, took))
        left -= took
    if left:
        raise only_so_many(wanted - left)
    return chosen


def is_past(best_before: date | None, today: date) -> bool:
    """Whether its day is over; on the day itself it is still good."""
    return best_before is not None and best_before < today


def only_so_many(free: int) -> Conflict:
    """What to say where fewer are free than were wanted."""
    if free == 0:
        return Conflict(
            "None of these is free any more: choose something else, or wait for more to come in."
        )
    if free == 1:
        return Conflict("Only one of these is free: take one, or choose something else.")
    return Conflict(
        "Only %(free)s of these are free: take fewer, or choose something else.", free=free
    )
