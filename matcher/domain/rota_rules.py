"""On which dates a slot of the rota comes: the part of RFC 5545 that groups ask for, in one form.

“Every Saturday”, “every second Monday and Friday”, “the first Thursday of the month”, “the last
day of the month”, with a last date or a number of times. One date has one shift, so that hours and
minutes are no part of a rule. Which dates follow is reckoned by dateutil, in the service.
"""

import re
from collections.abc import Mapping
from datetime import date

from matcher.domain.refusals import Invalid

MOST_TIMES = 520
LONGEST_RULE = 160
_DAY = "(MO|TU|WE|TH|FR|SA|SU)"
_SMALL = "[1-9][0-9]?"
_LAST = {"UNTIL": "[0-9]{8}", "COUNT": "[1-9][0-9]{0,2}", "WKST": "MO"}
# Each of these ends on a date that is near, so that no rule is searched for a date in vain.
_PARTS: Mapping[str, Mapping[str, str]] = {
    "DAILY": {"INTERVAL": _SMALL} | _LAST,
    "WEEKLY": {"INTERVAL": _SMALL, "BYDAY": f"{_DAY}(,{_DAY})*"} | _LAST,
    "MONTHLY": {
        "INTERVAL": "[1-9]|1[0-2]",
        "BYDAY": f"(-1|[1-4]){_DAY}(,(-1|[1-4]){_DAY})*",
        "BYMONTHDAY": "-1|[1-9]|1[0-9]|2[0-8]",
    }
    | _LAST,
}
_ORDER = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT")
_HOW = (
    "Please write a rule such as FREQ=WEEKLY;BYDAY=SA, FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR or"
    " FREQ=MONTHLY;BYDAY=1TH."
)
_NOT_UNDERSTOOD = (
    "“%(part)s” is not understood. Please write a rule such as FREQ=WEEKLY;BYDAY=SA,"
    " FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR or FREQ=MONTHLY;BYDAY=1TH."
)


def checked_rule(text: str) -> str:
    """The rule in its one form and order; `Invalid`, with how to write one, for any other."""
    said = _parts(text)
    allowed = _PARTS.get(said.get("FREQ", ""))
    if allowed is None or len(text) > LONGEST_RULE:
        raise Invalid(_HOW, "rule")
    for name, value in said.items():
        if name != "FREQ" and (name not in allowed or not re.fullmatch(allowed[name], value)):
            raise Invalid(_NOT_UNDERSTOOD, "rule", part=f"{name}={value[:20]}")
    if "UNTIL" in said and "COUNT" in said:
        raise Invalid("Please give a last date or a number of times, not both.", "rule")
    if "BYDAY" in said and "BYMONTHDAY" in said:
        raise Invalid("Please give days of the week or a day of the month, not both.", "rule")
    if "COUNT" in said and int(said["COUNT"]) > MOST_TIMES:
        raise Invalid("It can come %(most)s times at most.", "rule", most=MOST_TIMES)
    if "UNTIL" in said:
        _date(said["UNTIL"])
    return ";".join(f"{name}={said[name]}" for name in _ORDER if name in said)


def rule_parts(rule: str) -> Mapping[str, str]:
    """What a rule says, by the names of RFC 5545."""
    return dict(part.split("=", 1) for part in rule.split(";"))


def _parts(text: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.strip().partition("=")
        if name in said or not value:
            raise Invalid(_HOW, "rule")
        if name != "INTERVAL" or value != "1":
            said[name] = value
    return said


def _date(text: str) -> None:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise Invalid("UNTIL=%(day)s is not a date of the calendar.", "rule", day=text) from error
