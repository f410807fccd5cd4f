"""What the rota's pages ask: a place, a slot, what is otherwise on one date, a training."""

from datetime import date, time

from flask_babel import lazy_gettext
from wtforms import Field, SelectField, StringField
from wtforms.validators import StopValidation

from matcher.domain.availability import DAYS
from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Invalid
from matcher.domain.rota import SAID_BY_VOLUNTEERS, Skill, SlotWords
from matcher.domain.rota_rules import rule_parts
from matcher.domain.rota_times import ShiftTimes
from web.board_words import CHECK
from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.needs_words import DAY_NAMES
from web.rota_words import REASONS, SKILLS

LETTERS = [day[:2].upper() for day in DAYS]


class NewPlace(Question):
    """Where shifts are."""

    charity = SelectField(lazy_gettext("For which charity"), validate_choice=False)
    name = StringField(
        lazy_gettext("What the place is called"),
        [Answered(lazy_gettext("Say what the place is called."))],
    )
    postcode = StringField(
        lazy_gettext("Postcode"),
        [Answered(lazy_gettext("Give its postcode, such as SE15 4QN."))],
    )


class SlotForm(Question):
    """All that a slot says."""

    place = SelectField(lazy_gettext("Where"), validate_choice=False)
    title = StringField(lazy_gettext("What it is"), [Answered(lazy_gettext("Say what it is."))])
    first_on = DateField(lazy_gettext("From which day on"))
    last_on = DateField(lazy_gettext("Until which day"))
    repeats = OneOf(
        lazy_gettext("How often"),
        lazy_gettext("Say how often it comes."),
        choices=[
            choice("weekly", lazy_gettext("Every week")),
            choice("fortnight", lazy_gettext("Every second week")),
            choice("monthly", lazy_gettext("Every month, on the same weekday as the first day")),
            choice("rule", lazy_gettext("By a rule that I write")),
        ],
        default="weekly",
    )
    days = AnyOf(
        lazy_gettext("On these days"), None, choices=[choice(d, DAY_NAMES[d]) for d in DAYS]
    )
    rule = StringField(lazy_gettext("The rule"))
    starts = StringField(lazy_gettext("From"), default="10:00")
    ends = StringField(lazy_gettext("To"), default="12:00")
    wanted = StringField(lazy_gettext("How many people"), default="2")
    trained_wanted = StringField(lazy_gettext("How many of them trained"), default="0")
    skill = SelectField(
        lazy_gettext("Trained in"),
        validate_choice=False,
        choices=[
            choice("", lazy_gettext("Nothing special")),
            *(choice(*s) for s in SKILLS.items()),
        ],
    )
    check_level = SelectField(
        lazy_gettext("A check that everybody needs"),
        validate_choice=False,
        choices=[choice("none", lazy_gettext("None"))]
        + [choice(level, words) for level, words in CHECK.items() if level != "none"],
    )
    late_hours = StringField(
        lazy_gettext("Leaving is late within so many hours before"), default="48"
    )

    def validate_first_on(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(lazy_gettext("Say a day, in numbers, such as 7 3 2026."))


class OneDate(Question):
    """What is otherwise on one date."""

    day = DateField(lazy_gettext("Which day"))
    what = OneOf(
        lazy_gettext("What is otherwise"),
        lazy_gettext("Say what is otherwise."),
        choices=[
            choice("out", lazy_gettext("It does not come")),
            choice("times", lazy_gettext("It has these times")),
            choice("usual", lazy_gettext("As usual after all")),
        ],
    )
    starts = StringField(lazy_gettext("From"))
    ends = StringField(lazy_gettext("To"))


class LastDay(Question):
    """The last day of a slot."""

    last_on = DateField(lazy_gettext("The last day"))


class Training(Question):
    """What somebody was trained in."""

    skill = OneOf(
        lazy_gettext("Trained in"),
        lazy_gettext("Choose what they were trained in."),
        choices=[choice(skill, words) for skill, words in SKILLS.items()],
    )
    charity = SelectField(lazy_gettext("Seen for which charity"), validate_choice=False)
    seen_on = DateField(lazy_gettext("The day you saw it"))
    review_on = DateField(lazy_gettext("When it must be seen again"))


class WhyLeave(Question):
    """Why somebody leaves a shift so late."""

    reason = OneOf(
        lazy_gettext("Why can you not come?"),
        lazy_gettext("Say why. Only the people who run the shift see it."),
        choices=[choice(reason, REASONS[reason]) for reason in SAID_BY_VOLUNTEERS],
    )


def words_from(form: SlotForm) -> SlotWords:
    """What was typed, as the domain takes it; `Invalid` names the box that is to be mended."""
    if form.first_on.data is None:
        raise Invalid("Say a day, in numbers, such as 7 3 2026.", "first_on")
    return SlotWords(
        title=form.title.data or "",
        rule=_rule(form, form.first_on.data),
        first_on=form.first_on.data,
        times=times_from(form.starts.data, form.ends.data),
        wanted=_number(form.wanted.data, "wanted"),
        trained_wanted=_number(form.trained_wanted.data or "0", "trained_wanted"),
        skill=Skill(form.skill.data) if form.skill.data in {*Skill} else None,
        check_level=CheckLevel(form.check_level.data)
        if form.check_level.data in {*CheckLevel}
        else CheckLevel.NONE,
        late_hours=_number(form.late_hours.data or "0", "late_hours"),
    )


def said_of(words: SlotWords) -> dict[str, object]:
    """What a slot says, as the form shows it to be changed."""
    parts = rule_parts(words.rule)
    days = [DAYS[LETTERS.index(one)] for one in parts.get("BYDAY", "").split(",") if one in LETTERS]
    kind = {("WEEKLY", "1"): "weekly", ("WEEKLY", "2"): "fortnight"}.get(
        (parts["FREQ"], parts.get("INTERVAL", "1")), "rule"
    )
    until = parts.get("UNTIL") if "COUNT" not in parts else None
    return {
        "title": words.title,
        "first_on": words.first_on,
        "last_on": date(int(until[:4]), int(until[4:6]), int(until[6:])) if until else None,
        "repeats": "rule" if "COUNT" in parts else kind,
        "days": days,
        "rule": ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL"),
        "starts": f"{words.times.starts:%H:%M}",
        "ends": f"{words.times.ends:%H:%M}",
        "wanted": str(words.wanted),
        "trained_wanted": str(words.trained_wanted),
        "skill": words.skill or "",
        "check_level": words.check_level,
        "late_hours": str(words.late_hours),
    }


def times_from(starts: str | None, ends: str | None) -> ShiftTimes:
    """Two times as people write them: 9:30, or 18."""
    return ShiftTimes(_clock(starts, "starts"), _clock(ends, "ends"))


def _rule(form: SlotForm, first_on: date) -> str:
    until = f";UNTIL={form.last_on.data:%Y%m%d}" if form.last_on.data else ""
    if form.repeats.data == "rule":
        return f"{form.rule.data or ''}{until}"
    if form.repeats.data == "monthly":
        number = (first_on.day - 1) // 7 + 1
        nth = f"{number if number < 5 else -1}{LETTERS[first_on.weekday()]}"
        return f"FREQ=MONTHLY;BYDAY={nth}{until}"
    every = ";INTERVAL=2" if form.repeats.data == "fortnight" else ""
    days = [LETTERS[DAYS.index(day)] for day in DAYS if day in form.days.data]
    return f"FREQ=WEEKLY{every};BYDAY={','.join(days or [LETTERS[first_on.weekday()]])}{until}"


def _clock(text: str | None, field: str) -> time:
    hour, _, minute = (text or "").strip().replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise Invalid("Write a time such as 09:30.", field) from None


def _number(text: str | None, field: str) -> int:
    if not (text or "").strip().isdecimal():
        raise Invalid("Write a whole number, such as 2.", field)
    return int(text or 0)
