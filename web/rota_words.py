"""What the rota's pages call things: skills, reasons, states, and rules in plain words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from flask_babel import LazyString, format_date, gettext, lazy_gettext, ngettext

from matcher.domain.rota import LeaveReason, ShiftObstacle, SignUpState, Skill
from matcher.domain.rota_rules import rule_parts
from web.formats import clock
from web.needs_words import listed

SKILLS: Mapping[str, LazyString] = {
    Skill.LEADING: lazy_gettext("Leading a shift"),
    Skill.FOOD_HYGIENE: lazy_gettext("Food hygiene"),
    Skill.FIRST_AID: lazy_gettext("First aid"),
    Skill.MANUAL_HANDLING: lazy_gettext("Lifting safely"),
    Skill.SAFEGUARDING: lazy_gettext("Safeguarding"),
}
REASONS: Mapping[str, LazyString] = {
    LeaveReason.UNWELL: lazy_gettext("I am unwell"),
    LeaveReason.WORK: lazy_gettext("Work"),
    LeaveReason.CARING: lazy_gettext("Somebody at home needs me"),
    LeaveReason.TRAVEL: lazy_gettext("I cannot get there"),
    LeaveReason.OTHER: lazy_gettext("Something else"),
}
REASONS_ON_THE_BOARD: Mapping[str, LazyString] = {
    LeaveReason.UNWELL: lazy_gettext("unwell"),
    LeaveReason.WORK: lazy_gettext("work"),
    LeaveReason.CARING: lazy_gettext("caring for somebody"),
    LeaveReason.TRAVEL: lazy_gettext("could not get there"),
    LeaveReason.OTHER: lazy_gettext("another reason"),
    LeaveReason.TIMES_CHANGED: lazy_gettext("the times changed"),
    LeaveReason.TAKEN_OFF: lazy_gettext("taken off by the staff"),
    LeaveReason.SUSPENDED: lazy_gettext("suspended"),
    LeaveReason.ERASED: lazy_gettext("erased"),
}
STATES: Mapping[str, LazyString] = {
    SignUpState.COMING: lazy_gettext("Coming"),
    SignUpState.CAME: lazy_gettext("Came"),
    SignUpState.NO_SHOW: lazy_gettext("Did not come"),
    SignUpState.LEFT: lazy_gettext("Gave the place back"),
    SignUpState.TAKEN_OVER: lazy_gettext("Somebody else took it over"),
    SignUpState.CALLED_OFF: lazy_gettext("Called off"),
}
OBSTACLES: Mapping[str, LazyString] = {
    ShiftObstacle.NOT_YET: lazy_gettext("You can come once your phone or e-mail is proven."),
    ShiftObstacle.CHECK: lazy_gettext("It needs a check that nobody has seen of you yet: ring us."),
    ShiftObstacle.TRAINING: lazy_gettext("What is left is for people with the training for it."),
    ShiftObstacle.ELSEWHERE: lazy_gettext("You have promised another shift at that time."),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_A_MONDAY = date(2026, 3, 2)
_NTH: Mapping[str, LazyString] = {
    "1": lazy_gettext("the first %(day)s"),
    "2": lazy_gettext("the second %(day)s"),
    "3": lazy_gettext("the third %(day)s"),
    "4": lazy_gettext("the fourth %(day)s"),
    "-1": lazy_gettext("the last %(day)s"),
}


def rule_in_words(rule: str, first_on: date) -> str:
    """A rule as people say it: “every week on Saturday, until 31 March 2027”."""
    parts = rule_parts(rule)
    every = int(parts.get("INTERVAL", 1))
    said = [_HOW_OFTEN[parts["FREQ"]](every, parts, first_on)]
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"], "%Y%m%d").date()
        said.append(gettext("until %(day)s", day=format_date(last, "long")))
    if "COUNT" in parts:
        times = int(parts["COUNT"])
        said.append(ngettext("%(num)s time in all", "%(num)s times in all", times))
    return ", ".join(said)


def _daily(every: int, _parts: Mapping[str, str], _first_on: date) -> str:
    return ngettext("every day", "every %(num)s days", every)


def _weekly(every: int, parts: Mapping[str, str], first_on: date) -> str:
    days = parts.get("BYDAY", _DAYS[first_on.weekday()]).split(",")
    names = listed([_day_name(day) for day in _DAYS if day in days])
    return ngettext("every week on %(days)s", "every %(num)s weeks on %(days)s", every, days=names)


def _monthly(every: int, parts: Mapping[str, str], first_on: date) -> str:
    if "BYDAY" in parts:
        days = listed(
            [
                str(_NTH[one[:-2]]) % {"day": _day_name(one[-2:])}
                for one in parts["BYDAY"].split(",")
            ]
        )
    elif parts.get("BYMONTHDAY") == "-1":
        days = gettext("the last day")
    else:
        days = gettext("day %(number)s", number=parts.get("BYMONTHDAY", first_on.day))
    return ngettext("every month on %(days)s", "every %(num)s months on %(days)s", every, days=days)


def _day_name(letters: str) -> str:
    return format_date(_A_MONDAY + timedelta(days=_DAYS.index(letters)), "EEEE")


_HOW_OFTEN: Mapping[str, Callable[[int, Mapping[str, str], date], str]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
}


def span(begins: datetime, ends: datetime) -> str:
    """From when until when, by London's clocks: 10:00–12:00."""
    return f"{clock(begins)}–{clock(ends)}"


WORDS = {
    "skills": SKILLS,
    "left_because": REASONS_ON_THE_BOARD,
    "sign_up": STATES,
    "obstacle": OBSTACLES,
}
