"""The columns of a sheet of stock, and a lot with its item as texts."""

import re
from collections.abc import Callable
from datetime import date

from matcher.domain.diets import ALLERGENS, DIETS
from matcher.domain.refusals import Invalid
from matcher.domain.sheet_columns import A_DATE, A_NUMBER, AN_ID, YES_OR_NO, SheetColumn, looks_like
from matcher.domain.stock import (
    LONGEST_CODE,
    LONGEST_CONTENTS,
    LONGEST_NAME,
    MOST_AT_ONCE,
    MOST_VOLUME_ML,
    MOST_WEIGHT_G,
    Item,
    is_past,
)
from matcher.service.imports import cells
from matcher.service.imports.ground import Ground, Texts
from matcher.service.imports.offer_columns import words
from matcher.service.sheets.cells import CATEGORY_AS_TYPED
from matcher.service.stock_in import FAR, MOST_YEARS_AHEAD, PAST
from matcher.storage.tables import StockItemRow, StockLotRow

NO_ITEM = "This row does not say what it is; give the item a name."
NO_PLACE = "This row does not say where it is kept; name a place, or choose one for all rows."
NO_KIND = (
    "This row does not say what kind of help the item belongs to; name one, such as food_parcel,"
    " or choose one for all rows."
)
NONE_THERE = "There is none of it: leave the row out, or say how many there are."
NO_ALLERGENS = "none"

# What is said of an item, wherever it lies.
FACTS = (
    "item",
    "code",
    "category",
    "contents",
    "edible",
    "diets",
    "allergens",
    "weight_g",
    "volume_ml",
    "low_at",
)
STOCK_COLUMNS = (
    SheetColumn("id", ("nearhand id",), AN_ID, telling=True),
    SheetColumn("item", ("name", "product", "what", "item name", "goods"), needed=True),
    SheetColumn("code", ("barcode", "ean", "sku", "bar code", "qr"), looks_like(r"\d{8,14}")),
    SheetColumn(
        "category",
        ("help", "kind of help", "kind"),
        lambda cell: cell.strip().casefold().replace(" ", "_") in CATEGORY_AS_TYPED,
        telling=True,
        needed=True,
    ),
    SheetColumn("place", ("where", "location", "shelf", "store", "kept at", "site")),
    SheetColumn("best_before", ("best before", "use by", "expiry", "expires", "date"), A_DATE),
    SheetColumn(
        "quantity",
        ("how many", "number", "count", "qty", "amount", "in stock", "stock", "on the shelf"),
        A_NUMBER,
        needed=True,
    ),
    SheetColumn("contents", ("contents", "what is in it", "ingredients", "notes")),
    SheetColumn("edible", ("food", "to eat", "is food"), YES_OR_NO),
    SheetColumn("diets", ("diet", "suits", "dietary"), joins=";"),
    SheetColumn("allergens", ("allergies", "contains"), joins=";"),
    SheetColumn("weight_g", ("weight", "grams", "weight in grams"), A_NUMBER),
    SheetColumn("volume_ml", ("volume", "ml", "volume in ml"), A_NUMBER),
    SheetColumn("low_at", ("low", "few", "warn at", "reorder at", "minimum", "min"), A_NUMBER),
)  # fmt: skip


def stock_readers(_ground: Ground) -> dict[str, Callable[[str], str]]:
    """A reader for each column."""
    return {
        "item": cells.plain(LONGEST_NAME),
        "code": _code,
        "category": cells.a_category,
        "place": cells.plain(LONGEST_NAME),
        "best_before": cells.a_day,
        "quantity": cells.a_number(0, MOST_AT_ONCE),
        "contents": cells.plain(LONGEST_CONTENTS),
        "edible": cells.yes_or_no,
        "diets": cells.a_set_of(cells.one_of(DIETS)),
        "allergens": cells.a_set_of(cells.one_of((NO_ALLERGENS, *ALLERGENS))),
        "weight_g": cells.a_number(0, MOST_WEIGHT_G),
        "volume_ml": cells.a_number(0, MOST_VOLUME_ML),
        "low_at": cells.a_number(0, MOST_AT_ONCE),
    }


def complete_stock(texts: Texts, ground: Ground) -> Texts:
    """Fill in what a new lot says unless it says otherwise; `Invalid` where it cannot be."""
    usual = dict.fromkeys(FACTS, "") | {"best_before": "", "edible": "no"}
    filled = usual | {"weight_g": "0", "volume_ml": "0"} | {k: v for k, v in texts.items() if v}
    if not filled["item"]:
        raise Invalid(NO_ITEM, "item")
    if not filled.get("place"):
        raise Invalid(NO_PLACE, "place")
    if not filled["category"]:
        raise Invalid(NO_KIND, "category")
    item_of_texts(filled)
    # What is kept has its id: it may be past its date, and it may be gone.
    if not filled.get("id"):
        _require_new(filled, ground.today)
    return filled


def _require_new(texts: Texts, today: date) -> None:
    if texts.get("quantity", "0") == "0":
        raise Invalid(NONE_THERE, "quantity")
    best_before = date_of(texts)
    if is_past(best_before, today):
        raise Invalid(PAST, "best_before")
    if best_before and best_before.year > today.year + MOST_YEARS_AHEAD:
        raise Invalid(FAR, "best_before")


def item_of_texts(texts: Texts) -> Item:
    """The item of a row."""
    allergens = words(texts["allergens"])
    return Item(
        name=texts["item"],
        category=texts["category"],
        contents=texts["contents"],
        edible=texts["edible"] == "yes",
        diets=words(texts["diets"]),
        allergens=allergens - {NO_ALLERGENS} if allergens else None,
        weight_g=int(texts["weight_g"]),
        volume_ml=int(texts["volume_ml"]),
        code=texts["code"] or None,
        low_at=int(texts["low_at"]) if texts["low_at"] else None,
    )


def facts_of(item: StockItemRow) -> dict[str, str]:
    """What is said of an item that is kept."""
    read = ";".join(sorted(item.allergens)) or NO_ALLERGENS
    return {
        "item": item.name,
        "code": item.code or "",
        "category": item.category,
        "contents": item.contents,
        "edible": "yes" if item.edible else "no",
        "diets": ";".join(sorted(item.diets)),
        "allergens": read if item.allergens_read else "",
        "weight_g": str(item.weight_g),
        "volume_ml": str(item.volume_ml),
        "low_at": "" if item.low_at is None else str(item.low_at),
    }


def date_of(texts: Texts) -> date | None:
    """Until when something is best, None where it says nothing."""
    return date.fromisoformat(texts["best_before"]) if texts.get("best_before") else None


def on_shelf(lot: StockLotRow) -> int:
    """What somebody who counts the shelf would find."""
    return lot.free + lot.reserved


def folded_place(name: str) -> str:
    """A place's name as it is compared: capitals and blanks play no part."""
    return " ".join(name.casefold().split())


def what_of_lot(place: str, best_before: str) -> str:
    """What tells two lots of one item apart: where, and until when."""
    return f"{folded_place(place)}|{best_before}"


def _code(cell: str) -> str:
    text = re.sub(r"\s+", "", cell)
    if len(text) > LONGEST_CODE or not text.isprintable():
        raise Invalid("A code has letters and digits, and no spaces.")
    return text
