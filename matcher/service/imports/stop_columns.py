"""The columns of a delivery list: who gets what on which day, when, and who brings it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from matcher.domain.alike import ALIKE_WITH_ONE_NUMBER, folded_name
from matcher.domain.day_times import ALL_DAY, TimeWindow
from matcher.domain.drivers import MOST_PARCELS, MOST_WEIGHT_G
from matcher.domain.refusals import Invalid
from matcher.domain.run_days import BROUGHT, LONGEST_LABEL, LONGEST_TEXT
from matcher.domain.runs import MOST_STOPS
from matcher.domain.sheet_columns import A_DATE, A_NUMBER, AN_ID, YES_OR_NO, SheetColumn, looks_like
from matcher.domain.statuses import StopStatus
from matcher.domain.stops import MOST_SERVICE_S
from matcher.service.imports import cells, door_cells
from matcher.service.imports.ground import Ground, Texts
from matcher.service.imports.needs_columns import (
    NEED_COLUMNS,
    PLACE_COLUMNS,
    complete_need,
    need_readers,
    tidy_place,
)
from matcher.service.imports.people import PERSON_COLUMNS
from matcher.service.runs_stops import ON_ITS_WAY, AtTheDoor, GettingIn, require_fitting
from matcher.storage.tables import StopRow

NOT_BROUGHT = "Runs bring parcels, meals, shopping, prescriptions, clothes and toys: name one."
OF_THE_NEED = (
    "We keep something else here. A delivery list changes no need: change it on its own page or"
    " with a sheet of needs, or leave this cell empty."
)
STAYS_ON_ITS_DAY = (
    "A stop stays on its day: take it off that list, and add a row without our number for the"
    " other day."
)
BOTH_ENDS = "Give as many times in “not before” as in “not after”, the earlier one first."
# Kept beside what a row says, in no sheet: the need that a stop is for ("" for an extra stop), how
# the stop stands, and how to get in as it was said before.
NEED, STATUS, BEFORE, CODE_BEFORE = "need", "status", "access_before", "door_code_before"
# Comes in, and never goes out: only whoever drives sees it, while the run is out.
CODE = "door_code"

_A_TIME = looks_like(
    r"\d{1,2}[:.]\d\d(:\d\d)?( ?[ap]m)?|\d{1,2} ?[ap]m|noon"
    r"|\d{1,2}([:.]\d\d)?( ?[ap]m)? ?[-–] ?\d{1,2}([:.]\d\d)?( ?[ap]m)?"
)
_OF_A_NEED = {column.name: column for column in NEED_COLUMNS}
STOP_COLUMNS = (
    SheetColumn("id", ("nearhand id", "stop id"), AN_ID, telling=True),
    replace(_OF_A_NEED["reference"], spellings=("ref", "need reference", "nearhand reference")),
    SheetColumn(
        "run_day", ("date", "day", "delivery date", "delivery day", "on", "when"), A_DATE
    ),
    *PERSON_COLUMNS,
    *PLACE_COLUMNS,
    replace(
        _OF_A_NEED["category"],
        looks=door_cells.is_a_parcel,
        spellings=("parcel", "what parcel", "parcel type", "what", "help", "kind of help"),
    ),
    _OF_A_NEED["dietary"],
    SheetColumn(
        "parcels",
        ("how many parcels", "number of parcels", "boxes", "bags", "quantity", "qty", "how many"),
        A_NUMBER,
    ),
    SheetColumn("kg", ("weight", "kilos", "weight kg", "kilograms"), A_NUMBER),
    SheetColumn(
        "from_time",
        ("from", "earliest", "not before", "after", "window from", "window", "time window", "slot"),
        _A_TIME,
        telling=True,
    ),
    SheetColumn(
        "until_time",
        ("until", "till", "latest", "not after", "before", "to", "window until", "window to"),
        _A_TIME,
        telling=True,
    ),
    SheetColumn(
        "minutes", ("minutes at the door", "service minutes", "mins", "service time"), A_NUMBER
    ),
    SheetColumn(
        "two_people",
        ("two people", "2 people", "two person", "needs two", "two people needed", "heavy"),
        YES_OR_NO,
    ),
    SheetColumn(
        "access",
        (
            "notes", "note", "comments", "comment", "instructions", "how to get in", "entry",
            "delivery notes", "details", "remarks", "info",
        ),
        joins=". ",
        personal=True,
    ),
    SheetColumn(
        CODE,
        (
            "code", "door code", "entry code", "gate code", "access code", "key safe",
            "key safe code", "keysafe", "keypad",
        ),
        personal=True,
    ),
    SheetColumn("driver", ("run", "route", "van", "round", "who drives", "driver name")),
    SheetColumn(
        "order", ("stop", "stop no", "stop number", "sequence", "no", "drop", "position"), A_NUMBER
    ),
)  # fmt: skip
# What a row says of the need: it must agree with what is kept.
NEEDS_OWN = frozenset(_OF_A_NEED)
DOOR = frozenset({"parcels", "kg", "from_time", "until_time", "minutes", "two_people"})
OF_THE_STOP = DOOR | {"run_day", "access", CODE, "driver", "order"}


def stop_readers(ground: Ground) -> dict[str, Callable[[str], str]]:
    """A reader for each column."""
    return need_readers(ground) | {
        "run_day": cells.a_day,
        "category": door_cells.a_parcel,
        "parcels": cells.a_number(0, MOST_PARCELS),
        "kg": door_cells.decimal(MOST_WEIGHT_G // 1000),
        "from_time": door_cells.day_times,
        "until_time": door_cells.day_times,
        "minutes": door_cells.decimal(MOST_SERVICE_S // 60),
        "two_people": cells.yes_or_no,
        "access": cells.lines(LONGEST_TEXT),
        CODE: cells.plain(LONGEST_TEXT),
        "driver": cells.plain(LONGEST_LABEL),
        "order": cells.a_number(1, MOST_STOPS),
    }


def tidy_stop(texts: dict[str, str]) -> dict[str, str]:
    """A span in one cell is two times, a diet beside a parcel is one; an order is of a driver."""
    texts = tidy_place(texts)
    category, *diets = texts.get("category", "").split("+")
    texts |= {"category": category}
    if diets and not texts.get("dietary"):
        texts["dietary"] = ";".join(diets)
    if "-" in texts.get("from_time", ""):
        spans = [(*one.split("-"), "")[:2] for one in texts["from_time"].split(";")]
        texts["from_time"] = ";".join(start for start, _ in spans)
        texts["until_time"] = ";".join(end for _, end in spans)
    if not texts.get("driver"):
        texts["order"] = ""
    return texts


def complete_stop(texts: Texts, ground: Ground) -> Texts:
    """Fill in what is needed for a new need; `Invalid` where a stop cannot be like that."""
    if STATUS in texts and texts[STATUS] != StopStatus.PLANNED:
        raise Invalid(ON_ITS_WAY, "id")
    door_said(texts)
    if NEED in texts:
        return texts
    if texts.get("category") and texts["category"] not in BROUGHT:
        raise Invalid(NOT_BROUGHT, "category")
    own = {name: text for name, text in texts.items() if name not in OF_THE_STOP}
    return {**texts, **complete_need(own | {"day": texts.get("run_day", "")}, ground)}


def door_said(texts: Texts, usual: AtTheDoor | None = None) -> AtTheDoor:
    """What is brought and how, where a row says so; `Invalid` where the planner would not do it."""
    usual = usual or AtTheDoor()
    starts, ends = (door_cells.seconds_of(texts.get(n, "")) for n in ("from_time", "until_time"))
    windows = usual.windows
    if starts or ends:
        starts, ends = starts or [ALL_DAY.start_s], ends or [ALL_DAY.end_s]
        if len(starts) != len(ends) or any(a >= b for a, b in zip(starts, ends, strict=True)):
            raise Invalid(BOTH_ENDS, "from_time")
        windows = tuple(TimeWindow(a, b) for a, b in zip(starts, ends, strict=True))
    said: dict[str, Any] = {"windows": windows}
    if texts.get("parcels"):
        said["parcels"] = int(texts["parcels"])
    if texts.get("kg"):
        said["weight_g"] = door_cells.thousandths(texts["kg"])
    if texts.get("minutes"):
        said["service_s"] = door_cells.thousandths(texts["minutes"]) * 60 // 1000
    if texts.get("two_people"):
        said["two_people"] = texts["two_people"] == "yes"
    door = replace(usual, **said)
    require_fitting(door)
    return door


def door_of(stop: StopRow) -> AtTheDoor:
    """What is kept of a door."""
    windows = tuple(TimeWindow(start, end) for start, end in stop.windows)
    return AtTheDoor(stop.parcels, stop.weight_g, stop.service_s, stop.two_people, windows)


def way_in_said(texts: Texts, kept: GettingIn) -> GettingIn:
    """How to get in, as a row says it; what its cells do not say is as it was."""
    return GettingIn(texts.get("access") or kept.access, texts.get(CODE) or kept.door_code)


def door_texts(stop: StopRow) -> dict[str, str]:
    """The same as columns; a door that may be knocked at all day says no time."""
    windows = [] if door_of(stop).windows == (ALL_DAY,) else stop.windows
    return {
        "parcels": str(stop.parcels),
        "kg": door_cells.text_of_thousandths(stop.weight_g),
        "from_time": door_cells.text_of_seconds([start for start, _ in windows]),
        "until_time": door_cells.text_of_seconds([end for _, end in windows]),
        "minutes": door_cells.text_of_thousandths(round(stop.service_s * 1000 / 60)),
        "two_people": "yes" if stop.two_people else "no",
    }


FOLDS: Mapping[str, Callable[[str], str]] = {
    "from_time": lambda text: text or "00:00",
    "until_time": lambda text: text or "24:00",
    "address": lambda text: "".join(c for c in text.casefold() if c.isalnum()),
    "driver": lambda text: " ".join(text.casefold().split()),
    # Settles where a stop is put, and nothing afterwards.
    "order": lambda _text: "",
}


def same_name(one: str, other: str) -> bool:
    """Whether two names are near enough for one person who was found otherwise."""
    return fuzz.ratio(folded_name(one), folded_name(other)) >= ALIKE_WITH_ONE_NUMBER
