"""The page on life cycles shows the tables of the rules, move by move."""

import re
from pathlib import Path

import pytest

from matcher.domain.life_cycles import (
    MatchStatus,
    NeedStatus,
    OfferStatus,
    RunStatus,
    StopStatus,
    VolunteerStatus,
    next_statuses,
)
from matcher.domain.outcomes import HOLDS_CAPACITY, HOLDS_UNIT, NeedEnding

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/life-cycles.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    start = PAGE.index(f"\n| {heading} |")
    lines = PAGE[start:].strip().split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(cell: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", cell)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("a need that is", NeedStatus),
        ("a match that is", MatchStatus),
        ("an offer that is", OfferStatus),
        ("a volunteer who is", VolunteerStatus),
        ("a stop that is", StopStatus),
        ("a run that is", RunStatus),
    ],
)
def test_every_status_is_shown_with_all_that_it_may_become(heading, kind):
    shown = {named(row[0])[0]: named(row[1]) for row in table(heading)}
    assert list(shown) == [str(status) for status in kind]
    for status in kind:
        assert sorted(shown[status]) == sorted(next_statuses(status))


def test_what_a_match_holds_is_shown():
    for row in table("a match that is"):
        status = MatchStatus(named(row[0])[0])
        holds = [status in HOLDS_CAPACITY, status in HOLDS_UNIT]
        assert row[2:] == ["yes" if one else "no" for one in holds]


def test_every_ending_of_a_need_is_named():
    sentence = next(line for line in PAGE.splitlines() if line.startswith("A closed need was"))
    assert named(sentence) == [str(ending) for ending in NeedEnding]
