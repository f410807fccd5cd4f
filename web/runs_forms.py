"""What the pages of delivery runs ask, and how it is read: numbers, times, kilograms."""

import re

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from matcher.domain.day_times import ALL_DAY, TimeWindow, hours
from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import Invalid
from matcher.domain.run_days import RunKind
from matcher.domain.travel import VehicleKind
from matcher.service.runs_drivers import Vehicle
from matcher.service.runs_stops import AtTheDoor
from web.date_field import DateField
from web.forms import AnyOf, Question, choice
from web.refusals import in_words
from web.runs_words import FAILURE, KIND, VEHICLE

_KG = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,3}))?")


def picked(label: object, choices: object = ()) -> SelectField:
    """A list to choose from; what is not on it is refused by whoever acts on it."""
    return SelectField(label, choices=choices or [], validate_choice=False)


class OpenDay(Question):
    """A new day."""

    depot = picked(lazy_gettext("From which depot"))
    on_date = DateField(lazy_gettext("On which day"))
    kind = picked(lazy_gettext("What for"), [choice(one, KIND[one]) for one in RunKind])


class AddDepot(Question):
    """A new depot."""

    name = StringField(lazy_gettext("What it is called"))
    postcode = StringField(lazy_gettext("Its postcode"))
    charity = picked(lazy_gettext("Of which charity"))
    opens = StringField(lazy_gettext("Open from"), default="09:00")
    closes = StringField(lazy_gettext("until"), default="17:00")
    minutes = StringField(lazy_gettext("Minutes to load a vehicle"), default="10")


class ChooseUnits(Question):
    """Whom to bring something to."""

    units = AnyOf(lazy_gettext("Whom to bring something to"), None, choices=[])


class DoorQuestion(Question):
    """What is brought to a door."""

    parcels = StringField(lazy_gettext("Parcels"), default="1")
    kilograms = StringField(lazy_gettext("Kilograms in all"), default="6")
    minutes = StringField(lazy_gettext("Minutes at the door"), default="3")
    opens = StringField(lazy_gettext("Not before"))
    closes = StringField(lazy_gettext("and not after"))
    two_people = BooleanField(lazy_gettext("It takes two people"))
    access = TextAreaField(lazy_gettext("How to get in"))
    door_code = StringField(lazy_gettext("Door code"))


class ExtraQuestion(DoorQuestion):
    """A stop of no need."""

    label = StringField(lazy_gettext("Who or what it is"))
    postcode = StringField(lazy_gettext("Its postcode"))
    address = StringField(lazy_gettext("House, street"))
    phone = StringField(lazy_gettext("Telephone"))


class AddDriver(Question):
    """Who drives, with what, from when until when."""

    offer = picked(lazy_gettext("Which volunteer"))
    label = StringField(lazy_gettext("What you call them, such as: the red van"))
    kind = picked(lazy_gettext("With what"), [choice(one, VEHICLE[one]) for one in VehicleKind])
    parcels = StringField(lazy_gettext("Room for so many parcels"), default="20")
    kilograms = StringField(lazy_gettext("and so many kilograms"), default="200")
    opens = StringField(lazy_gettext("From"), default="09:00")
    closes = StringField(lazy_gettext("until"), default="13:00")
    depot = picked(lazy_gettext("Loads at"))
    from_home = BooleanField(lazy_gettext("Comes from home"))
    to_home = BooleanField(lazy_gettext("Goes home at the end"))
    two = BooleanField(lazy_gettext("Two people aboard"))


class Move(Question):
    """Give a stop to a run, as its stop number so and so."""

    run = picked(lazy_gettext("Give it to"))
    place = StringField(lazy_gettext("as stop number"), default="1")


class PlanIt(Question):
    """How long the planner may look."""

    seconds = picked(
        lazy_gettext("Look for"),
        [
            choice("5", lazy_gettext("5 seconds")),
            choice("15", lazy_gettext("15 seconds")),
            choice("60", lazy_gettext("a minute")),
        ],
    )


class DoorNoted(Question):
    """What became of a stop."""

    where = StringField(lazy_gettext("Where did you leave it?"))
    note = StringField(lazy_gettext("A note for your coordinator"))
    failure = picked(
        lazy_gettext("Why not?"),
        [choice("", lazy_gettext("Choose"))] + [choice(one, FAILURE[one]) for one in StopFailure],
    )


def door_of_form(form: DoorQuestion) -> AtTheDoor:
    """What is brought to a door, as it was typed; `Invalid` names the field."""
    window = ALL_DAY
    if form.opens.data or form.closes.data:
        window = window_of(form.opens.data or "00:00", form.closes.data or "24:00", "opens")
    return AtTheDoor(
        parcels=whole(form.parcels.data, "parcels"),
        weight_g=grams(form.kilograms.data, "kilograms"),
        service_s=60 * whole(form.minutes.data, "minutes"),
        two_people=form.two_people.data,
        windows=(window,),
    )


def vehicle_of_form(form: AddDriver) -> Vehicle:
    """A vehicle as it was typed."""
    return Vehicle(
        kind=VehicleKind(form.kind.data) if form.kind.data in {*VehicleKind} else _no_kind(),
        parcels=whole(form.parcels.data, "parcels"),
        weight_g=grams(form.kilograms.data, "kilograms"),
        hours=window_of(form.opens.data, form.closes.data, "opens"),
        from_home=form.from_home.data,
        to_home=form.to_home.data,
        aboard=2 if form.two.data else 1,
        label=form.label.data or "",
    )


def whole(text: str | None, field: str) -> int:
    """A whole number."""
    if not (text or "").strip().isdecimal() or len((text or "").strip()) > 6:
        raise Invalid("Give a whole number, such as 3.", field)
    return int((text or "").strip())


def grams(text: str | None, field: str) -> int:
    """Kilograms, with a point or a comma, in grams."""
    found = _KG.fullmatch((text or "").strip())
    if found is None:
        raise Invalid("Give kilograms in numbers, such as 6 or 2.5.", field)
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


def window_of(start: str | None, end: str | None, field: str) -> TimeWindow:
    """A window between two times."""
    try:
        return hours((start or "").strip(), (end or "").strip())
    except Invalid:
        raise Invalid("Give times such as 09:30, the earlier one first.", field) from None


BESIDE = {
    "window": "opens",
    "windows": "opens",
    "weight_g": "kilograms",
    "service_s": "minutes",
    "aboard": "two",
    "until": "closes",
    "hours": "opens",
    "left_where": "where",
}


def show_beside(form: Question, no: Invalid, otherwise: str) -> None:
    """Put a refusal beside the field that it is about."""
    name = BESIDE.get(no.field or "", no.field or "")
    field = form._fields.get(name) or form[otherwise]
    field.errors = [in_words(no)]


def _no_kind() -> VehicleKind:
    raise Invalid("Choose with what they go.", "kind")


def all_typed(form: Question) -> list[str]:
    """All that was filled in, as one word each: what a second press is held against."""
    return [f"{name}={value}" for name, value in form.data.items() if name != "csrf_token"]
