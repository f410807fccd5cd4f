"""The pages under load: registrations held for a minute, then reads and writes on a city's data.

`python -m scripts.bench.load NEEDS VOLUNTEERS SECONDS SEED` prints JSON. Beside ours, in the same
run and behind the same server, a bare page is given the same traffic: the overhead is a ratio.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Sequence
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
from scripts.bench.load_traffic import Answered, Asked, steadily, told
from scripts.bench.load_visitor import Visitor

REGISTRATIONS_A_SECOND, MIXED_A_SECOND, ONE_WRITE_IN = 50, 200, 10
WARM_UP, PAGES_OF_EACH_KIND = 200, 200
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
        found = _ours(file, settings, pages, seconds)
        found["bare"] = _bare(Path(folder) / "bare.sqlite", seconds)
        json.dump(found | {"overhead": _overhead(found)}, sys.stdout)


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


def _ours(file: Path, settings: dict[str, str], town: _Pages, seconds: int) -> dict[str, object]:
    with ours(settings) as server:
        asking = Visitor(server.port).asks()
        first = steadily(server.port, list(islice(asking, WARM_UP)), REGISTRATIONS_A_SECOND)
        new = [answer.location.removesuffix("/asked") for answer in first if answer.location]
        before = _needs_in(file)
        wanted = list(islice(asking, REGISTRATIONS_A_SECOND * seconds))
        registered, answers = _measured(server, wanted, REGISTRATIONS_A_SECOND)
        # One for each that was answered with its own page, and none for any other.
        acknowledged = {answer.location for answer in answers if answer.status == 303}
        kept = _needs_in(file) - before
        registered |= {"acknowledged": len(acknowledged), "lost": len(acknowledged) - kept}
        # One just asked looks again, one is of the town, and so on.
        needs = [page for two in zip(new, town.needs, strict=False) for page in two]
        reads = _in_turn(needs, town.volunteers)
        mixed, _ = _measured(
            server, _mixed(reads, asking, MIXED_A_SECOND * seconds), MIXED_A_SECOND
        )
    return {"registrations": registered, "mixed": mixed}


def _in_turn(needs: Sequence[str], volunteers: Sequence[str]) -> list[Asked]:
    """What people look at: of nine, three their need, two their own page, four the site."""
    nine = ("/", "n", "/ask", "v", "n", "/ask/kind", "n", "v", "/")
    next_of = {"n": cycle(needs), "v": cycle(volunteers)}
    return [Asked(next(next_of[kind]) if kind in next_of else kind) for _ in needs for kind in nine]


def _mixed(reads: Sequence[Asked], writes: Iterable[Asked], number: int) -> list[Asked]:
    write = iter(writes)
    return [
        next(write) if at % ONE_WRITE_IN == 0 else reads[at % len(reads)] for at in range(number)
    ]


def _bare(file: Path, seconds: int) -> dict[str, object]:
    with bare({bare_page.FILE: str(file)}) as server:
        note = Asked("/", {"note": "Milk, bread and tea."})
        steadily(server.port, [note] * WARM_UP, REGISTRATIONS_A_SECOND)
        number = REGISTRATIONS_A_SECOND * seconds
        inserts, _ = _measured(server, [note] * number, REGISTRATIONS_A_SECOND)
        requests = _mixed([Asked("/")], iter(lambda: note, None), MIXED_A_SECOND * seconds)
        mixed, _ = _measured(server, requests, MIXED_A_SECOND)
    return {"inserts": inserts, "mixed": mixed}


def _measured(
    server: Running, requests: Sequence[Asked], per_second: float
) -> tuple[dict[str, object], list[Answered]]:
    begin, worked = perf_counter(), server.worked_s()
    answers = steadily(server.port, requests, per_second)
    wall = perf_counter() - begin
    return told(answers, wall, server.worked_s() - worked), answers


def _overhead(found: dict[str, object]) -> dict[str, float]:
    """Ours as a multiple of the bare page, for the same traffic."""
    bare_ones = found["bare"]
    assert isinstance(bare_ones, dict)
    ratios = {}
    for ours_is, theirs in (("registrations", "inserts"), ("mixed", "mixed")):
        one, other = found[ours_is], bare_ones[theirs]
        assert isinstance(one, dict)
        for figure in ("p50_ms", "p95_ms", "work_ms_each"):
            if other[figure]:
                ratios[f"{ours_is}_{figure}"] = one[figure] / other[figure]
    return ratios


def _needs_in(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        number: int = connection.execute("SELECT count(*) FROM needs").fetchone()[0]
    return number


if __name__ == "__main__":
    main(sys.argv[1:])
