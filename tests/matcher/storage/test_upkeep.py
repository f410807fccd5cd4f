"""Backup, restore and check: whole or not at all, on both databases."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from matcher.domain.refusals import Conflict, Invalid, Refusal
from matcher.storage import upkeep
from matcher.storage.database import Database
from matcher.storage.schema import upgrade
from matcher.storage.tables import LogRow, PersonRow
from tests.matcher.storage.rows import (
    NOW,
    a_person,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    units_of,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def people(database: Database) -> int:
    with database.read() as store:
        return store.query(PersonRow).count()


def test_a_backup_brings_everything_back(database: Database, path: Path):
    with database.begin() as store:
        [unit] = units_of(store, a_stored_need(store))
        a_stored_match(store, unit, a_stored_offer(store))
        store.add(LogRow(at=NOW, by="machine", verb="tested", about="test", about_id="t"))
    before = people(database)
    upkeep.backup(database, path)
    with database.begin() as store:
        a_person(store)
    upkeep.restore(database, path, overwrite=True)
    assert people(database) == before
    assert upkeep.check(database).complaints == ()
    with pytest.raises(Exception, match="append-only"), database.begin() as store:
        store.execute(text("DELETE FROM log"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_goes_into_a_database_that_is_empty(kind, request, path: Path):
    full = request.getfixturevalue(f"empty_{kind}")
    bare = request.getfixturevalue(f"bare_{kind}")
    with full.begin() as store:
        a_person(store)
    upkeep.backup(full, path)
    assert upkeep.restore(bare, path) == upkeep.check(full).revision
    assert people(bare) == 1


def test_nothing_is_overwritten_unless_we_are_told(database: Database, path: Path):
    upkeep.backup(database, path)
    with pytest.raises(Conflict, match="--overwrite"):
        upkeep.backup(database, path)
    with pytest.raises(Conflict, match="--overwrite"):
        upkeep.restore(database, path)
    upkeep.backup(database, path, overwrite=True)


def test_a_backup_is_for_nobody_elses_eyes(database: Database, path: Path):
    upkeep.backup(database, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("fault", ["missing", "no backup", "cut short", "another database"])
def test_what_is_not_a_whole_backup_changes_nothing(database: Database, path: Path, fault: str):
    with database.begin() as store:
        for _ in range(200):
            a_person(store)
    upkeep.backup(database, path)
    if fault == "missing":
        path.unlink()
    elif fault == "no backup":
        path.write_bytes(os.urandom(10_000))
    elif fault == "cut short":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif database.is_sqlite:
        path.unlink()
        stranger = Database(f"sqlite:///{path}")
        with stranger.begin() as store:
            store.execute(text("CREATE TABLE recipes (id INTEGER)"))
        stranger.close()
    else:
        path.write_bytes(b"-- a script, not a dump")
    with pytest.raises(Invalid, match="backup"):
        upkeep.restore(database, path, overwrite=True)
    assert people(database) == 200


@pytest.mark.parametrize(
    ("stranger", "sentence"),
    [
        ("CREATE TABLE recipes (id INTEGER)", "is not a backup of Nearhand"),
        ("CREATE TABLE alembic_version (version_num TEXT)", "names no migration"),
        (
            "CREATE TABLE alembic_version AS SELECT '9999_of_tomorrow'::text AS version_num",
            "a newer one has changed it",
        ),
    ],
)
def test_a_dump_that_is_not_ours_changes_nothing(
    empty_postgresql: Database,
    bare_postgresql: Database,
    path: Path,
    stranger: str,
    sentence: str,
):
    with bare_postgresql.begin() as store:
        store.execute(text(stranger))
    upkeep.backup(bare_postgresql, path)
    with pytest.raises(Refusal, match=sentence):
        upkeep.restore(empty_postgresql, path, overwrite=True)
    assert upkeep.check(empty_postgresql).complaints == ()


def test_a_backup_of_before_an_upgrade_replaces_all_that_the_upgrade_made(
    bare_database: Database, path: Path
):
    """What was added since points to tables of before, which the backup alone would take away."""
    before = "0017_counts"
    upgrade(bare_database, to=before)
    with bare_database.begin() as store:
        store.execute(text("INSERT INTO leases VALUES ('clock', 'ada', '2026-03-02 09:00')"))
    upkeep.backup(bare_database, path)
    upgrade(bare_database)
    assert upkeep.restore(bare_database, path, overwrite=True) == before
    upgrade(bare_database)
    assert upkeep.check(bare_database).complaints == ()
    with bare_database.read() as store:
        assert store.scalar(text("SELECT holder FROM leases")) == "ada"


def test_the_database_is_no_place_for_its_own_backup(empty_sqlite: Database):
    with pytest.raises(Invalid, match="is the database itself"):
        upkeep.backup(empty_sqlite, Path(str(empty_sqlite.url.database)), overwrite=True)


def test_a_row_that_points_nowhere_is_found(empty_sqlite: Database):
    with empty_sqlite.begin() as store:
        a_stored_need(store)
    with empty_sqlite.writing() as connection:
        raw = connection.connection.driver_connection
        raw.execute("COMMIT")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("BEGIN IMMEDIATE")
        connection.execute(text("DELETE FROM people"))
    complaints = upkeep.check(empty_sqlite).complaints
    assert len(complaints) == 1
    assert "of needs points to a row of people that is not there" in complaints[0]


def test_a_damaged_file_is_found(empty_sqlite: Database):
    with empty_sqlite.begin() as store:
        for _ in range(500):
            a_person(store)
    empty_sqlite.close()
    file = Path(str(empty_sqlite.url.database))
    whole = file.read_bytes()
    with file.open("r+b") as broken:
        broken.seek(len(whole) // 2)
        broken.write(os.urandom(20_000))
    assert any("damaged" in text for text in upkeep.check(empty_sqlite).complaints)


def test_a_database_without_tables_is_not_called_sound(bare_database: Database):
    assert "nearhand db upgrade" in upkeep.check(bare_database).complaints[0]


def test_without_postgresqls_own_tools_we_say_what_to_install(
    empty_postgresql: Database, path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Invalid, match="install PostgreSQL's client programs"):
        upkeep.backup(empty_postgresql, path)
