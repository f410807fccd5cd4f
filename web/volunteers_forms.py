"""What the pages of volunteers ask."""

from flask_babel import lazy_gettext
from wtforms import Field, SelectField, StringField
from wtforms.validators import StopValidation

from matcher.domain.availability import DAYS, PARTS
from matcher.service.offers import MOST_AT_ONCE
from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.needs_asking import ahead
from web.needs_words import DAY_NAMES
from web.volunteers_words import CATEGORY_NAMES, GIVES, PROVIDES, RADII_M

HALF_DAY_NAMES = {
    "am": lazy_gettext("Morning"),
    "pm": lazy_gettext("Afternoon"),
    "eve": lazy_gettext("Evening"),
}
NO_LIMIT, NEVER = "", "0"
_HOURS = [choice(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]


def one_of_a_list(label: object, choices: object) -> SelectField:
    """A list to choose from, which begins with its first choice."""
    return SelectField(
        label,
        choices=choices,
        default="",
        invalid_choice_message=lazy_gettext("Choose from those on the page."),
    )


def may_we_keep_this() -> AnyOf:
    """Without a yes nothing of a newcomer is kept."""
    return AnyOf(
        lazy_gettext("May we keep this, and write to you?"),
        lazy_gettext("Tick the box if you agree. Without it we cannot keep what you told us."),
        choices=[choice("yes", lazy_gettext("Yes, keep it and write to me about helping"))],
    )


class Newcomer(Question):
    """What every newcomer who helps says of themselves."""

    name = StringField(
        lazy_gettext("What may we call you?"),
        [Answered(lazy_gettext("Say what we may call you."))],
    )
    born_on = DateField(lazy_gettext("When were you born?"))

    def validate_born_on(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(
                lazy_gettext("Say when you were born, in numbers, such as 27 3 1985.")
            )


class Join(Newcomer):
    """Who somebody is who wants to help."""

    phone = StringField(lazy_gettext("Your mobile number"))
    email = StringField(lazy_gettext("Or your e-mail"))
    consent = may_we_keep_this()

    def validate_phone(self, field: Field) -> None:
        if not (field.data or "").strip() and not (self.email.data or "").strip():
            raise StopValidation(lazy_gettext("Give a mobile number or an e-mail address."))


class TypedCode(Question):
    """The six digits of a message."""

    code = StringField(
        lazy_gettext("Which code did we send you?"),
        [Answered(lazy_gettext("Type the six digits of the message."))],
    )


class Reach(Question):
    """The number or mailbox that somebody volunteers with."""

    reach = StringField(
        lazy_gettext("Your mobile number or e-mail"),
        [Answered(lazy_gettext("Give the mobile number or e-mail that you signed up with."))],
    )


class Pressed(Question):
    """A button, and nothing to fill in."""


class Kinds(Question):
    """What somebody can do."""

    categories = AnyOf(
        lazy_gettext("How would you like to help?"),
        lazy_gettext("Choose at least one kind of help."),
        choices=[choice(slug, name, GIVES[slug]) for slug, name in CATEGORY_NAMES.items()],
    )
    provides = AnyOf(
        lazy_gettext("Is any of this so?"),
        None,
        choices=[choice(word, name) for word, name in PROVIDES.items()],
    )


def how_far() -> OneOf:
    """A service radius, in words."""
    return OneOf(
        lazy_gettext("How far do you go?"),
        lazy_gettext("Choose how far you go."),
        choices=[choice(str(metres), words) for metres, words in RADII_M.items()],
        default="2000",
    )


class Home(Question):
    """Where somebody starts from, and how far they go."""

    postcode = StringField(
        lazy_gettext("What is your postcode?"),
        [Answered(lazy_gettext("Give your postcode, such as SE15 4QN."))],
    )
    radius = how_far()


def _day(day: str) -> AnyOf:
    return AnyOf(
        DAY_NAMES[day],
        None,
        choices=[choice(f"{day}-{part}", HALF_DAY_NAMES[part]) for part in PARTS],
    )


class Times(Question):
    """When somebody can help. Nothing ticked is any time."""

    mon, tue, wed, thu, fri, sat, sun = (_day(day) for day in DAYS)

    def half_days(self) -> frozenset[str]:
        return frozenset(half_day for day in DAYS for half_day in self[day].data or ())


class Tongues(Question):
    """Which languages somebody can help in."""

    languages = AnyOf(
        lazy_gettext("Which languages can you help in?"),
        lazy_gettext("Choose at least one language."),
        # Their names hang on the reader's language, so that each page fills them in.
        choices=[],
    )
    another = one_of_a_list(lazy_gettext("Another language"), [])


def _a_number(label: object, *most: tuple[str, object], zero: object = "") -> SelectField:
    choices = [choice(NO_LIMIT, lazy_gettext("As often as it takes"))]
    choices += [choice(value, words) for value, words in most]
    if zero:
        choices.append(choice(NEVER, zero))
    return one_of_a_list(label, choices)


class Bounds(Question):
    """How much is enough."""

    capacity = one_of_a_list(
        lazy_gettext("How many people at once?"),
        [choice(str(n), str(n)) for n in (1, 2, 3, 4, 5, 8, 12, MOST_AT_ONCE)],
    )
    matches_per_week = _a_number(
        lazy_gettext("How often a week would you help, at most?"),
        *((str(n), str(n)) for n in (1, 2, 3, 5, 7)),
    )
    messages_per_week = _a_number(
        lazy_gettext("How many messages from us a week, at most?"),
        *((str(n), str(n)) for n in (1, 2, 3, 5, 7, 14)),
        zero=lazy_gettext("None: I look in by myself"),
    )
    quiet_from = one_of_a_list(
        lazy_gettext("No messages from"),
        [choice("", lazy_gettext("Any time is fine")), *_HOURS],
    )
    quiet_until = one_of_a_list(
        lazy_gettext("until"),
        [choice("", lazy_gettext("Any time is fine")), *_HOURS],
    )
    urgent = AnyOf(
        lazy_gettext("When it is urgent"),
        None,
        choices=[
            choice(
                "yes",
                lazy_gettext("Ask me at any hour, however many messages I had"),
                lazy_gettext("Such as for somebody who needs medicine tonight"),
            )
        ],
    )

    def validate_quiet_until(self, field: Field) -> None:
        if bool(field.data) is not bool(self.quiet_from.data):
            raise StopValidation(lazy_gettext("Choose both hours, or neither."))


class Rest(Question):
    """A break, with or without an end."""

    until = DateField(lazy_gettext("Until which day?"))

    def validate_until(self, field: Field) -> None:
        ahead(field)


class Stop(Question):
    """Fewer messages, a break, or the end."""

    how = OneOf(
        lazy_gettext("What would you like?"),
        lazy_gettext("Choose one of these."),
        choices=[
            choice(
                "fewer",
                lazy_gettext("Fewer messages: one a week at most"),
                lazy_gettext("You can still look in here whenever you like"),
            ),
            choice(
                "none",
                lazy_gettext("No messages at all"),
                lazy_gettext("You stay with us, and look in by yourself"),
            ),
            choice(
                "pause",
                lazy_gettext("A break, until I take it up again"),
                lazy_gettext("What you have promised stands"),
            ),
            choice(
                "end",
                lazy_gettext("Stop helping"),
                lazy_gettext("What you have promised is given to somebody else"),
            ),
            choice(
                "erase",
                lazy_gettext("Stop, and erase what you know about me"),
                lazy_gettext("This cannot be undone"),
            ),
        ],
    )
