"""A key is changed: nothing that the old one sealed is forgotten, in whichever column it lies."""

from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import LargeBinary, inspect, select

from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.day_times import hours
from matcher.domain.imports import SheetKind
from matcher.domain.notes import NoteKind
from matcher.domain.roles import Role
from matcher.messages.letters.contents import Link
from matcher.service.accounts.kept import sealed_secret
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.imports.lines import Told, seal_told
from matcher.service.needs import register_need
from matcher.service.new_contacts import change_contact
from matcher.service.runs_days import NewDepot, add_depot, open_day
from matcher.service.runs_drivers import add_driver
from matcher.service.runs_stops import AtTheDoor, ExtraStop, add_extra
from matcher.service.upkeep import reseal_database
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer, noted_seal, photo_seal
from matcher.storage.tables import Base, ImportLineRow, StopPhotoRow, StopRow
from matcher.storage.writing.notes import add_note
from matcher.storage.writing.resealing import SEALED, SealedColumn
from tests.matcher.messages.posting import SECRET
from tests.matcher.service.asked_needs import an_asked_need
from tests.matcher.service.day_of_runs import A_PLACE, a_vehicle
from tests.matcher.service.desks import a_charity, a_desk, an_account
from tests.matcher.storage.rows import NOW, a_stored_offer, a_volunteer

OLD, NEW = "0123456789abcdef" * 4, "fedcba9876543210" * 4
# Columns of bytes that hold no seal.
PUBLIC = {"passkeys.credential_id", "passkeys.public_key"}


def keep_all_sorts(database: Database, sealer: Sealer) -> None:
    """One of everything that is sealed, by the verbs that seal it."""
    with database.begin() as store:
        act = Act(store, NOW, sealer)
        need = register_need(act, an_asked_need(address="Flat 4", notes="Ring twice."))
        add_note(
            store,
            sealer,
            kind=NoteKind.NOTE,
            text="She knows.",
            by="machine",
            now=NOW,
            need_id=need.need_id,
        )
        new = Contact(phone=Phone("+447700900456"), prefers=ContactWay.TEXT)
        change_contact(act, need.person_id, Details("Rosa", new), Link(f"/n/{SECRET}"))
        account = an_account(store)
        account.tf_totp_secret = sealed_secret(act, account.id, "JBSWY3DP")
        keep_a_run(act)
        keep_a_sheet(act)


def keep_a_run(act: Act) -> None:
    """A run to a shop, where something was noted and a picture taken."""
    charity_id = a_charity(act.store)
    desk = a_desk(act.store, Role.COORDINATOR, charity_id=charity_id)
    depot = NewDepot("Church hall", A_PLACE, hours("08:00", "20:00"))
    depot_id = add_depot(act, desk, charity_id, depot)
    day_id = open_day(act, desk, depot_id, act.today)
    stop_id = add_extra(act, desk, day_id, ExtraStop("Bakery", A_PLACE), AtTheDoor())
    offer = a_stored_offer(
        act.store, volunteer_id=a_volunteer(act.store, charity_id=charity_id).person_id
    )
    add_driver(act, desk, day_id, offer.id, depot_id, a_vehicle())
    stop = act.store.get_one(StopRow, stop_id)
    stop.noted = act.sealer.seal({"note": "They close at noon."}, noted_seal(stop_id))
    picture = act.sealer.seal({"jpeg": "/9j/"}, photo_seal(stop_id))
    act.store.add(StopPhotoRow(stop_id=stop_id, sealed=picture, taken_at=NOW, taken_by="machine"))


def keep_a_sheet(act: Act) -> None:
    """A sheet of one row, which was looked at."""
    charity_id = a_charity(act.store)
    desk = a_desk(act.store, Role.COORDINATOR, charity_id=charity_id)
    sheet = read_sheet("needs.csv", b"Name,Postcode\nRosa,SW2 1RW\n")
    id = keep_sheet(act, desk, SheetKind.NEEDS, charity_id, sheet)
    line = act.store.query(ImportLineRow).filter_by(import_id=id).one()
    line.told = seal_told(act.sealer, id, line.line, Told({"name": "Rosa"}))


def sealed_with(database: Database, key: str) -> set[str]:
    """Every column of every table in which anything is sealed with a key, by looking at all."""
    head = b"\x01" + sha256(b"nearhand: mark" + bytes.fromhex(key)).digest()[:4]
    with database.read() as store:
        return {
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            for column in table.columns
            for value in store.scalars(select(column))
            if any(seal.startswith(head) for seal in seals_in(value))
        }


def seals_in(value: Any) -> list[bytes]:
    if isinstance(value, bytes):
        return [value]
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [seal for part in parts for seal in seals_in(part)]
    if not isinstance(value, str):
        return []
    try:
        return [b64decode(value + "=" * (-len(value) % 4), validate=True)]
    except ValueError:
        return []


def test_with_a_new_key_all_is_sealed_again_and_a_second_time_nothing_is_left(database: Database):
    keep_all_sorts(database, Sealer.from_text(OLD))
    named = {f"{inspect(one.row).local_table.name}.{one.name}" for one in SEALED}
    assert sealed_with(database, OLD) == named
    both = Sealer.from_text(f"{NEW},{OLD}")
    assert reseal_database(database, both).startswith("15 details were sealed again.")
    assert sealed_with(database, OLD) == set()
    assert sealed_with(database, NEW) == named
    assert reseal_database(database, both) == "Everything is sealed with the newest key."


@pytest.mark.parametrize("forgotten", SEALED, ids=lambda one: f"{one.row.__tablename__}.{one.name}")
def test_a_column_that_is_forgotten_is_found(empty_sqlite: Database, forgotten: SealedColumn):
    keep_all_sorts(empty_sqlite, Sealer.from_text(OLD))
    others = [one for one in SEALED if one is not forgotten]
    reseal_database(empty_sqlite, Sealer.from_text(f"{NEW},{OLD}"), others)
    assert sealed_with(empty_sqlite, OLD) == {f"{forgotten.row.__tablename__}.{forgotten.name}"}


def test_every_column_of_bytes_is_named_or_holds_no_seal():
    bytes_columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    named = {f"{one.row.__tablename__}.{one.name}" for one in SEALED}
    assert bytes_columns - PUBLIC <= named
