"""Stock in a sheet: what lies where, until when, and how many somebody counted.

What is new is taken in, and what differs is counted, both by lines of the ledger; taken back, each
is answered by a line that goes the way back. So all of it balances, always.
"""

from collections.abc import Mapping, Sequence

from matcher.domain.imports import SheetKind
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.stock import CountReason, Movement
from matcher.service.acting import Act
from matcher.service.imports.goods import Facts
from matcher.service.imports.ground import Bringing, Change, Ground, Known, Newcomer, Reach
from matcher.service.imports.kind import Kind, as_it_is, nobody_elsewhere
from matcher.service.imports.stock_columns import (
    FACTS,
    STOCK_COLUMNS,
    complete_stock,
    date_of,
    facts_of,
    folded_place,
    item_of_texts,
    on_shelf,
    stock_readers,
    what_of_lot,
)
from matcher.service.stock_desk import entered
from matcher.service.stock_shelf import ONLY_FREE_GO, SHELF_MOVED, way_back
from matcher.storage.reading.import_stock import (
    items_of_charity,
    lots_held,
    lots_of_charity,
    lots_whole,
)
from matcher.storage.reading.stock import has_anything_on_hand, item_columns, places
from matcher.storage.tables import StockItemRow, StockLotRow
from matcher.storage.writing.stock import Line, is_undone, lines_of_entry
from matcher.storage.writing.stock_items import add_place, hold_items

OTHER_FACT = (
    "Another row, or the item as you keep it, says something else here: change the item on its own"
    " page, or make the rows agree."
)
OTHER_SHELF = (
    "Where it lies and its date belong to what is kept: carry it on its own page, or add a row"
    " without a number."
)
NOWHERE = -10_000_000


def _known(act: Act, reach: Reach) -> list[Known]:
    """Items, and the lots of each."""
    found = [
        Known(item.id, item.id, item.id, item.code, None, item.name, None, NOWHERE, NOWHERE, "item")
        for item in items_of_charity(act.store, reach.charity_id)
    ]
    for lot, item, place in lots_of_charity(act.store, reach.charity_id):
        what = what_of_lot(place.name, lot.best_before.isoformat() if lot.best_before else "")
        about = item.code, None, item.name, None, NOWHERE, NOWHERE, what
        found.append(Known(lot.id, item.id, lot.id, *about))
    return found


def _leans(act: Act, _ground: Ground, reach: Reach) -> Facts:
    facts = Facts(FACTS, Invalid(OTHER_FACT))
    for item in items_of_charity(act.store, reach.charity_id):
        facts.note(item.id, facts_of(item))
    return facts


def _texts_of(act: Act, _ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        lot.id: {
            "id": lot.id,
            **facts_of(item),
            "place": place.name,
            "best_before": lot.best_before.isoformat() if lot.best_before else "",
            "quantity": str(on_shelf(lot)),
        }
        for lot, item, place in lots_whole(act.store, ids)
    }


def _make(
    act: Act, _ground: Ground, bringing: Bringing, newcomers: Sequence[Newcomer]
) -> frozenset[str]:
    """Take in what is new, with its item and place where they are new; return what is not.

    Somebody may have begun to keep the same at the same place since the dry run.
    """
    charity_id = bringing.reach.charity_id
    kept = {item.id: item for item in items_of_charity(act.store, charity_id)}
    named = {item.name: item for item in kept.values()}
    coded = {item.code: item for item in kept.values() if item.code}
    shelves = {folded_place(name): id for id, name in places(act.store, charity_id)}
    hold_items(act.store, [one.person_id for one in newcomers if one.person_id in kept])
    there = {
        (lot.item_id, lot.place_id, lot.best_before)
        for lot, _, _ in lots_of_charity(act.store, charity_id)
    }
    refused = set()
    for one in newcomers:
        said = item_of_texts(one.texts)
        item = kept.get(one.person_id) or named.get(said.name.strip()) or coded.get(said.code or "")
        if item is None:
            item = _new_item(act, charity_id, one)
            kept[item.id] = named[item.name] = item
        _take_up(act, item)
        place = one.texts["place"]
        key = folded_place(place)
        if key not in shelves:
            shelves[key] = add_place(act.store, charity_id, place, now=act.now)
            act.note("added", "stock_place", shelves[key], charity_id=charity_id)
        lot = (item.id, shelves[key], date_of(one.texts))
        if lot in there:
            refused.add(one.id)
            continue
        there.add(lot)
        _receive(act, item, one, shelves[key])
    return frozenset(refused)


def _new_item(act: Act, charity_id: str, one: Newcomer) -> StockItemRow:
    item = StockItemRow(
        id=one.person_id,
        charity_id=charity_id,
        created_at=act.now,
        changed_at=act.now,
        **item_columns(item_of_texts(one.texts)),
    )
    act.store.add(item)
    act.store.flush()
    category = item.category
    act.note("added", "stock_item", item.id, charity_id=charity_id, category=category)
    return item


def _take_up(act: Act, item: StockItemRow) -> None:
    if item.retired_at is not None:
        item.retired_at = None
        act.note("taken_up", "stock_item", item.id, charity_id=item.charity_id)


def _receive(act: Act, item: StockItemRow, one: Newcomer, place_id: str) -> None:
    lot = StockLotRow(
        id=one.id,
        item_id=item.id,
        place_id=place_id,
        best_before=date_of(one.texts),
        created_at=act.now,
    )
    act.store.add(lot)
    act.store.flush()
    line = Line.of(Movement.RECEIVED, item.id, lot.id, int(one.texts["quantity"]))
    # The first entry of a lot bears its number, so that it is found when it is taken back.
    entered(act, item, [line], entry_id=lot.id)


def _change(act: Act, _ground: Ground, lot_id: str, change: Change) -> None:
    """Count a lot; `Conflict` where it moved since, or more of it is set aside."""
    row = act.store.get_one(StockLotRow, lot_id)
    [item] = hold_items(act.store, [row.item_id])
    act.store.refresh(row)
    if str(on_shelf(row)) != change.before["quantity"]:
        raise Conflict(SHELF_MOVED)
    difference = int(change.texts["quantity"]) - on_shelf(row)
    if -difference > row.free:
        raise Conflict(ONLY_FREE_GO)
    if difference == 0:
        return
    _take_up(act, item)
    kind = Movement.FOUND if difference > 0 else Movement.MISSING
    reason = CountReason.NOT_WRITTEN_DOWN if difference > 0 else CountReason.UNKNOWN
    entered(act, item, [Line.of(kind, item.id, lot_id, abs(difference))], count_reason=reason)


def _unmake(act: Act, ids: Sequence[str], new_items: Sequence[str]) -> None:
    """Give back what was taken in, and keep no more of items that came with it."""
    lots = {lot.id: item for lot, item, _ in lots_whole(act.store, ids)}
    hold_items(act.store, sorted({item.id for item in lots.values()} | {*new_items}))
    for lot_id, item in lots.items():
        written = lines_of_entry(act.store, lot_id)
        if not is_undone(act.store, [number for number, _ in written]):
            entered(act, item, way_back(written))
    for item in hold_items(act.store, list(new_items)):
        if item.retired_at is None and not has_anything_on_hand(act.store, item.id):
            item.retired_at = act.now
            act.note("retired", "stock_item", item.id, charity_id=item.charity_id)
    act.store.flush()


def _listed(act: Act, reach: Reach) -> list[str]:
    found = lots_of_charity(act.store, reach.charity_id)
    return [lot.id for lot, _, _ in found if on_shelf(lot)]


def _nobody(_act: Act, _ids: Sequence[str]) -> Mapping[str, str]:
    return {}


KIND = Kind(
    name=SheetKind.STOCK,
    about="stock_lot",
    id_column="id",
    columns=STOCK_COLUMNS,
    read=stock_readers,
    tidy=as_it_is,
    complete=complete_stock,
    what=lambda texts: what_of_lot(texts.get("place", ""), texts.get("best_before", "")),
    known=_known,
    elsewhere=nobody_elsewhere,
    texts_of=_texts_of,
    make=_make,
    change=_change,
    in_the_way=lambda act, ids: dict.fromkeys(lots_held(act.store, ids), "set_aside"),
    unmake=_unmake,
    listed=_listed,
    person_of=_nobody,
    goods=True,
    leans=_leans,
    has_place=lambda _texts: False,
    folds={"place": folded_place},
    fixed=dict.fromkeys(FACTS, Invalid(OTHER_FACT))
    | dict.fromkeys(("place", "best_before"), Invalid(OTHER_SHELF)),
)
