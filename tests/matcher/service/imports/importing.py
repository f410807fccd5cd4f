"""Sheets for tests of imports: brought in by somebody at a desk, worked through at once."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.imports import Proven, SheetKind
from matcher.service.desk import Desk
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.imports.lines import Told, told_of
from matcher.service.imports.steps import Columns, say_columns, say_yes, undo
from matcher.service.imports.working import Workshop, work_on_sheets
from matcher.storage.database import Database
from matcher.storage.reading.imports import lines_of
from matcher.storage.tables import ImportLineRow, ImportRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import NOW

VOLUNTEERS = """First name,Surname,Mobile,E-mail,Post code,Can help with,Availability,Car
Ada,Lovelace,07700 900001,ada@example.org,SW2 1RW,Groceries; Phone call,Monday morning,yes
Grace,Hopper,07700 900002,,SW9 8QH,prescriptions,,
Katherine,Johnson,,kath@example.org,SE5 8TS,food parcel,tue-pm;wed-pm,
"""
NEEDS = """Ref,Client,Tel,Address,Postcode,Help needed,Priority,Date,Notes,Every
,Rosa Parks,07700 900101,Flat 3,SW2 1RW,food parcel,High,,halal,thu
,Emmeline Pankhurst,020 7946 0101,7 High Street,SW9 8QH,groceries,,09/03/2026,"rings twice, slow",
,Nobody Phone,,Flat 1,SE5 8TS,Food parcel,normal,,,
"""


@dataclass(frozen=True, slots=True)
class Office:
    """A charity's desk with a workshop behind it."""

    database: Database
    desk: Desk
    charity_id: str
    shop: Workshop

    def brought(
        self, kind: SheetKind, text: str | bytes, *, name: str = "list.csv", **said: object
    ) -> str:
        """A sheet that was looked through, with the columns as they were guessed."""
        content = text if isinstance(text, bytes) else text.encode()
        with acting(self.database, by=self.desk.actor, now=self.shop.now()) as act:
            sheet = read_sheet(name, content)
            id = keep_sheet(act, self.desk, kind, self.charity_id, sheet)
            usual = {"consent": True, "adults": True, "how": Proven.RANG}
            columns = act.store.get_one(ImportRow, id).columns
            say_columns(act, self.desk, id, Columns(columns, **(usual | said)))  # type: ignore[arg-type]
        assert work_on_sheets(self.shop)
        return id

    def agreed(self, id: str) -> str:
        with acting(self.database, by=self.desk.actor, now=self.shop.now()) as act:
            say_yes(act, self.desk, id)
        assert work_on_sheets(self.shop)
        return id

    def undone(self, id: str) -> None:
        with acting(self.database, by=self.desk.actor, now=self.shop.now()) as act:
            undo(act, self.desk, id)
        assert work_on_sheets(self.shop)

    def lines(self, id: str) -> list[tuple[ImportLineRow, Told]]:
        with looking(self.database) as act:
            return [(line, told_of(act, line)) for line in lines_of(act.store, id)]

    def verdicts(self, id: str) -> list[str]:
        return [str(line.verdict) for line, _ in self.lines(id)]

    def fates(self, id: str) -> list[str]:
        return [str(line.fate) for line, _ in self.lines(id)]

    def status(self, id: str) -> str:
        with looking(self.database) as act:
            return str(act.store.get_one(ImportRow, id).status)


def an_office(
    database: Database,
    london: Gazetteer,
    *,
    boroughs: tuple[str, ...] = (LAMBETH, SOUTHWARK),
    now: datetime = NOW,
) -> Office:
    with database.begin() as store:
        charity_id = a_charity(store)
        desk = a_desk(store, charity_id=charity_id, boroughs=boroughs)
    return Office(database, desk, charity_id, Workshop(database, SEALER, london, lambda: now))


def later(office: Office, by: timedelta) -> Office:
    then = office.shop.now() + by
    shop = Workshop(office.database, SEALER, office.shop.gazetteer, lambda: then)
    return Office(office.database, office.desk, office.charity_id, shop)


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as a sheet; all have the same columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
