"""What the pages of asking for help call things, in the words of the people who read them."""

from babel import Locale, UnknownLocaleError
from flask_babel import LazyString, get_locale, gettext, lazy_gettext
from markupsafe import Markup

from matcher.domain.availability import DAYS, PARTS
from matcher.domain.recurring import Weekly
from matcher.domain.urgency import Urgency

KINDS: dict[str, LazyString] = {
    "groceries": lazy_gettext("Bought and brought to your door"),
    "prescriptions": lazy_gettext("Fetched from the pharmacy"),
    "food_parcel": lazy_gettext("From a food bank, brought to you"),
    "hot_meal": lazy_gettext("Cooked and brought while it is warm"),
    "clothing": lazy_gettext("Clothes, shoes or bedding"),
    "toys_and_baby": lazy_gettext("Nappies, a cot, toys"),
    "furniture": lazy_gettext("Something to be moved, or to be found"),
    "transport": lazy_gettext("A lift, such as to the doctor"),
    "visit": lazy_gettext("Company for an hour"),
    "phone_call": lazy_gettext("A friendly voice, once or every week"),
    "translation": lazy_gettext("To understand, and to be understood"),
    "forms_and_letters": lazy_gettext("Read and filled in together with you"),
    "tech_help": lazy_gettext("Set up, explained, made to work"),
    "dog_walking": lazy_gettext("While you cannot go yourself"),
    "diy": lazy_gettext("A light bulb, a shelf, a dripping tap"),
    "garden": lazy_gettext("Mowing, weeding, a hedge"),
    "other": lazy_gettext("You tell us what, a little later"),
}
# Where one pair of hands may not be enough.
MANY_HANDS = frozenset({"furniture", "garden", "diy", "transport", "other"})

SOON: dict[str, tuple[LazyString, LazyString]] = {
    Urgency.URGENT.value: (
        lazy_gettext("Today or tomorrow"),
        lazy_gettext("We ask several people at once"),
    ),
    Urgency.SOON.value: (
        lazy_gettext("Within a week"),
        lazy_gettext("We ask one person after the other"),
    ),
    Urgency.ROUTINE.value: (
        lazy_gettext("It can wait a little"),
        lazy_gettext("We take the time to find whoever suits best"),
    ),
}
DAY_NAMES: dict[str, LazyString] = {
    "mon": lazy_gettext("Monday"),
    "tue": lazy_gettext("Tuesday"),
    "wed": lazy_gettext("Wednesday"),
    "thu": lazy_gettext("Thursday"),
    "fri": lazy_gettext("Friday"),
    "sat": lazy_gettext("Saturday"),
    "sun": lazy_gettext("Sunday"),
}
PART_NAMES: dict[str, LazyString] = {
    "am": lazy_gettext("Mornings"),
    "pm": lazy_gettext("Afternoons"),
    "eve": lazy_gettext("Evenings"),
}
MATTERS: dict[str, tuple[LazyString, LazyString | str]] = {
    "woman": (lazy_gettext("A woman should come"), ""),
    "dbs": (
        lazy_gettext("Somebody with a DBS check"),
        lazy_gettext("Their criminal record was looked at. It may take us longer to find them."),
    ),
    "step_free": (
        lazy_gettext("No steps"),
        lazy_gettext("You use a wheelchair, or stairs are hard for you"),
    ),
    "ring": (lazy_gettext("Please ring, don’t text"), ""),
    "asks_first": (
        lazy_gettext("Ask me first"),
        lazy_gettext("You see who it is before they learn your name and how to reach you"),
    ),
}
REACH: dict[str, LazyString] = {
    "text": lazy_gettext("Text messages"),
    "ring": lazy_gettext("Phone calls"),
    "email": lazy_gettext("E-mail"),
    "coordinator": lazy_gettext("Through my local group: I have neither phone nor e-mail"),
}
# Those that London's homes speak most, after the census of 2021; any other can be typed.
LANGUAGES = (
    *("en", "ar", "bn", "fa", "fr", "gu", "it", "pa", "pl", "pt", "ro", "so", "es", "ta", "tr"),
    *("ur",),
)


def language_words(code: str) -> Markup | str:
    """A language by the name that its speakers give it, and the reader's."""
    try:
        own = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return code
    theirs = own.get_display_name(get_locale()) or code
    name = str(own.get_display_name() or code)
    direction = "rtl" if own.text_direction == "rtl" else "ltr"
    shown = Markup('<bdi lang="{}" dir="{}" translate="no">{}</bdi>').format(
        code, direction, name[:1].upper() + name[1:]
    )
    return shown if theirs.casefold() == name.casefold() else shown + f" – {theirs}"


def other_languages() -> list[tuple[str, str]]:
    """Every other language with a two-letter code, by the reader's name for it, in its order."""
    named = (get_locale() or Locale("en")).languages.items()
    found = [(code, name) for code, name in named if len(code) == 2 and code not in LANGUAGES]
    return sorted(found, key=lambda pair: pair[1])


def language_name(code: str) -> str:
    """A language by the reader's name for it."""
    try:
        found = Locale.parse(code).get_display_name(get_locale())
    except (UnknownLocaleError, ValueError):
        found = None
    return str(found or code)


def listed(words: list[str]) -> str:
    """Several things in one line."""
    return gettext(", ").join(words)


def half_days_in_words(half_days: frozenset[str]) -> str:
    """Times of a week in a line: the days, then the parts of the day."""
    if not half_days:
        return gettext("Any time suits")
    days = [day for day in DAYS if any(one.startswith(day) for one in half_days)]
    parts = [part for part in PARTS if any(one.endswith(part) for one in half_days)]
    of_days = [] if len(days) == len(DAYS) else [str(DAY_NAMES[day]) for day in days]
    of_parts = [] if len(parts) == len(PARTS) else [str(PART_NAMES[part]) for part in parts]
    return listed([*of_days, *of_parts]) or gettext("Any time suits")


def weekly_in_words(weekly: Weekly) -> str:
    """A weekly rule in a line."""
    days = listed([str(DAY_NAMES[day]) for day in DAYS if day in weekly.days])
    if weekly.every_weeks == 1:
        return gettext("Every week: %(days)s", days=days)
    if weekly.every_weeks == 2:
        return gettext("Every second week: %(days)s", days=days)
    return gettext("Every %(count)s weeks: %(days)s", count=weekly.every_weeks, days=days)
