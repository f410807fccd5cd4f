"""From the answers of the journey to a need, and to the lines that are looked over before."""

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext
from markupsafe import Markup

from matcher.domain.availability import DAYS, PARTS
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.contact import Contact, ContactWay
from matcher.domain.diets import FOOD
from matcher.domain.recurring import Weekly
from matcher.domain.urgency import Urgency
from matcher.service.contacts import Details
from matcher.service.gazetteer import Gazetteer
from matcher.service.needs_asked import AskedNeed
from matcher.service.typed_contact import typed_contact
from matcher.service.whereabouts import Whereabouts, place_of_postcode, place_of_street
from web.diet_words import dietary_words
from web.formats import day as day_in_words
from web.journey import Answers
from web.needs_asking import is_remote, read_day
from web.needs_words import (
    MANY_HANDS,
    MATTERS,
    REACH,
    SOON,
    half_days_in_words,
    language_name,
    listed,
    weekly_in_words,
)

Row = tuple[str, str | Markup, str, str]
REQUIRES = ("woman", "dbs")


def typed(text: str) -> Markup:
    """What somebody typed, which no program should translate; its lines stay lines."""
    lines = Markup("<br>").join(text.splitlines())
    return Markup('<bdi translate="no">{}</bdi>').format(lines) if text else Markup("")


def need_from(answers: Answers, gazetteer: Gazetteer, *, today: date, language: str) -> AskedNeed:
    """The need that was asked for; `Invalid` where an answer holds no longer, such as a day."""
    matters = set(answers["matters"])
    return AskedNeed(
        category=answers["kind"],
        place=place_from(answers, gazetteer),
        person=Details(answers["name"], contact_from(answers)),
        urgency=Urgency(answers["soon"]),
        wanted_on=read_day(answers.get("on_day")) if answers["often"] == "once" else None,
        weekly=weekly_from(answers, today),
        availability=half_days_from(answers),
        languages=languages_from(answers),
        requires=frozenset(one for one in REQUIRES if one in matters),
        people_needed=int(answers["people"]) if answers["kind"] in MANY_HANDS else 1,
        asks_first="asks_first" in matters,
        step_free="step_free" in matters,
        dietary=dietary_from(answers),
        address="" if is_remote(answers) else answers["address"],
        notes=answers["notes"],
        language=language,
    )


def place_from(answers: Answers, gazetteer: Gazetteer) -> Whereabouts:
    """The place of the postcode, or of the street where that is what was known."""
    if answers.get("postcode"):
        return place_of_postcode(gazetteer, answers["postcode"])
    return place_of_street(
        gazetteer, answers["street"], answers["borough"], answers.get("first_half", "")
    )


def contact_from(answers: Answers) -> Contact:
    """How to reach them; “please ring, don't text” is kept to."""
    prefers = ContactWay(answers["prefers"])
    no_texts = "ring" in answers.get("matters", ())
    if no_texts and prefers is ContactWay.TEXT:
        prefers = ContactWay.RING
    return typed_contact(answers["phone"], answers["email"], prefers=prefers, no_texts=no_texts)


def weekly_from(answers: Answers, today: date) -> Weekly | None:
    """The rule of what comes again, counted from today."""
    if answers["often"] != "weekly":
        return None
    return Weekly(
        today, frozenset(answers["days"]), int(answers["every"]), read_day(answers.get("until"))
    )


def half_days_from(answers: Answers) -> frozenset[str]:
    """The half-days that suit; none named is any. A day that is fixed counts for itself."""
    days: Iterable[str] = answers.get("free_days") or DAYS
    parts = answers.get("free_parts") or PARTS
    if answers["often"] == "weekly":
        days = answers["days"]
    elif on_day := read_day(answers.get("on_day")):
        days = [DAYS[on_day.weekday()]]
    chosen = frozenset(f"{day}-{part}" for day in days for part in parts)
    return frozenset() if len(chosen) == len(DAYS) * len(PARTS) else chosen


def languages_from(answers: Answers) -> frozenset[str]:
    """The languages that were ticked, with the one from the list."""
    another = {answers["another"]} if answers.get("another") else set()
    return frozenset(answers["languages"]) | another


def dietary_from(answers: Answers) -> frozenset[str]:
    """What they eat, where it is about food; whoever chose another kind afterwards keeps none."""
    if answers["kind"] not in FOOD:
        return frozenset()
    return frozenset(answers.get("diet", ())) | frozenset(answers.get("without", ()))


def rows_of(
    answers: Answers, gazetteer: Gazetteer, *, today: date, mend: Callable[[str], str]
) -> list[Row]:
    """What was answered, line by line; `mend` gives the address of the page that changes it."""

    def row(slug: str, what: str, value: str | Markup) -> Row:
        return (what, value, mend(slug), "")

    nothing = gettext("Nothing")
    rows = [
        row("kind", gettext("Help"), gettext(CATEGORY_BY_SLUG[answers["kind"]].name)),
        _row_of_place(row, answers, gazetteer),
        row("soon", gettext("How soon"), str(SOON[answers["soon"]][0])),
        row("often", gettext("How often"), _how_often(answers)),
        _row_of_days(row, answers, today),
        row("times", gettext("Times"), half_days_in_words(half_days_from(answers))),
        row("languages", gettext("Languages"), _languages(answers)),
        *_row_of_diet(row, answers),
        row("matters", gettext("Important to you"), _matters(answers) or nothing),
    ]
    if answers["kind"] in MANY_HANDS:
        rows.append(row("people", gettext("People"), answers["people"]))
    rows.append(row("notes", gettext("What they should know"), typed(answers["notes"]) or nothing))
    rows.append(row("who", gettext("Your name"), typed(answers["name"])))
    if not is_remote(answers):
        rows.append(
            row("who", gettext("Your address"), typed(answers["address"]) or gettext("Not given"))
        )
    return [*rows, *_rows_of_reach(row, answers)]


_MakeRow = Callable[[str, str, str | Markup], Row]


def _row_of_place(row: _MakeRow, answers: Answers, gazetteer: Gazetteer) -> Row:
    if answers.get("postcode"):
        return row("postcode", gettext("Postcode"), typed(answers["postcode"]))
    names = gazetteer.borough_names()
    lines = [answers["street"], names.get(answers["borough"], ""), answers.get("first_half", "")]
    return row("street", gettext("Where"), typed(listed([line for line in lines if line])))


def _how_often(answers: Answers) -> str:
    return gettext("It comes again") if answers["often"] == "weekly" else gettext("Just once")


def _row_of_days(row: _MakeRow, answers: Answers, today: date) -> Row:
    weekly = weekly_from(answers, today)
    if weekly is not None:
        words = weekly_in_words(weekly)
        if weekly.until:
            words = gettext("%(rule)s, until %(day)s", rule=words, day=day_in_words(weekly.until))
        return row("week", gettext("When"), words)
    on_day = read_day(answers.get("on_day"))
    return row("day", gettext("When"), day_in_words(on_day) if on_day else gettext("Any day"))


def _row_of_diet(row: _MakeRow, answers: Answers) -> list[Row]:
    if answers["kind"] not in FOOD:
        return []
    words = dietary_words(dietary_from(answers))
    return [row("diet", gettext("What you eat"), words or gettext("Everything"))]


def _languages(answers: Answers) -> str:
    names = sorted(language_name(code) for code in languages_from(answers))
    return listed(names) or gettext("Any language")


def _matters(answers: Answers) -> str:
    return listed([str(MATTERS[one][0]) for one in MATTERS if one in answers["matters"]])


def _rows_of_reach(row: _MakeRow, answers: Answers) -> list[Row]:
    rows = [
        row("reach", what, typed(answers[name]))
        for name, what in (("phone", gettext("Phone")), ("email", gettext("E-mail")))
        if answers[name]
    ]
    best = contact_from(answers).prefers.value
    return [*rows, row("reach", gettext("Suits you best"), str(REACH[best]))]
