"""What a charity says of itself, as a form; and the small forms of its own page."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORIES
from matcher.domain.charities import CharityWords
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Role
from matcher.service.charities_public import CharityLine
from matcher.service.typed_contact import typed_contact
from web.areas import corners_field
from web.board_words import ROLES, borough_choices
from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.refusals import in_words

_SAID = ("name", "does", "opening", "number", "phone", "email", "website")


class CharityForm(Question):
    """All that everybody reads of a charity."""

    name = StringField(lazy_gettext("What it is called"))
    does = TextAreaField(lazy_gettext("What it does"))
    boroughs = AnyOf(lazy_gettext("In which boroughs"), None, choices=[])
    categories = AnyOf(
        lazy_gettext("Help that it offers"),
        None,
        choices=[choice(one.slug, lazy_gettext(one.name)) for one in CATEGORIES],
    )
    opening = StringField(lazy_gettext("When it is open"))
    number = StringField(lazy_gettext("Charity number, if it has one"))
    phone = StringField(lazy_gettext("Telephone, for everybody to read"))
    email = StringField(lazy_gettext("E-mail address, for everybody to read"))
    website = StringField(lazy_gettext("Website"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boroughs.choices = borough_choices()

    @staticmethod
    def of(charity: CharityLine) -> dict[str, Any]:
        """What the form shows at first."""
        said: dict[str, Any] = {name: getattr(charity, name) for name in _SAID}
        return said | {
            "boroughs": list(charity.boroughs),
            "categories": sorted(charity.categories),
        }

    def words(self, lies_in: frozenset[str] = frozenset()) -> CharityWords:
        """What was filled in; `Invalid` where it makes no sense.

        `lies_in` are the boroughs where none was chosen: those of what was drawn.
        """
        return CharityWords(
            **{name: (self[name].data or "").strip() for name in _SAID},
            boroughs=frozenset(self.boroughs.data or lies_in),
            categories=frozenset(self.categories.data or ()),
        )


class Register(CharityForm):
    """The same for a newcomer, with whom to invite first."""

    corners = corners_field()
    own_email = StringField(
        lazy_gettext("Your own e-mail address"),
        [Answered(lazy_gettext("Give an e-mail address: the way in is sent there."))],
    )

    def validate_own_email(self, field: Field) -> None:
        """One that could be one; what is wrong with it stands beside it."""
        try:
            typed_contact("", field.data or "")
        except Invalid as no:
            raise StopValidation(in_words(no)) from None

    def words_or_mistakes(self, lies_in: frozenset[str]) -> CharityWords | None:
        """What was filled in; None where it makes no sense, with each mistake beside its field."""
        try:
            return self.words(lies_in)
        except Invalid as no:
            for one in (no, *no.beside):
                # The boroughs follow from what was drawn, once that is mended.
                if not (one.field == "boroughs" and self.corners.errors):
                    self[one.field or "name"].errors = [in_words(one)]
            return None


class PauseForm(Question):
    """Full for a while."""

    why = StringField(lazy_gettext("Why you take no more for now"))
    until = DateField(
        lazy_gettext("From which day you take needs again"),
        [Answered(lazy_gettext("Give the day from which you take needs again."))],
    )


class InviteTo(Question):
    """Whom to invite to one's own charity."""

    colleague = StringField(
        lazy_gettext("Their e-mail address"),
        [Answered(lazy_gettext("Give their e-mail address."))],
    )
    role = OneOf(
        lazy_gettext("What they will do"),
        lazy_gettext("Choose what they will do."),
        choices=[
            choice(one, words, hint)
            for one, (words, hint) in ROLES.items()
            if one is not Role.ADMINISTRATOR
        ],
    )
    where = AnyOf(
        lazy_gettext("In which of its boroughs"),
        lazy_gettext("Choose at least one borough: without it they see nothing."),
        choices=[],
    )
