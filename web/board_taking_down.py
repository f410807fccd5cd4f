"""Taking a need down on the telephone: the residents' questions on one page, in any order."""

from babel import Locale
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from matcher.domain.availability import DAYS, PARTS
from matcher.domain.categories import CATEGORIES
from matcher.domain.contact import ContactWay
from matcher.domain.london_time import in_london
from matcher.domain.origins import CameBy
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.urgency import Urgency
from matcher.service.accounts.staff import charities_of
from matcher.service.board_deeds import take_down
from matcher.service.contacts import Details
from matcher.service.needs_asked import AskedNeed
from matcher.service.once_pressed import once_pressed
from matcher.service.sheets.languages import language_code, language_name
from matcher.service.typed_contact import gets_texts, typed_contact
from matcher.service.whereabouts import Whereabouts, place_of_postcode, place_of_street
from web.board_words import ATTRIBUTES, DAY_NAMES, PART_NAMES, URGENCY, WAY, borough_choices
from web.current import tools
from web.date_field import DateField
from web.diet_words import DIET_WORDS, allergen_choices
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.needs_asking import ahead
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_taking_down", __name__)

# Which box of the page a refusal of the domain is about, where the two are not called the same.
MOST_DIGITS = 4
# More than this is mostly a slip of the finger, and asks that many volunteers.
VERY_MANY = 20
THAT_MANY = "%(many)s people: is that right? If it is, say so in the box below."
UNKNOWN_LANGUAGE = "We do not know one of these languages: check how it is spelt."
NO_WAY_GIVEN = lazy_gettext(
    "Ask for a number or an e-mail address. If they have neither, choose “Through a coordinator”."
)
NO_TEXTS_THERE = lazy_gettext("Texts do not reach that number: choose another way.")
BOXES = {"wanted_on": "day", "until": "day", "days": "weekdays", "never": "prefers"}


class TakenDown(Question):
    """Everything that a need may say."""

    name = StringField(lazy_gettext("Their name"), [Answered(lazy_gettext("Ask for their name."))])
    phone = StringField(lazy_gettext("Telephone"))
    email = StringField(lazy_gettext("E-mail address"))
    prefers = SelectField(
        lazy_gettext("How they like best to be reached"),
        validate_choice=False,
        choices=[choice("", lazy_gettext("Whatever is possible"))]
        + [choice(way, WAY[way]) for way in ContactWay],
    )
    no_texts = BooleanField(lazy_gettext("Please ring, don’t text"))
    postcode = StringField(lazy_gettext("Postcode"))
    street = StringField(lazy_gettext("Or, where they don’t know it: the street"))
    borough = SelectField(lazy_gettext("and the borough"), validate_choice=False)
    address = StringField(lazy_gettext("House, flat, floor, bell"))
    category = SelectField(
        lazy_gettext("Kind of help"),
        validate_choice=False,
        choices=[choice(one.slug, lazy_gettext(one.name)) for one in CATEGORIES],
    )
    urgency = OneOf(
        lazy_gettext("How soon"),
        lazy_gettext("Ask how soon they need it."),
        choices=[choice(one, URGENCY[one]) for one in Urgency],
    )
    day = DateField(lazy_gettext("On a certain day, or from that day on"))
    weekdays = AnyOf(
        lazy_gettext("Again every week on"), None, choices=[choice(d, DAY_NAMES[d]) for d in DAYS]
    )
    parts = AnyOf(
        lazy_gettext("At which time of day"),
        None,
        choices=[choice(p, PART_NAMES[p]) for p in PARTS],
    )
    languages = StringField(lazy_gettext("Languages the volunteer should speak"))
    requires = AnyOf(
        lazy_gettext("What matters"),
        None,
        choices=[choice(one, words) for one, words in ATTRIBUTES.items()],
    )
    diet = AnyOf(
        lazy_gettext("What they eat, where it is about food"),
        None,
        choices=[choice(one, words) for one, words in DIET_WORDS.items()],
    )
    without = AnyOf(
        lazy_gettext("None of this in it"),
        None,
        choices=allergen_choices("no_"),
    )
    step_free = BooleanField(lazy_gettext("Steps are difficult for them"))
    asks_first = BooleanField(lazy_gettext("They want to agree to each person first"))
    people_needed = StringField(lazy_gettext("How many people"), default="1")
    that_many = BooleanField(lazy_gettext("Yes, that many people"))
    notes = TextAreaField(lazy_gettext("What else they said"))
    charity = SelectField(lazy_gettext("For which charity"), validate_choice=False)
    consent = BooleanField(
        lazy_gettext("I have read them how we keep what they told us, and they agree."),
        [Answered(lazy_gettext("Without their yes nothing may be kept."))],
    )

    def validate_day(self, field: DateField) -> None:
        """A day that is over is a slip, also where it is the first of many."""
        ahead(field)

    def validate_prefers(self, field: Field) -> None:
        """Nobody rings a number that was not asked for, nor sends texts to a landline."""
        way, phone = field.data, (self.phone.data or "").strip()
        if not (way or phone or (self.email.data or "").strip()):
            raise StopValidation(NO_WAY_GIVEN)
        if way == ContactWay.TEXT and phone and not self.no_texts.data and not _gets_texts(phone):
            raise StopValidation(NO_TEXTS_THERE)


def _gets_texts(phone: str) -> bool:
    """Whether texts reach it; what is no number at all is told beside its own box."""
    try:
        return gets_texts(phone)
    except Invalid:
        return True


@bp.route("/board/take-down", methods=["GET", "POST"])
@for_staff(Right.TAKE_DOWN_NEEDS)
def show() -> ResponseReturnValue:
    """Take a need down; it is confirmed by whoever spoke with the resident."""
    desk = signed_in()
    form = TakenDown()
    form.borough.choices = [choice("", "–"), *borough_choices()]
    with tools().looking(desk.actor) as act:
        charities = charities_of(act, desk, Right.TAKE_DOWN_NEEDS)
    form.charity.choices = [choice(id, name) for id, name in charities] or [choice("", "–")]
    if form.validate_on_submit():
        try:
            return _kept(form)
        except Invalid as no:
            _show_beside(form, no)
    page = render_template("board/take_down.html", desk=desk, form=form)
    return page, 422 if form.errors else 200


def _kept(form: TakenDown) -> ResponseReturnValue:
    desk = signed_in()
    asked = _asked(form)
    theirs = {one.value for one in form.charity.choices}
    charity_id = form.charity.data if form.charity.data in theirs else None
    with tools().acting(desk.actor) as act:
        said = {name: str(value) for name, value in form.data.items() if name != "csrf_token"}

        def keep() -> dict[str, str | None]:
            done = take_down(act, desk, asked, charity_id)
            return {"need": done.need_id, "reference": done.reference}

        ids = once_pressed(act, "board-take-down", str(form.key.data), said, keep)
    flash(gettext("Their reference is %(reference)s. Read it to them.", **ids))
    if not desk.whole.covers(None, asked.place.borough, asked.place.spot):
        flash(gettext("It lies outside where you work: the coordinators there see it."))
        return redirect(url_for("board.show"), 303)
    return redirect(url_for("board_need.show", need_id=ids["need"]), 303)


def _asked(form: TakenDown) -> AskedNeed:
    contact = typed_contact(
        form.phone.data or "",
        form.email.data or "",
        prefers=ContactWay(form.prefers.data) if form.prefers.data in {*ContactWay} else None,
        no_texts=form.no_texts.data,
    )
    today = in_london(tools().now()).date()
    weekly = None
    if form.weekdays.data:
        weekly = Weekly(form.day.data or today, frozenset(form.weekdays.data))
    return AskedNeed(
        category=form.category.data,
        place=_place(form),
        person=Details(form.name.data.strip(), contact),
        urgency=Urgency(form.urgency.data),
        wanted_on=None if weekly else form.day.data,
        weekly=weekly,
        availability=frozenset(
            f"{day}-{part}" for day in form.weekdays.data or DAYS for part in form.parts.data
        ),
        languages=_languages(form.languages.data or ""),
        requires=frozenset(form.requires.data),
        people_needed=_people(form.people_needed.data or "1", sure=form.that_many.data),
        asks_first=form.asks_first.data,
        step_free=form.step_free.data,
        dietary=frozenset(form.diet.data) | frozenset(form.without.data),
        address=form.address.data or "",
        notes=form.notes.data or "",
        came_by=CameBy.PHONE,
    )


def _place(form: TakenDown) -> Whereabouts:
    if form.postcode.data:
        return place_of_postcode(tools().gazetteer, form.postcode.data)
    if form.street.data and form.borough.data:
        return place_of_street(tools().gazetteer, form.street.data, form.borough.data)
    raise Invalid("Give a postcode, or a street and a borough.", "postcode")


def _people(text: str, *, sure: bool) -> int:
    # What nobody can have meant would not even be read: Python reads no thousands of digits.
    if not text.strip().isdecimal() or len(text.strip()) > MOST_DIGITS:
        raise Invalid("Say how many people in numbers, such as 1.", "people_needed")
    many = int(text)
    if many > VERY_MANY and not sure:
        raise Invalid(THAT_MANY, "people_needed", many=many)
    return many


def _languages(text: str) -> frozenset[str]:
    """The codes of languages by their names or codes, with commas between."""
    known = _language_names()
    codes = set()
    for one in filter(None, (part.strip() for part in text.split(","))):
        code = known.get(one.casefold()) or language_code(one)
        if code is None:
            raise Invalid(UNKNOWN_LANGUAGE, "languages")
        codes.add(code)
    return frozenset(codes)


def _language_names() -> dict[str, str]:
    """Codes by name: as ISO 639 and Babel say it in English, and as this page's language does."""
    english = Locale("en")
    known: dict[str, str] = {}
    for locale in (english, get_locale() or english):
        for code, name in locale.languages.items():
            if language_code(code) == code:
                known |= {name.casefold(): code, language_name(code).casefold(): code}
    return known


def _show_beside(form: TakenDown, no: Invalid) -> None:
    name = BOXES.get(no.field or "", no.field or "")
    (form[name] if name in form._fields else form.name).errors = [in_words(no)]
