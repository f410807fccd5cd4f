"""What a charity keeps and where: places and items, named, changed, retired."""

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.stock import LONGEST_NAME, Item
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_desk import charity_in_scope, held_item
from matcher.storage.reading.stock import has_anything_on_hand, item_columns
from matcher.storage.writing import stock_items as writing

STILL_THERE = "Some of it is still there: give it out, or say what became of it, then retire it."


def add_place(act: Act, desk: Desk, charity_id: str, name: str) -> str:
    """Name a place where things are kept; return its id."""
    charity_in_scope(act, desk, charity_id, Right.STEER_STOCK)
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(
            "Give the place a name of at most %(most)s letters.", "name", most=LONGEST_NAME
        )
    place_id = writing.add_place(act.store, charity_id, name, now=act.now)
    act.note("added", "stock_place", place_id, charity_id=charity_id)
    return place_id


def add_item(act: Act, desk: Desk, charity_id: str, item: Item) -> str:
    """Begin to keep a kind of thing; return its id."""
    charity_in_scope(act, desk, charity_id, Right.STEER_STOCK)
    item_id = writing.add_item(act.store, charity_id, item_columns(item), now=act.now)
    act.note("added", "stock_item", item_id, charity_id=charity_id, category=item.category)
    return item_id


def change_item(act: Act, desk: Desk, item_id: str, item: Item) -> None:
    """Say something else of an item; what is set aside for people stays so."""
    row = held_item(act, desk, item_id, Right.STEER_STOCK)
    writing.change_item(act.store, row, item_columns(item), now=act.now)
    act.note("changed", "stock_item", item_id, charity_id=row.charity_id)


def retire_item(act: Act, desk: Desk, item_id: str) -> None:
    """Keep no more of it. Its ledger stays. Twice is once."""
    row = held_item(act, desk, item_id, Right.STEER_STOCK)
    if row.retired_at is not None:
        return
    if has_anything_on_hand(act.store, item_id):
        raise Conflict(STILL_THERE)
    row.retired_at = act.now
    act.note("retired", "stock_item", item_id, charity_id=row.charity_id)


def take_up_item(act: Act, desk: Desk, item_id: str) -> None:
    """Keep it again. Twice is once."""
    row = held_item(act, desk, item_id, Right.STEER_STOCK)
    if row.retired_at is not None:
        row.retired_at = None
        act.note("taken_up", "stock_item", item_id, charity_id=row.charity_id)
