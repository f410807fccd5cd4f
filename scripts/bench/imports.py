"""A sheet of 10,000 volunteers held against a charity's own 50,000, brought in, and undone."""

import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from matcher.bootstrap import Tools
from matcher.config import DATABASE_URL, KEY
from matcher.domain.imports import MOST_ROWS, Proven, SheetKind, Verdict
from matcher.domain.roles import Role, Scope
from matcher.service.accounts.staff import charity_named
from matcher.service.desk import Desk
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.imports.pages import import_page
from matcher.service.imports.steps import Columns, say_columns, say_yes, undo
from matcher.service.imports.working import Workshop, work_on_sheets
from matcher.service.upkeep import upgrade_database
from scripts.bench.measure import peak_mb

A_KEY = "00112233445566778899aabbccddeeff" * 2
COLUMNS = ("name", "phone", "email", "postcode", "help", "capacity")
PARTS = ("an", "be", "cor", "dal", "e", "fi", "ga", "ha", "i", "jo", "ka", "lu", "mo", "ni", "ola")
# Numbers of landlines that Ofcom keeps for films, a thousand of each: nobody's.
AREAS: tuple[str, ...] = (
    "0113 496",
    "0114 496",
    "0115 496",
    "0116 496",
    "0117 496",
    "0118 496",
    "0121 496",
)
AREAS += ("0131 496", "0141 496", "0151 496", "0161 496", "020 7946", "0191 498", "028 9649")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """An administrator's desk at one charity, and the workshop behind it."""

    tools: Tools
    desk: Desk
    charity_id: str
    shop: Workshop

    def kept(self, rows: list[Row]) -> str:
        """Send a sheet up and say what its columns are."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        sheet = read_sheet("volunteers.csv", text.getvalue().encode())
        with self.tools.acting(self.desk.actor) as act:
            id = keep_sheet(act, self.desk, SheetKind.VOLUNTEERS, self.charity_id, sheet)
        with self.tools.acting(self.desk.actor) as act:
            said = Columns(COLUMNS, consent=True, adults=True, how=Proven.RANG)
            say_columns(act, self.desk, id, said)
        return id

    def agreed(self, id: str) -> None:
        """Say yes."""
        with self.tools.acting(self.desk.actor) as act:
            say_yes(act, self.desk, id)


def main(arguments: list[str]) -> None:
    """Take rows, the charity's own volunteers and a seed; print JSON."""
    rows, own, seed = map(int, arguments)
    with TemporaryDirectory(prefix="nearhand-bench-") as folder:
        json.dump(run(Path(folder) / "town.sqlite", rows, own, seed), sys.stdout)


def run(file: Path, rows: int, own: int, seed: int) -> dict[str, object]:
    """Fill a charity's list by sheets, then bring in one more with the clock running."""
    turns: list[float] = []
    office = an_office(file, turns)
    chance = Random(seed)
    people = town(office.tools, chance)
    there = list(islice(people, own))
    for at in range(0, own, MOST_ROWS):
        id = office.kept(there[at : at + MOST_ROWS])
        work_on_sheets(office.shop)
        office.agreed(id)
        work_on_sheets(office.shop)
    turns.clear()
    seconds: dict[str, float] = {}
    begin, work = perf_counter(), process_time()
    id = office.kept(list(a_sheet(there, people, chance, rows)))
    seconds["read"] = perf_counter() - begin
    seconds["look"] = timed(office)
    office.agreed(id)
    seconds["bring_in"] = timed(office)
    work = process_time() - work
    with office.tools.looking(office.desk.actor) as act:
        verdicts = import_page(act, office.desk, id).verdicts
    with office.tools.acting(office.desk.actor) as act:
        undo(act, office.desk, id)
    seconds["undo"] = timed(office)
    return {
        "rows": rows,
        "own_volunteers": own,
        "verdicts": {str(one): verdicts.get(one, 0) for one in Verdict},
        "total_s": seconds["read"] + seconds["look"] + seconds["bring_in"],
        "at_work_s": work,
        "stages_s": seconds,
        "writes": len(turns),
        "longest_write_s": max(turns),
        "peak_mb": peak_mb(),
    }


def timed(office: Office) -> float:
    """Seconds of one go of the worker."""
    begin = perf_counter()
    work_on_sheets(office.shop)
    return perf_counter() - begin


def an_office(file: Path, turns: list[float]) -> Office:
    """A charity that works in all of London, and somebody who may do everything there."""
    settings = {DATABASE_URL: f"sqlite:///{file}", KEY: A_KEY}
    tools = Tools.from_env(dict(os.environ) | settings)
    upgrade_database(tools.database)
    boroughs = [one.code for one in tools.gazetteer.boroughs.boroughs if one.in_london]
    with tools.acting() as act:
        charity_id = charity_named(act, "Larder", boroughs)
    desk = Desk("0" * 32, "Bench", Role.ADMINISTRATOR, Scope.of(Role.ADMINISTRATOR, ()))
    database = tools.database_telling(turns.append)
    shop = Workshop(database, tools.sealer, tools.gazetteer, tools.now)
    return Office(tools, desk, charity_id, shop)


def town(tools: Tools, chance: Random) -> Iterator[Row]:
    """People without end, in twelve thousand postcodes of London, each with a mailbox."""
    store = tools.postcodes
    codes = {one.code for one in tools.gazetteer.boroughs.boroughs if one.in_london}
    places = [row for row in range(len(store)) if store.codes[store.authority[row]] in codes]
    places = chance.sample(places, min(12_000, len(places)))
    number = 0
    while True:
        number += 1
        phone = ""
        if number % 4 == 0 and number // 4 < 1_000 * len(AREAS):
            area, rest = divmod(number // 4, 1_000)
            phone = f"{AREAS[area]} 0{rest:03}"
        yield {
            "name": f"{a_word(chance)} {a_word(chance)}",
            "phone": phone,
            "email": f"p{number}@example.org",
            "postcode": store.postcode_at(chance.choice(places)),
            "help": chance.choice(("groceries", "visit", "phone call", "groceries; garden")),
            "capacity": str(chance.randint(1, 4)),
        }


def a_word(chance: Random) -> str:
    """A name that nobody has."""
    return "".join(chance.choice(PARTS) for _ in range(chance.randint(2, 4))).title()


def a_sheet(there: list[Row], people: Iterator[Row], chance: Random, rows: int) -> Iterator[Row]:
    """Of ten rows four are new, three known, one changed, one mistyped twice and one wrong."""
    for number, known in enumerate(chance.sample(there, rows)):
        match number % 10:
            case 0 | 1 | 2 | 3:
                yield next(people)
            case 4 | 5 | 6:
                yield known
            case 7:
                yield known | {"capacity": str(int(known["capacity"]) % 4 + 1)}
            case 8:
                yield known | {
                    "name": f"{known['name']}e",
                    "email": f"again{number}@example.org",
                    "phone": "",
                }
            case _:
                yield known | {"postcode": "ZZ1 1ZZ"}


if __name__ == "__main__":
    main(sys.argv[1:])
