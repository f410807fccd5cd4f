"""A key is changed: nothing that the old one sealed is forgotten, in whichever column it lies."""

from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import LargeBinary, inspect, select

from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.notes import NoteKind
from matcher.messages.letters.contents import Link
from matcher.service.accounts.kept import sealed_secret
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.needs import register_need
from matcher.service.new_contacts import change_contact
from matcher.service.upkeep import reseal_database
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer
from matcher.storage.tables import Base
from matcher.storage.writing.notes import add_note
from matcher.storage.writing.resealing import SEALED, SealedColumn
from tests.matcher.messages.posting import SECRET
from tests.matcher.service.asked_needs import an_asked_need
from tests.matcher.service.desks import an_account
from tests.matcher.storage.rows import NOW

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
    assert reseal_database(database, both).startswith("8 details were sealed again.")
    assert sealed_with(database, OLD) == set()
    assert sealed_with(database, NEW) == named
    assert reseal_database(database, both) == "Everything is sealed with the newest key."


@pytest.mark.parametrize("forgotten", SEALED, ids=lambda one: f"{one.row.__tablename__}")
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
