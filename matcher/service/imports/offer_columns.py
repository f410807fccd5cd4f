"""What somebody gives, in a sheet: the columns that sheets of volunteers and of offers share."""

from collections.abc import Callable
from typing import Any

from matcher.domain.availability import HALF_DAYS
from matcher.domain.offers import DEFAULT_RADIUS_M
from matcher.domain.refusals import Invalid
from matcher.domain.sheet_columns import (
    A_DISTANCE,
    A_NUMBER,
    A_POSTCODE,
    AN_ID,
    SheetColumn,
)
from matcher.domain.sheet_columns import (
    HALF_DAYS as LIKE_HALF_DAYS,
)
from matcher.service.imports import cells
from matcher.service.imports.ground import Ground, Texts
from matcher.service.offers import FURTHEST_M, MOST_AT_ONCE, OWN_WORD, OfferWords
from matcher.service.sheets.cells import CATEGORY_AS_TYPED
from matcher.storage.tables import OfferRow

NO_HELP = (
    "This row does not say what kind of help they give; name one, such as groceries, or choose"
    " one for all rows."
)
NO_POSTCODE = "This row has no postcode; give one, so that we know who is near."

VOLUNTEERS_ID = SheetColumn("id", ("volunteer id", "nearhand id"), AN_ID, telling=True)
POSTCODE = SheetColumn(
    "postcode",
    ("post code", "zip", "home postcode", "pcode"),
    A_POSTCODE,
    telling=True,
    needed=True,
    personal=True,
)
OFFER_COLUMNS = (
    POSTCODE,
    SheetColumn(
        "help",
        (
            "can help with", "kinds of help", "kind of help", "type of help", "help with",
            "offers", "skills", "services", "categories", "category", "what they can do", "task",
        ),
        lambda cell: any(
            part.strip().casefold().replace(" ", "_") in CATEGORY_AS_TYPED
            for part in cell.replace(",", ";").split(";")
        ),
        telling=True,
        joins=";",
        needed=True,
    ),
    SheetColumn("radius_m", ("radius", "how far", "distance", "travel", "miles", "km"), A_DISTANCE),
    SheetColumn("capacity", ("how many", "people at once", "max", "places"), A_NUMBER),
    SheetColumn("languages", ("language", "speaks", "languages spoken"), joins=";"),
    SheetColumn("provides", ("has", "brings", "extras", "car", "vehicle"), joins=";"),
    SheetColumn(
        "times",
        ("availability", "available", "when", "days", "free", "days available"),
        LIKE_HALF_DAYS,
        telling=True,
        joins=";",
    ),
)  # fmt: skip


def offer_readers(ground: Ground) -> dict[str, Callable[[str], str]]:
    """A reader for each of these columns."""
    return {
        "postcode": ground.postcode,
        "help": cells.a_set_of(cells.a_category),
        "radius_m": cells.metres(FURTHEST_M),
        "capacity": cells.a_number(1, MOST_AT_ONCE),
        "languages": cells.a_set_of(cells.a_language),
        "provides": cells.a_set_of(_own_word),
        "times": cells.times,
    }


def complete_offer(texts: Texts) -> dict[str, str]:
    """Fill in what a new offer says unless it says otherwise; `Invalid` without what or where."""
    if not texts.get("postcode"):
        raise Invalid(NO_POSTCODE, "postcode")
    if not texts.get("help"):
        raise Invalid(NO_HELP, "help")
    return {
        "radius_m": str(DEFAULT_RADIUS_M),
        "capacity": "1",
        "languages": "en",
        "provides": "",
        "times": "",
    } | {name: text for name, text in texts.items() if text}


def words_of(texts: Texts, ground: Ground, changed: frozenset[str] | None = None) -> OfferWords:
    """An offer in the words that `make_offer` takes: all of it, or only what is to be changed."""
    said: dict[str, Any] = {
        "postcode": ("place", ground.place({"postcode": texts["postcode"]})),
        "help": ("categories", words(texts["help"])),
        "radius_m": ("radius_m", int(texts["radius_m"])),
        "capacity": ("capacity", int(texts["capacity"])),
        "languages": ("languages", words(texts["languages"])),
        "provides": ("provides", words(texts["provides"])),
        "times": ("availability", words(texts["times"])),
    }
    wanted = said.keys() if changed is None else said.keys() & changed
    return OfferWords(**dict(said[name] for name in wanted))


def offer_texts(offer: OfferRow) -> dict[str, str]:
    """The same columns of an offer that is kept."""
    return {
        "postcode": offer.postcode or "",
        "help": text_of(offer.categories),
        "radius_m": str(offer.radius_m),
        "capacity": str(offer.capacity),
        "languages": text_of(offer.languages),
        "provides": text_of(offer.provides),
        "times": ";".join(sorted(offer.availability, key=HALF_DAYS.index)),
    }


def words(text: str) -> frozenset[str]:
    """The words of a cell that holds several."""
    return frozenset(filter(None, text.split(";")))


def text_of(some: frozenset[str]) -> str:
    """Words as one cell."""
    return ";".join(sorted(some))


def _own_word(cell: str) -> str:
    typed = cell.strip().casefold()
    # A column called “car” says yes and no.
    if typed in ("yes", "y", "x", "✓", "own car", "driver", "drives"):
        return "car"
    if typed in ("no", "n", "-", "none"):
        return ""
    return cells.one_of(sorted(OWN_WORD))(cell)
