"""The pages under load: registrations held for a minute, then reads and writes on a city's data.

`python -m scripts.bench.load NEEDS VOLUNTEERS SECONDS SEED` prints JSON. Then ours and a bare page
behind the same server are given the same traffic by turns of some seconds: the overhead is a ratio,
and a machine that is quicker for a minute is quicker for both.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from matcher.bootstrap import Tools
from matcher.config import DATABASE_URL, KEY
from matcher.service.example.stored import store_example_town
from matcher.service.example.town import example_town
from matcher.service.needs import link_to
from matcher.service.upkeep import upgrade_database
from matcher.service.volunteers import open_own_page
from scripts.bench import bare_page
from scripts.bench.load_servers import Running, bare, ours
from scripts.bench.load_traffic import Asked, Stretch, steadily
from scripts.bench.load_visitor import Visitor

REGISTRATIONS_A_SECOND, MIXED_A_SECOND, ONE_WRITE_IN = 50, 200, 10
WARM_UP, PAGES_OF_EACH_KIND, TURNS = 200, 200, 6
A_LOOK, A_NOTE = Asked("/"), Asked("/", {"note": "Milk, bread and tea."})
A_KEY = "00112233445566778899aabbccddeeff" * 2


def main(arguments: list[str]) -> None:
    """Take needs, volunteers, seconds and a seed; print JSON."""
    needs, volunteers, seconds, seed = map(int, arguments)
    with TemporaryDirectory(prefix="nearhand-bench-") as folder:
        file = Path(folder) / "load.sqlite"
        settings = _settings(file)
        tools = Tools.from_env(os.environ | settings)
        upgrade_database(tools.database)
        town = example_town(tools.postcodes, needs=needs, offers=volunteers, seed=seed)
        store_example_town(tools.database, tools.sealer, town, now=tools.now(), seed=seed)
        pages = _pages_of_the_town(tools, file)
        tools.database.close()
        with ours(settings) as server, bare({bare_page.FILE: f"{folder}/bare.sqlite"}) as other:
            people = _People(server.port, pages)
            found = _held(server, file, people, seconds)
            found["in_turns"] = by_turns = _in_turns(server, other, people, seconds)
        json.dump(found | {"overhead": _overhead(by_turns)}, sys.stdout)


def _settings(file: Path) -> dict[str, str]:
    return {
        DATABASE_URL: f"sqlite:///{file}",
        KEY: A_KEY,
        "NEARHAND_SECRET_KEY": A_KEY,
        # So that each who registers comes from an address of their own, as people do.
        "NEARHAND_TRUSTED_PROXIES": "1",
    }


@dataclass(frozen=True, slots=True)
class _Pages:
    """Private pages of some of the town's people, drawn by chance, since their ids are."""

    needs: list[str]
    volunteers: list[str]


def _pages_of_the_town(tools: Tools, file: Path) -> _Pages:
    with tools.acting() as act:
        return _Pages(
            [f"/n/{link_to(act, id)}" for id in _ids(file, "SELECT id FROM needs ORDER BY id")],
            [
                f"/v/{open_own_page(act, id)}"
                for id in _ids(file, "SELECT person_id FROM volunteers ORDER BY person_id")
            ],
        )


def _ids(file: Path, question: str) -> list[str]:
    with sqlite3.connect(file) as connection:
        return [id for (id,) in connection.execute(f"{question} LIMIT {PAGES_OF_EACH_KIND}")]


class _People:
    """Who comes: some ask for help, the others look at their pages."""

    def __init__(self, port: int, town: _Pages) -> None:
        self._asking = Visitor(port).asks()
        first = steadily(port, self.asking(WARM_UP), REGISTRATIONS_A_SECOND)
        new = [answer.location.removesuffix("/asked") for answer in first if answer.location]
        # One just asked looks again, one is of the town, and so on.
        needs = [page for two in zip(new, town.needs, strict=False) for page in two]
        self._reads = cycle(_in_turn(needs, town.volunteers))

    def asking(self, number: int) -> list[Asked]:
        """So many who ask for help."""
        return list(islice(self._asking, number))

    def of_all_kinds(self, number: int) -> list[Asked]:
        """So many, of whom one in ten asks for help."""
        return _mixed(self._reads, self._asking, number)


def _held(server: Running, file: Path, people: _People, seconds: int) -> dict[str, object]:
    before = _needs_in(file)
    wanted = people.asking(REGISTRATIONS_A_SECOND * seconds)
    asked = _stretch(server, wanted, REGISTRATIONS_A_SECOND)
    # One for each that was answered with its own page, and none for any other.
    acknowledged = {answer.location for answer in asked.answers if answer.status == 303}
    kept = _needs_in(file) - before
    registered = asked.told() | {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged) - kept,
    }
    mixed = _stretch(server, people.of_all_kinds(MIXED_A_SECOND * seconds), MIXED_A_SECOND)
    return {"registrations": registered, "mixed": mixed.told()}


def _in_turns(
    server: Running, other: Running, people: _People, seconds: int
) -> dict[str, dict[str, object]]:
    """Ours and the bare page, so many seconds each in all, a part of it at a time."""
    turn = seconds / TURNS
    few, many = int(REGISTRATIONS_A_SECOND * turn), int(MIXED_A_SECOND * turn)
    steadily(other.port, [A_NOTE] * WARM_UP, REGISTRATIONS_A_SECOND)
    found: dict[str, Stretch] = {}
    for _turn in range(TURNS):
        for name, at, requests, rate in (
            ("registrations", server, people.asking(few), REGISTRATIONS_A_SECOND),
            ("bare_inserts", other, [A_NOTE] * few, REGISTRATIONS_A_SECOND),
            ("mixed", server, people.of_all_kinds(many), MIXED_A_SECOND),
            ("bare_mixed", other, _mixed(cycle([A_LOOK]), cycle([A_NOTE]), many), MIXED_A_SECOND),
        ):
            one = _stretch(at, requests, rate)
            found[name] = found[name] + one if name in found else one
    return {name: stretch.told() for name, stretch in found.items()}


def _in_turn(needs: Sequence[str], volunteers: Sequence[str]) -> list[Asked]:
    """What people look at: of nine, three their need, two their own page, four the site."""
    nine = ("/", "n", "/ask", "v", "n", "/ask/kind", "n", "v", "/")
    next_of = {"n": cycle(needs), "v": cycle(volunteers)}
    return [Asked(next(next_of[kind]) if kind in next_of else kind) for _ in needs for kind in nine]


def _mixed(reads: Iterator[Asked], writes: Iterator[Asked], number: int) -> list[Asked]:
    return [next(writes if at % ONE_WRITE_IN == 0 else reads) for at in range(number)]


def _stretch(server: Running, requests: Sequence[Asked], per_second: float) -> Stretch:
    begin, worked = perf_counter(), server.worked_s()
    answers = steadily(server.port, requests, per_second)
    wall = perf_counter() - begin
    return Stretch(answers, wall, server.worked_s() - worked)


def _overhead(found: Mapping[str, Mapping[str, object]]) -> dict[str, float]:
    """Ours as a multiple of the bare page, for the same traffic."""
    ratios = {}
    for name, theirs in (("registrations", "bare_inserts"), ("mixed", "bare_mixed")):
        for figure in ("p50_ms", "p95_ms", "work_ms_each"):
            one, other = found[name][figure], found[theirs][figure]
            if isinstance(one, float) and isinstance(other, float) and other:
                ratios[f"{name}_{figure}"] = one / other
    return ratios


def _needs_in(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        number: int = connection.execute("SELECT count(*) FROM needs").fetchone()[0]
    return number


if __name__ == "__main__":
    main(sys.argv[1:])
