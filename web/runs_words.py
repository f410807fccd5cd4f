"""What the pages of delivery runs call things."""

from collections.abc import Callable, Mapping

from flask_babel import LazyString, gettext, lazy_gettext

from matcher.domain.day_times import DAY_S
from matcher.domain.doorsteps import NextStep, StopFailure
from matcher.domain.run_days import RunKind
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.domain.travel import VehicleKind
from matcher.domain.unserved import WhyUnserved
from web.formats import day as day_words

Words = Mapping[str, LazyString]

RUN: Words = {
    RunStatus.PLANNED: lazy_gettext("Not out yet"),
    RunStatus.OUT: lazy_gettext("Out"),
    RunStatus.BACK: lazy_gettext("Back"),
    RunStatus.RECONCILED: lazy_gettext("Counted"),
}
RUN_TINT: Mapping[str, str] = {
    RunStatus.PLANNED: "quiet",
    RunStatus.OUT: "waiting",
    RunStatus.BACK: "waiting",
    RunStatus.RECONCILED: "done",
}
STOP: Words = {
    StopStatus.PLANNED: lazy_gettext("Planned"),
    StopStatus.OUT: lazy_gettext("On its way"),
    StopStatus.DELIVERED: lazy_gettext("Delivered"),
    StopStatus.LEFT_SAFE: lazy_gettext("Left somewhere safe"),
    StopStatus.FAILED: lazy_gettext("Not delivered"),
    StopStatus.RETURNED: lazy_gettext("Brought back"),
}
# The same where shops are fetched from.
FETCHED: Words = {
    **STOP,
    StopStatus.DELIVERED: lazy_gettext("Fetched"),
    StopStatus.FAILED: lazy_gettext("Not fetched"),
    StopStatus.RETURNED: lazy_gettext("Nobody went there"),
}
STOP_OF: Mapping[str, Words] = {RunKind.DELIVER: STOP, RunKind.COLLECT: FETCHED}
STOP_TINT: Mapping[str, str] = {
    StopStatus.PLANNED: "quiet",
    StopStatus.OUT: "waiting",
    StopStatus.DELIVERED: "done",
    StopStatus.LEFT_SAFE: "done",
    StopStatus.FAILED: "urgent",
    StopStatus.RETURNED: "quiet",
}
FAILURE: Words = {
    StopFailure.NOT_IN: lazy_gettext("Nobody was in"),
    StopFailure.WRONG_ADDRESS: lazy_gettext("The address is wrong"),
    StopFailure.REFUSED: lazy_gettext("They did not want it"),
    StopFailure.UNWELL: lazy_gettext("Somebody is unwell"),
    StopFailure.OTHER: lazy_gettext("Something else"),
}
# On top of the board, and beside a need: what a driver noted that a coordinator must look into.
CONCERN: Words = {
    StopFailure.NOT_IN: lazy_gettext("A driver found nobody in, for the second time running."),
    StopFailure.WRONG_ADDRESS: lazy_gettext("A driver says that the address is wrong."),
    StopFailure.REFUSED: lazy_gettext("A driver says that it was refused at the door."),
    StopFailure.UNWELL: lazy_gettext("A driver says that somebody is unwell. Please ring at once."),
    StopFailure.OTHER: lazy_gettext("A driver could not deliver, for another reason."),
}
NEXT: Words = {
    NextStep.TRY_AGAIN: lazy_gettext("We try again on the next run. Bring the parcels back."),
    NextStep.TELL_COORDINATOR: lazy_gettext(
        "Your coordinator is told and decides what to do. Bring the parcels back."
    ),
    NextStep.WELFARE_CONCERN: lazy_gettext(
        "Your coordinators are told at once. Ring them, and stay if it is safe. If somebody is in"
        " danger, ring 999."
    ),
}
VEHICLE: Words = {
    VehicleKind.CAR_BOOT: lazy_gettext("Car"),
    VehicleKind.CARGO_BIKE: lazy_gettext("Cargo bike"),
    VehicleKind.ON_FOOT: lazy_gettext("On foot"),
}
KIND: Words = {
    RunKind.DELIVER: lazy_gettext("Bring parcels to doors"),
    RunKind.COLLECT: lazy_gettext("Fetch surplus from shops"),
}
WHY: Words = {
    WhyUnserved.BLOCKED: lazy_gettext(
        "Everybody who drives that day must not come here: they are kept apart, were refused, lack"
        " the check, or somebody else said yes to it."
    ),
    WhyUnserved.OTHER_DEPOT: lazy_gettext("Nobody loads at the depot where these parcels are."),
    WhyUnserved.NOT_TWO_PEOPLE: lazy_gettext(
        "It takes two people, and nobody has a second person aboard."
    ),
    WhyUnserved.TOO_HEAVY: lazy_gettext("It is too much for every vehicle, even an empty one."),
    WhyUnserved.NOBODY_THEN: lazy_gettext("Nobody can be there at the hours that were asked for."),
    WhyUnserved.TOO_LONG: lazy_gettext("There and back is longer than everybody’s hours."),
    WhyUnserved.ALL_FULL: lazy_gettext("Every vehicle that could come is full."),
    WhyUnserved.NO_TIME_LEFT: lazy_gettext("Everybody with room has no time left."),
    WhyUnserved.NOT_WORTH_THE_WAY: lazy_gettext(
        "The way there costs more than this stop was said to be worth."
    ),
}


def at_clock(second: int | None) -> str:
    """A second of the day as clocks show it: 09:30; midnight at its end is 24:00."""
    return "–" if second is None else f"{second // 3600:02}:{second // 60 % 60:02}"


def window_words(window: tuple[int, int] | list[int]) -> str:
    """From when until when; a window of the whole day is “any time”."""
    start, end = window
    if start == 0 and end == DAY_S:
        return gettext("any time")
    return gettext("%(start)s to %(end)s", start=at_clock(start), end=at_clock(end))


def next_words(step: NextStep, next_run: object) -> str:
    """What happens after a failure, with the day of the next run where it is known."""
    if step is NextStep.TRY_AGAIN and next_run is not None:
        return gettext(
            "We try again on %(day)s. Bring the parcels back.",
            day=day_words(next_run),  # type: ignore[arg-type]  # a date; templates have no types
        )
    return str(NEXT[step])


def km(metres: int) -> float:
    """Metres as kilometres with one decimal, to be written by `number`."""
    return round(metres / 1000, 1)


def kg(grams: int) -> float:
    """Grams as kilograms with one decimal."""
    return round(grams / 1000, 1)


WORDS: Mapping[str, Mapping[str, object]] = {
    "run": RUN,
    "run_tint": RUN_TINT,
    "stop": STOP,
    "stop_of": STOP_OF,
    "stop_tint": STOP_TINT,
    "failure": FAILURE,
    "concern": CONCERN,
    "vehicle": VEHICLE,
    "kind": KIND,
    "why": WHY,
}
FILTERS: Mapping[str, Callable[..., object]] = {
    "at_clock": at_clock,
    "window_words": window_words,
    "km": km,
    "kg": kg,
}
