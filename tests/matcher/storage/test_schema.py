"""The migrations make exactly the tables that the rows describe, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from matcher.domain.refusals import Conflict
from matcher.domain.roles import Role
from matcher.storage import schema
from matcher.storage.database import Database
from matcher.storage.tables import Base, DeclinedPairRow
from matcher.storage.upkeep import check
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    units_of,
)

# SQLite's indexes of expressions are passed over by whoever looks: their words are read beside.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression")


def described(connection: Connection) -> dict[str, Any]:
    """All that a database says of its tables, in an order of its own."""
    look = inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"])
                for column in look.get_columns(table)
            ],
            "primary key": look.get_pk_constraint(table),
            "foreign keys": by_name(look.get_foreign_keys(table)),
            "unique": by_name(look.get_unique_constraints(table)),
            "checks": by_name(look.get_check_constraints(table)),
            "indexes": indexes_of(connection, table),
            "order": order_of(connection, table),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def indexes_of(connection: Connection, table: str) -> list[tuple[str, str]]:
    found = by_name(inspect(connection).get_indexes(table))
    if connection.dialect.name == "sqlite":
        said = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table"
        rows = connection.execute(text(f"{said} ORDER BY name"), {"table": table})
        found += [(name, str(words)) for name, words in rows]
    return found


def order_of(connection: Connection, table: str) -> str | None:
    """Whether SQLite keeps the rows by their key, or by the numbers that it gives them."""
    if connection.dialect.name != "sqlite":
        return None
    by_key = connection.execute(text("SELECT wr FROM pragma_table_list(:table)"), {"table": table})
    return "by key" if by_key.scalar_one() else "by number"


def by_name(found: list[Any]) -> list[tuple[str, str]]:
    # The condition of a partial index is an object of its own; what it says is what counts.
    return sorted(
        (str(one["name"]), str(one | {"dialect_options": words_of(one.get("dialect_options"))}))
        for one in found
    )


def words_of(options: dict[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (options or {}).items()}


def differences(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    for table in sorted(one.keys() | other.keys()):
        if table not in one or table not in other:
            yield table
            continue
        yield from (
            f"{table}: {what}" for what in one[table] if one[table][what] != other[table][what]
        )


def made_by_rows(bare_database: Database, *changes: str) -> dict[str, Any]:
    with bare_database.writing() as connection:
        Base.metadata.create_all(connection)
        for change in changes:
            connection.execute(text(change))
        return described(connection)


def test_there_is_one_newest_migration_and_each_has_a_number_that_says_its_place():
    steps = schema.steps()
    assert steps.get_heads() == [schema.newest()]
    names = [step.revision for step in reversed(list(steps.walk_revisions()))]
    assert [name.split("_")[0] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrations_and_rows_make_the_same_tables(kind: str, request: pytest.FixtureRequest):
    migrated, bare = two_databases(kind, request)
    with migrated.writing() as connection:
        found = described(connection)
    assert len(found) > 20
    assert list(differences(found, made_by_rows(bare))) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DROP INDEX uq_matches_one_per_unit", ["matches: indexes"]),
        ("ALTER TABLE offers ADD COLUMN height INTEGER", ["offers: columns"]),
        ("DROP TABLE leases", ["leases"]),
    ],
)
def test_a_table_that_is_not_the_same_is_found(kind, change, found, request):
    migrated, bare = two_databases(kind, request)
    with migrated.writing() as connection:
        good = described(connection)
    assert list(differences(good, made_by_rows(bare, change))) == found


def two_databases(kind: str, request: pytest.FixtureRequest) -> tuple[Database, Database]:
    return (
        request.getfixturevalue(f"empty_{kind}"),
        request.getfixturevalue(f"bare_{kind}"),
    )


def test_an_upgrade_says_from_where_to_where_and_a_second_changes_nothing(bare_database: Database):
    with pytest.raises(Conflict, match="empty; run `nearhand db upgrade`"):
        schema.refuse_unless_current(bare_database)
    assert schema.upgrade(bare_database) == (None, schema.newest())
    assert schema.upgrade(bare_database) == (schema.newest(), schema.newest())
    schema.refuse_unless_current(bare_database)


def test_an_upgrade_step_by_step_comes_out_at_the_same_place(bare_database: Database):
    steps = [step.revision for step in reversed(list(schema.steps().walk_revisions()))]
    for before, after in zip([None, *steps], steps, strict=False):
        assert schema.upgrade(bare_database, to=after) == (before, after)
    schema.refuse_unless_current(bare_database)


def test_whoever_worked_somewhere_goes_on_there_with_the_role_of_their_account(
    bare_database: Database,
):
    schema.upgrade(bare_database, to="0018_stop_sheets")
    now = "'2026-11-22 12:00:00+00:00'"
    with bare_database.writing() as connection:
        for charity in ("a", "b"):
            say = f"INSERT INTO charities (id, slug, name, created_at) VALUES ('{charity}',"
            connection.execute(text(f"{say} '{charity}', '', {now})"))
        for role in Role:
            connection.execute(
                text(
                    "INSERT INTO coordinators (id, email, name, role, active, fs_uniquifier,"
                    f" created_at, changed_at) VALUES ('{role}', '{role}', '', '{role}', TRUE,"
                    f" '{role}', {now}, {now})"
                )
            )
            for charity, borough in (("a", "x"), ("a", "y"), ("b", "x")):
                said = "INSERT INTO scopes (coordinator_id, charity_id, borough) VALUES"
                connection.execute(text(f"{said} ('{role}', '{charity}', '{borough}')"))
    schema.upgrade(bare_database)
    with bare_database.read() as store:
        found = {(*row,) for row in store.execute(text("SELECT * FROM memberships"))}
    goes_on = {"intake": "intake", "coordinator": "coordinator", "administrator": "coordinator"}
    assert found == {(who, charity, role) for who, role in goes_on.items() for charity in "ab"}


def test_offers_stay_with_all_that_points_to_them_when_their_table_is_made_anew(
    bare_database: Database,
):
    schema.upgrade(bare_database, to="0020_consent_questions")
    with bare_database.begin() as store:
        offers = [a_stored_offer(store, capacity=2, held=held) for held in (1, 0)]
        [unit], need = units_of(store, a_stored_need(store)), a_stored_need(store)
        match = a_stored_match(store, unit, offers[0])
        store.add(DeclinedPairRow(need_id=need.id, offer_id=offers[1].id, reason="other", at=NOW))
    before = offers_in(bare_database)
    schema.upgrade(bare_database)
    assert offers_in(bare_database) == before
    assert sorted(one[0] for one in before) == sorted(offer.id for offer in offers)
    assert check(bare_database).complaints == ()
    # What points to an offer still keeps it, and what is not allowed is refused as before.
    for refused in (
        f"DELETE FROM offers WHERE id = '{match.offer_id}'",
        f"DELETE FROM offers WHERE id = '{offers[1].id}'",
        f"UPDATE offers SET held = 3 WHERE id = '{offers[1].id}'",
    ):
        with pytest.raises(IntegrityError), bare_database.begin() as store:
            store.execute(text(refused))


def offers_in(database: Database) -> list[Any]:
    with database.read() as store:
        return list(store.execute(text("SELECT * FROM offers ORDER BY id")))


def test_a_database_that_is_behind_says_how_to_go_on(bare_database: Database):
    schema.upgrade(bare_database, to="0001_people")
    with pytest.raises(Conflict, match="at 0001_people; run `nearhand db upgrade`"):
        schema.refuse_unless_current(bare_database)


def test_a_database_from_the_future_is_left_alone(database: Database):
    with database.begin() as store:
        store.execute(text("UPDATE alembic_version SET version_num = '9999_flying_cars'"))
    for refused in (schema.upgrade, schema.refuse_unless_current):
        with pytest.raises(Conflict, match="9999_flying_cars, which this Nearhand does not know"):
            refused(database)


def test_an_upgrade_that_breaks_off_leaves_nothing_behind(bare_database: Database):
    with bare_database.writing() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))
    with pytest.raises(Exception, match="outbox"):
        schema.upgrade(bare_database)
    with bare_database.read() as store:
        assert inspect(store.connection()).get_table_names() == ["outbox"]
