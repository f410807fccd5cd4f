"""The example town as a pair of sheets, needs.csv and offers.csv."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from matcher.service.example.draws import Numbers
from matcher.service.example.town import ExampleTown, need_id, offer_id, registered_on
from matcher.service.whole_files import NewFile, write_together

NEED_HEADER = (
    "id", "category", "postcode", "people_needed", "urgency", "registered_at", "languages",
    "requires", "availability", "avoid",
)  # fmt: skip
OFFER_HEADER = (
    "id", "categories", "postcode", "radius_m", "capacity", "recent_matches", "languages",
    "provides", "availability", "paused",
)  # fmt: skip


def write_example(town: ExampleTown, folder: Path) -> tuple[Path, Path]:
    """Write both sheets into `folder`, made when missing, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    needs, offers = folder / "needs.csv", folder / "offers.csv"
    write_together(
        NewFile(needs, lambda file: _write_sheet(file, NEED_HEADER, _need_columns(town))),
        NewFile(offers, lambda file: _write_sheet(file, OFFER_HEADER, _offer_columns(town))),
    )
    return needs, offers


def _write_sheet(file: IO[str], header: Sequence[str], columns: Iterable[Iterable[object]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))


def _need_columns(town: ExampleTown) -> tuple[Iterable[object], ...]:
    needs = town.needs
    days: dict[int, date] = {n: registered_on(n) for n in set(needs.days_waiting.tolist())}
    return (
        map(need_id, range(town.need_count)),
        needs.category.cells(),
        _postcodes(town, needs.postcode),
        needs.people_needed.tolist(),
        needs.urgency.cells(),
        (days[waiting] for waiting in needs.days_waiting.tolist()),
        needs.languages.cells(),
        needs.requires.cells(),
        needs.availability.cells(),
        (
            ";".join(map(offer_id, needs.avoid[row])) if row in needs.avoid else ""
            for row in range(town.need_count)
        ),
    )


def _offer_columns(town: ExampleTown) -> tuple[Iterable[object], ...]:
    offers = town.offers
    return (
        map(offer_id, range(town.offer_count)),
        offers.categories.cells(),
        _postcodes(town, offers.postcode),
        offers.radius_m.tolist(),
        offers.capacity.tolist(),
        offers.recent.tolist(),
        offers.languages.cells(),
        offers.provides.cells(),
        offers.availability.cells(),
        offers.paused.cells(),
    )


def _postcodes(town: ExampleTown, rows: Numbers) -> Iterable[str]:
    numbers = rows.tolist()
    text_of = {row: town.postcodes.postcode_at(row) for row in set(numbers)}
    return (text_of[row] for row in numbers)
