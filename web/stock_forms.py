"""The forms of the stock: numbers, items, what comes in and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORIES
from matcher.domain.stock import Item
from matcher.service.stock_pages import NeedStock
from web.date_field import DateField
from web.diet_words import DIET_WORDS, allergen_choices
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.stock_words import COUNT, WASTE

# An item is not to eat, or is and nobody has read what is in it, or somebody has.
NOT_EATEN, UNREAD, READ = "no", "unread", "read"


class Number(StringField):
    """A whole number as people type it; `number` is None where nothing was typed."""

    number: int | None = None

    def __init__(self, label: object, sentence: object, *, needed: bool = True, **more: object):
        super().__init__(label, **more)
        self.sentence, self.needed = sentence, needed

    def pre_validate(self, form: object) -> None:
        """Read it; digits of every script do."""
        typed = (self.data or "").strip()
        if typed.isdecimal() and len(typed) <= 7:
            self.number = int(typed)
        elif typed or self.needed:
            raise StopValidation(str(self.sentence))


HOW_MANY = lazy_gettext("Write how many, in digits, such as 12.")


class Code(Question):
    """A barcode or a label: typed, read by a scanner that types, or by a camera."""

    code = StringField(
        lazy_gettext("Barcode or label"),
        [Answered(lazy_gettext("Scan or type the code of an item."))],
    )


class NewPlace(Question):
    """Where things are kept."""

    place_name = StringField(
        lazy_gettext("Where do you keep things?"),
        [Answered(lazy_gettext("Give the place a name, such as: church hall, left cupboard."))],
    )


class ItemForm(Question):
    """One kind of thing."""

    name = StringField(
        lazy_gettext("What is it called?"),
        [Answered(lazy_gettext("Give it a name, such as: halal parcel, or: school coat 8–9."))],
    )
    category = SelectField(
        lazy_gettext("For which kind of help?"),
        validate_choice=False,
        default="food_parcel",
        choices=[choice(one.slug, lazy_gettext(one.name)) for one in CATEGORIES if not one.remote],
    )
    contents = TextAreaField(lazy_gettext("What is in it?"))
    eaten = OneOf(
        lazy_gettext("Is it to eat or drink?"),
        lazy_gettext("Say whether it is to eat or drink."),
        choices=[
            choice(NOT_EATEN, lazy_gettext("No")),
            choice(
                UNREAD,
                lazy_gettext("Yes, and nobody has read the labels yet"),
                lazy_gettext("Nobody with an allergy gets it until then"),
            ),
            choice(READ, lazy_gettext("Yes, and all that is in it is ticked below")),
        ],
    )
    diets = AnyOf(
        lazy_gettext("It is"),
        None,
        choices=[choice(one, words) for one, words in DIET_WORDS.items()],
    )
    allergens = AnyOf(
        lazy_gettext("There is in it"),
        None,
        choices=allergen_choices(),
    )
    weight_g = Number(lazy_gettext("Weight of one, in grams"), HOW_MANY, needed=False)
    volume_ml = Number(lazy_gettext("Volume of one, in millilitres"), HOW_MANY, needed=False)
    code = StringField(lazy_gettext("Barcode or label, if it has one"))
    low_at = Number(lazy_gettext("Warn us at how many, or fewer?"), HOW_MANY, needed=False)

    @classmethod
    def of(cls, item: Item) -> Mapping[str, Any]:
        """What the page shows at first of an item that is there."""
        return {
            "name": item.name,
            "category": item.category,
            "contents": item.contents,
            "eaten": NOT_EATEN if not item.edible else UNREAD if item.allergens is None else READ,
            "diets": sorted(item.diets),
            "allergens": sorted(item.allergens or ()),
            "weight_g": str(item.weight_g or ""),
            "volume_ml": str(item.volume_ml or ""),
            "code": item.code or "",
            "low_at": "" if item.low_at is None else str(item.low_at),
        }

    def item(self) -> Item:
        """What was typed; `Invalid` names the field to mend."""
        eaten = self.eaten.data
        return Item(
            name=self.name.data.strip(),
            category=self.category.data,
            contents=(self.contents.data or "").strip(),
            edible=eaten != NOT_EATEN,
            diets=frozenset(self.diets.data) if eaten != NOT_EATEN else frozenset(),
            allergens=frozenset(self.allergens.data) if eaten == READ else None,
            weight_g=self.weight_g.number or 0,
            volume_ml=self.volume_ml.number or 0,
            code=(self.code.data or "").strip() or None,
            low_at=self.low_at.number,
        )


class Receive(Question):
    """Something comes in."""

    item = SelectField(lazy_gettext("What came in?"), validate_choice=False)
    quantity = Number(lazy_gettext("How many?"), HOW_MANY)
    place = SelectField(lazy_gettext("Where is it put?"), validate_choice=False)
    best_before = DateField(lazy_gettext("Best before, if it says so"))
    phone = StringField(lazy_gettext("Their mobile number"))
    email = StringField(lazy_gettext("Or their e-mail address"))


class GiveOut(Question):
    """Over the counter."""

    given = Number(lazy_gettext("Give out over the counter"), HOW_MANY)


class CountLot(Question):
    """What somebody found; `expected` is what the page said when they began."""

    found = Number(lazy_gettext("How many are there?"), HOW_MANY)
    expected = HiddenField()
    why_count = SelectField(
        lazy_gettext("If it differs: why?"),
        validate_choice=False,
        choices=[
            choice("", lazy_gettext("It agrees")),
            *(choice(one, words) for one, words in COUNT.items()),
        ],
    )


class WasteLot(Question):
    """Thrown away."""

    wasted = Number(lazy_gettext("How many are thrown away?"), HOW_MANY)
    why_waste = SelectField(
        lazy_gettext("Why?"),
        validate_choice=False,
        choices=[choice(one, words) for one, words in WASTE.items()],
    )


class CarryLot(Question):
    """To another place."""

    carried = Number(lazy_gettext("How many are carried?"), HOW_MANY)
    to = SelectField(lazy_gettext("To where?"), validate_choice=False)


class SetAside(Question):
    """For one unit of a need."""

    unit = SelectField(lazy_gettext("For when?"), validate_choice=False)
    item = SelectField(lazy_gettext("What?"), validate_choice=False)
    quantity = Number(lazy_gettext("How many?"), HOW_MANY, default="1")


def item_choices(page: NeedStock) -> list[tuple[str, str]]:
    """Items that suit a need, with how many are free."""
    return [
        (one.id, gettext("%(item)s (%(free)s free)", item=one.item.name, free=one.free))
        for one in page.suits
    ]


def all_said(form: Question) -> list[str]:
    """All that was filled in, the same in every process: sets have no order, and lists do."""
    return sorted(f"{name}={value}" for name, value in form.data.items() if name != "csrf_token")


def show_beside(form: Question, field: str | None, sentence: str, first: str) -> None:
    """Put a refusal beside the field that it is about, or the first one of the form."""
    beside: Field = form[field if field in form._fields else first]
    beside.errors = [sentence]
