"""matches.csv: one row a match, in the order of the needs' ids."""

import csv
import re
from collections.abc import Iterator
from typing import IO

from matcher.domain.needs import Need
from matcher.service.matching import MatchFact
from matcher.service.outcome.words import match_reason

HEADER = (
    "need_id", "offer_id", "distance_m", "cost", "need_borough", "offer_borough", "reason",
)  # fmt: skip

_FORMULA = re.compile(r"[=+\-@]")
_PLAIN_NUMBER = re.compile(r"[+\-]?[0-9]+(?:[.,][0-9]+)?")


def write_matches(
    file: IO[str],
    matches: tuple[MatchFact, ...],
    needs: dict[str, Need],
    borough_name: dict[str, str],
) -> None:
    """Write the matches as CSV, with the names of boroughs and a reason for each pair."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(matches, needs, borough_name))


def safe_cell(id: str) -> str:
    """Return an id as a spreadsheet may hold it: as typed, unless it would run as a formula.

    A cell that begins with =, +, - or @ is run when the file is opened, and an id comes from
    a stranger. An apostrophe before it makes it text: the known sign, which spreadsheet
    programs hide again. A plain number, -5 or +44, runs nothing and stays as typed. The
    report holds every id as typed, whatever it begins with.

    >>> safe_cell("R-118"), safe_cell("=1+1"), safe_cell("-5")
    ('R-118', "'=1+1", '-5')
    """
    if _FORMULA.match(id) and not _PLAIN_NUMBER.fullmatch(id):
        return f"'{id}"
    return id


def _rows(
    matches: tuple[MatchFact, ...], needs: dict[str, Need], borough_name: dict[str, str]
) -> Iterator[tuple[object, ...]]:
    for fact in matches:
        yield (
            safe_cell(fact.need_id),
            safe_cell(fact.offer_id),
            fact.distance_m,
            fact.cost,
            borough_name[fact.need_borough],
            borough_name[fact.offer_borough],
            match_reason(fact, needs[fact.need_id], borough_name),
        )
