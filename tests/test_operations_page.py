"""The page for whoever runs it names each job of the clock, and each address that is a secret."""

import re
from pathlib import Path

from matcher.jobs.table import jobs
from tests.web.sites import a_site

PAGE = (Path(__file__).resolve().parent.parent / "docs/operations.md").read_text(encoding="utf-8")
# What stands in an address and lets in whoever has it.
SECRET = re.compile(r"<(?:secret|token|donation_id)>")


def seconds(said: str) -> float:
    number, unit = said.split()
    return int(number) * {"s": 1.0, "min": 60.0, "h": 3_600.0}[unit]


def test_the_table_of_jobs_is_the_clocks_own():
    lines = PAGE[PAGE.index("\n| job |") :].strip().split("\n\n")[0].splitlines()[2:]
    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert [(row[0].strip("`"), seconds(row[1])) for row in shown] == [
        (job.name, job.every_s) for job in jobs()
    ]


def test_a_web_server_in_front_is_told_every_address_that_it_must_not_log():
    """Whoever reads a driver's link in a log reads names and doors."""
    named = re.findall(r"`(/[a-z/-]+/)`", PAGE[: PAGE.index("4. Set how messages go")])
    before = {
        SECRET.split(rule.rule)[0]
        for rule in a_site().url_map.iter_rules()
        if SECRET.search(rule.rule) and not rule.rule.startswith("/<any")
    }
    assert {path for path in before if not path.startswith(tuple(named))} == set()
    assert {name for name in named if not any(path.startswith(name) for path in before)} == set()
