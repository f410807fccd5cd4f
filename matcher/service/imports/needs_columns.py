"""The columns of a sheet of needs, and a need as texts: what is asked, and what is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

from matcher.domain.availability import HALF_DAYS
from matcher.domain.diets import DIETARY
from matcher.domain.needs import MOST_PEOPLE_NEEDED
from matcher.domain.origins import CameBy
from matcher.domain.recurring import Weekly, read_rule
from matcher.domain.references import read_reference
from matcher.domain.refusals import Invalid
from matcher.domain.sheet_columns import (
    A_DATE,
    A_NUMBER,
    AN_URGENCY,
    YES_OR_NO,
    SheetColumn,
)
from matcher.domain.sheet_columns import HALF_DAYS as LIKE_HALF_DAYS
from matcher.domain.urgency import Urgency
from matcher.service.imports import cells
from matcher.service.imports.ground import CONSENT, Ground, Texts
from matcher.service.imports.offer_columns import POSTCODE, text_of, words
from matcher.service.imports.people import (
    PERSON_COLUMNS,
    complete_person,
    details_of_texts,
    person_readers,
)
from matcher.service.needs_asked import LONGEST_ADDRESS, LONGEST_NOTES, REQUIRABLE, AskedNeed
from matcher.service.sheets.cells import CATEGORY_AS_TYPED
from matcher.service.whereabouts import LONGEST_STREET
from matcher.storage.tables import NeedRow

NO_CATEGORY = (
    "This row does not say what kind of help is needed; name one, such as food_parcel, or choose"
    " one for all rows."
)

PLACE_COLUMNS = (
    POSTCODE,
    SheetColumn("street", ("road", "street name"), personal=True),
    SheetColumn("borough", ("council", "local authority", "district")),
    SheetColumn(
        "address",
        ("house", "flat", "door", "address line 1", "address line 2", "house number"),
        joins=", ",
        personal=True,
    ),
)
NEED_COLUMNS = (
    SheetColumn("reference", ("ref", "need reference", "nearhand reference")),
    *PERSON_COLUMNS,
    *PLACE_COLUMNS,
    SheetColumn(
        "category",
        ("help", "kind of help", "help needed", "need", "needs", "request", "what", "service"),
        lambda cell: cell.strip().casefold().replace(" ", "_") in CATEGORY_AS_TYPED,
        telling=True,
        needed=True,
    ),
    SheetColumn("urgency", ("how soon", "priority", "urgent"), AN_URGENCY, telling=True),
    SheetColumn("day", ("date", "on", "wanted on", "delivery date", "date needed"), A_DATE),
    SheetColumn("repeats", ("repeat", "every", "recurring", "weekly", "frequency")),
    SheetColumn("times", ("availability", "when", "time"), LIKE_HALF_DAYS, joins=";"),
    SheetColumn("people_needed", ("people", "helpers", "how many helpers"), A_NUMBER),
    SheetColumn("languages", ("language", "speaks", "languages spoken"), joins=";"),
    SheetColumn("requires", ("must have", "requirements", "volunteer must"), joins=";"),
    SheetColumn("dietary", ("diet", "diets", "allergies", "dietary needs"), joins=";"),
    SheetColumn("step_free", ("step free", "steps are difficult", "mobility"), YES_OR_NO),
    SheetColumn("asks_first", ("agree first", "asks first"), YES_OR_NO),
    SheetColumn(
        "notes",
        ("note", "comments", "comment", "details", "info", "remarks"),
        joins=". ",
        personal=True,
    ),
)


def place_readers(ground: Ground) -> dict[str, Callable[[str], str]]:
    """A reader for each column that says where somebody lives."""
    return {
        "postcode": ground.postcode,
        "street": cells.plain(LONGEST_STREET),
        "borough": ground.borough,
        "address": cells.plain(LONGEST_ADDRESS),
    }


def need_readers(ground: Ground) -> dict[str, Callable[[str], str]]:
    """A reader for each column."""
    return (
        {"reference": read_reference}
        | person_readers()
        | place_readers(ground)
        | {
            "category": cells.a_category,
            "urgency": cells.an_urgency,
            "day": cells.a_day,
            "repeats": cells.a_rule,
            "times": cells.times,
            "people_needed": cells.a_number(1, MOST_PEOPLE_NEEDED),
            "languages": cells.a_set_of(cells.a_language),
            "requires": cells.a_set_of(cells.one_of(sorted(REQUIRABLE))),
            "dietary": cells.a_set_of(cells.one_of(sorted(DIETARY))),
            "step_free": cells.yes_or_no,
            "asks_first": cells.yes_or_no,
            "notes": cells.lines(LONGEST_NOTES),
        }
    )


def tidy_place(texts: dict[str, str]) -> dict[str, str]:
    """With a postcode a place is known: the street then belongs to the address."""
    if not texts.get("postcode"):
        return texts
    street, address = texts.get("street", ""), texts.get("address", "")
    if street and street.casefold() not in address.casefold():
        address = ", ".join(filter(None, (address, street)))
    return texts | {"street": "", "borough": "", "address": address}


def complete_need(texts: Texts, ground: Ground) -> Texts:
    """Fill in what a new need says unless it says otherwise; `Invalid` where it cannot be."""
    if not texts.get("category"):
        raise Invalid(NO_CATEGORY, "category")
    usual = {
        "postcode": "",
        "street": "",
        "borough": "",
        "address": "",
        "urgency": Urgency.ROUTINE.value,
        "day": ground.today.isoformat() if texts.get("repeats") else "",
        "repeats": "",
        "times": "",
        "people_needed": "1",
        "languages": "",
        "requires": "",
        "dietary": "",
        "step_free": "no",
        "asks_first": "no",
        "notes": "",
    }
    filled = usual | complete_person({name: text for name, text in texts.items() if text})
    asked_need(filled, ground).require_ahead(ground.today)
    return filled


def asked_need(texts: Texts, ground: Ground) -> AskedNeed:
    """A whole need as `register_need` takes it; `Invalid` where it breaks a rule."""
    weekly = weekly_of_texts(texts)
    day = date.fromisoformat(texts["day"]) if texts["day"] else None
    return AskedNeed(
        category=texts["category"],
        place=ground.place(texts),
        person=details_of_texts(texts),
        consent=CONSENT,
        urgency=Urgency(texts["urgency"]),
        wanted_on=None if weekly else day,
        weekly=weekly,
        availability=words(texts["times"]),
        languages=words(texts["languages"]),
        requires=words(texts["requires"]),
        dietary=words(texts["dietary"]),
        people_needed=int(texts["people_needed"]),
        asks_first=texts["asks_first"] == "yes",
        step_free=texts["step_free"] == "yes",
        address=texts["address"],
        notes=texts["notes"],
        came_by=CameBy.PAPER,
        language=texts["reads"],
    )


def weekly_of_texts(texts: Texts) -> Weekly | None:
    """The weekly rule of a need as texts, None for one that comes once."""
    if not texts["repeats"]:
        return None
    return read_rule(texts["repeats"], date.fromisoformat(texts["day"]))


def need_texts(need: NeedRow, sealed: dict[str, Any], boroughs: dict[str, str]) -> dict[str, str]:
    """The columns of a need that is kept, but for those of its resident."""
    by_street = need.postcode is None
    return {
        "reference": need.reference,
        "postcode": need.postcode or "",
        "street": str(sealed.get("street", "")) if by_street else "",
        "borough": boroughs.get(need.borough, need.borough) if by_street else "",
        "address": str(sealed.get("address", "")),
        "category": need.category,
        "urgency": need.urgency.value,
        "day": need.wanted_on.isoformat() if need.wanted_on else "",
        "repeats": need.recurrence or "",
        "times": ";".join(sorted(need.availability, key=HALF_DAYS.index)),
        "people_needed": str(need.people_needed),
        "languages": text_of(need.languages),
        "requires": text_of(need.requires),
        "dietary": ";".join(sorted(sealed.get("dietary", ()))),
        "step_free": "yes" if sealed.get("step_free") else "no",
        "asks_first": "yes" if need.asks_first else "no",
        "notes": str(sealed.get("notes", "")),
    }


def what_of(category: str, day: str, repeats: str) -> str:
    """What tells two needs of one person apart: the kind of help, and the day if it has one."""
    return f"{category}|{'weekly' if repeats else day}"
