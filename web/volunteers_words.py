"""What the pages of volunteers call things, in the words of the people who read them."""

import re
from collections.abc import Callable

from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from markupsafe import Markup, escape

from matcher.domain.by_hand import Hand
from matcher.domain.categories import CATEGORIES, CATEGORY_BY_SLUG
from matcher.domain.checks import CheckLevel
from matcher.domain.outcomes import DeclineReason, FailureReason
from matcher.domain.urgency import Urgency
from matcher.service.areas import Near
from matcher.service.matches_page import MatchPage, rough_distance_m
from matcher.service.volunteers_page import VolunteerSummary
from web.formats import day, number
from web.needs_words import half_days_in_words, language_name, listed

CATEGORY_NAMES: dict[str, LazyString] = {
    category.slug: lazy_gettext(category.name) for category in CATEGORIES
}
GIVES: dict[str, LazyString] = {
    "groceries": lazy_gettext("Shop for somebody, and bring it"),
    "prescriptions": lazy_gettext("Fetch medicine from the pharmacy"),
    "food_parcel": lazy_gettext("Bring a parcel from a food bank"),
    "hot_meal": lazy_gettext("Cook or bring a meal while it is warm"),
    "clothing": lazy_gettext("Leave clothes or bedding at the door"),
    "toys_and_baby": lazy_gettext("Leave nappies, toys or a cot at the door"),
    "furniture": lazy_gettext("Carry or move things in a home"),
    "transport": lazy_gettext("Drive somebody, such as to the doctor"),
    "visit": lazy_gettext("Keep somebody company for an hour"),
    "phone_call": lazy_gettext("Be a friendly voice on the phone"),
    "translation": lazy_gettext("Help people understand each other"),
    "forms_and_letters": lazy_gettext("Read and fill in letters together"),
    "tech_help": lazy_gettext("Set up a phone or computer"),
    "dog_walking": lazy_gettext("Take a dog out"),
    "diy": lazy_gettext("A light bulb, a shelf, a dripping tap"),
    "garden": lazy_gettext("Mow, weed, cut a hedge"),
    "other": lazy_gettext("Whatever else comes up"),
}
PROVIDES: dict[str, LazyString] = {
    "car": lazy_gettext("I have a car and can use it"),
    "lifting": lazy_gettext("I can lift and carry heavy things"),
    "woman": lazy_gettext("I am a woman, and may be asked by people who want one"),
}
REQUIRES: dict[str, LazyString] = {
    "car": lazy_gettext("a car"),
    "lifting": lazy_gettext("somebody who can lift"),
    "woman": lazy_gettext("a woman"),
    "dbs": lazy_gettext("somebody with a DBS check"),
}
HOW_SOON: dict[Urgency, LazyString] = {
    Urgency.URGENT: lazy_gettext("Urgent: today or tomorrow"),
    Urgency.SOON: lazy_gettext("Within a week"),
    Urgency.ROUTINE: lazy_gettext("It can wait a little"),
}
RADII_M: dict[int, LazyString] = {
    500: lazy_gettext("500 metres: a few streets"),
    1_000: lazy_gettext("1 km: a quarter of an hour on foot"),
    2_000: lazy_gettext("2 km: half an hour on foot"),
    3_000: lazy_gettext("3 km: a short ride"),
    5_000: lazy_gettext("5 km: the next neighbourhoods too"),
    10_000: lazy_gettext("10 km: half of London"),
    20_000: lazy_gettext("20 km: nearly all of London"),
}
ALL_THE_SAME: dict[Hand, LazyString] = {
    Hand.CATEGORY: lazy_gettext("It is another kind of help than you offered."),
    Hand.RADIUS: lazy_gettext("It is further than you said you would go."),
    Hand.ATTRIBUTES: lazy_gettext("It asks for something that you have not said you have."),
    Hand.LANGUAGE: lazy_gettext("They speak other languages than you named."),
    Hand.TIME: lazy_gettext("It is at another time than you named."),
    Hand.DECLINED: lazy_gettext("You have said no to this before, or it did not work out."),
}
DECLINES: dict[DeclineReason, LazyString] = {
    DeclineReason.TOO_FAR: lazy_gettext("It is too far"),
    DeclineReason.WRONG_TIME: lazy_gettext("The time does not suit me"),
    DeclineReason.NOT_ABLE: lazy_gettext("I am not able to do this"),
    DeclineReason.NOT_THIS_KIND: lazy_gettext("I would rather not do this kind of help"),
    DeclineReason.OTHER: lazy_gettext("Something else"),
}
FAILURES: dict[FailureReason, LazyString] = {
    FailureReason.NOT_IN: lazy_gettext("Nobody was in"),
    FailureReason.CANNOT_REACH: lazy_gettext("I cannot reach them"),
    FailureReason.WRONG_DETAILS: lazy_gettext("The address or number is wrong"),
    FailureReason.NO_LONGER_NEEDED: lazy_gettext("It was not needed any more"),
    FailureReason.UNWELL: lazy_gettext("I am not well"),
    FailureReason.NO_TIME: lazy_gettext("I had no time after all"),
    FailureReason.NOT_SAFE: lazy_gettext("It did not feel safe"),
    FailureReason.OTHER: lazy_gettext("Something else"),
}
CHECKS: dict[CheckLevel, LazyString] = {
    CheckLevel.IDENTITY: lazy_gettext("a look at your passport or another proof of who you are"),
    CheckLevel.REFERENCES: lazy_gettext("two people who know you and speak for you"),
    CheckLevel.BASIC_DBS: lazy_gettext("a basic DBS check"),
    CheckLevel.ENHANCED_DBS: lazy_gettext("an enhanced DBS check"),
}
SEEN: dict[CheckLevel, LazyString] = {
    CheckLevel.IDENTITY: lazy_gettext("Who you are"),
    CheckLevel.REFERENCES: lazy_gettext("Two references"),
    CheckLevel.BASIC_DBS: lazy_gettext("Basic DBS check"),
    CheckLevel.ENHANCED_DBS: lazy_gettext("Enhanced DBS check"),
}


def a_name(text: str) -> Markup:
    """A name as it is in every language, whichever way its letters run."""
    return Markup(f'<bdi translate="no">{escape(text)}</bdi>')


def near_in_words(place: Near, name: Callable[[str], str] = a_name) -> str:
    """A place that no postcode was given for: “near SE15 4, Southwark”."""
    words = gettext("near %(area)s, %(borough)s", area="\0", borough="\1")
    parts = {"\0": name(place.sector), "\1": name(place.borough)}
    return type(parts["\0"])().join(parts.get(part, part) for part in re.split("([\0\1])", words))


def names(texts: tuple[str, ...]) -> Markup:
    """Several names in one line."""
    return Markup(gettext(", ")).join(a_name(text) for text in texts)


def phone_in_words(number: str) -> Markup:
    """A number as people here dial it, never turned round."""
    shown = f"0{number[3:]}" if number.startswith("+44") else number
    if shown.startswith("02"):
        shown = f"{shown[:3]} {shown[3:7]} {shown[7:]}"
    elif shown.startswith("0"):
        shown = f"{shown[:5]} {shown[5:]}"
    return Markup('<span class="nh-phone" dir="ltr" translate="no">{}</span>').format(shown)


def limits_in_words(volunteer: VolunteerSummary) -> str:
    """How often and when somebody may be written to, in one line."""
    most = volunteer.messages_per_week
    if most == 0:
        return gettext("None")
    said = [
        gettext("As often as it takes")
        if most is None
        else ngettext("One a week at most", "%(num)s a week at most", most)
    ]
    if volunteer.quiet_from is not None and volunteer.quiet_until is not None:
        hours = {
            "start": f"{volunteer.quiet_from:%H:%M}",
            "end": f"{volunteer.quiet_until:%H:%M}",
        }
        said.append(gettext("none from %(start)s to %(end)s", **hours))
    if volunteer.urgent_at_any_hour:
        said.append(gettext("urgent ones at any hour"))
    return listed(said)


def categories_in_words(slugs: frozenset[str] | tuple[str, ...]) -> str:
    """Kinds of help in one line, in the order of the table."""
    return listed([str(CATEGORY_NAMES[slug]) for slug in CATEGORY_BY_SLUG if slug in slugs])


def provides_in_words(words: frozenset[str], names: dict[str, LazyString]) -> str:
    """What somebody has or asks for, in one line."""
    return listed([str(name) for word, name in names.items() if word in words])


def languages_in_words(codes: frozenset[str] | tuple[str, ...]) -> str:
    """Languages in one line, by the reader's names for them."""
    return listed(sorted(language_name(code) for code in codes))


def distance_in_words(metres: int | None) -> str:
    """How far it is from square to square, as roughly as squares can tell."""
    if metres is None:
        return gettext("By phone or online, so distance does not matter")
    if metres < 1_000:
        return gettext("Close by: about 1 km or less")
    return gettext("About %(km)s km from you", km=number(round(metres / 1_000)))


def when_in_words(page: MatchPage) -> str:
    """The day or the half-days that suit the resident."""
    if page.match.day is not None:
        return day(page.match.day)
    return half_days_in_words(page.match.availability)


def reasons_in_words(page: MatchPage) -> list[str]:
    """Why this volunteer, one sentence each; all of it is read off what the round wrote down."""
    aside = page.reasons.set_aside
    said = [] if Hand.CATEGORY in aside else [gettext("You offered this kind of help.")]
    if page.distance_m is not None and page.distance_m <= 1_000:
        said.append(gettext("You live close by."))
    elif page.distance_m is not None and Hand.RADIUS not in aside:
        said.append(gettext("It is within the distance that you go."))
    if page.reasons.same_borough:
        said.append(gettext("You live in the same borough."))
    if page.reasons.languages:
        shared = languages_in_words(page.reasons.languages)
        said.append(gettext("You share a language: %(languages)s.", languages=shared))
    if page.shared_times:
        times = half_days_in_words(page.shared_times)
        said.append(gettext("You are free when it suits them: %(times)s.", times=times))
    return said


def all_the_same_in_words(page: MatchPage) -> list[str]:
    """What a coordinator knew and asked all the same, one sentence each; they may well say no."""
    return [str(ALL_THE_SAME[one]) for one in page.reasons.set_aside if one in ALL_THE_SAME]


def hours_in_words(minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    of_hours = ngettext("%(num)s hour", "%(num)s hours", hours)
    of_minutes = ngettext("%(num)s minute", "%(num)s minutes", rest)
    if not hours:
        return of_minutes
    if not rest:
        return of_hours
    return gettext("%(hours)s and %(minutes)s", hours=of_hours, minutes=of_minutes)


FILTERS: dict[str, Callable[..., object]] = {
    "a_name": a_name,
    "all_the_same_in_words": all_the_same_in_words,
    "categories_in_words": categories_in_words,
    "category_name": lambda slug: CATEGORY_NAMES[slug],
    "distance_in_words": distance_in_words,
    "how_far": lambda match: distance_in_words(rough_distance_m(match)),
    "half_days_in_words": half_days_in_words,
    "hours_in_words": hours_in_words,
    "how_soon": lambda urgency: HOW_SOON[urgency],
    "languages_in_words": languages_in_words,
    "limits_in_words": limits_in_words,
    "names": names,
    "near_in_words": near_in_words,
    "phone_words": phone_in_words,
    "provides_in_words": lambda words: provides_in_words(words, PROVIDES),
    "reasons_in_words": reasons_in_words,
    "requires_in_words": lambda words: provides_in_words(words, REQUIRES),
    "seen_name": lambda level: SEEN[level],
    "when_in_words": when_in_words,
}
