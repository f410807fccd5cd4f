"""Tokens, and how often their holders may ask: counted for all processes together."""

from datetime import timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.scopes import TokenScope
from matcher.service.admission import Limits, admit
from matcher.service.tokens import holder, make_token, revoke_token
from matcher.storage.database import Database
from matcher.storage.tables import LogRow, RateRow, TokenRow
from tests.born_ready import Born
from tests.builders import LAMBETH
from tests.matcher.service.acts import acting
from tests.matcher.storage.rows import NOW
from tests.web.api.towns import a_charity

READ = (TokenScope.NEEDS_READ,)


def a_token(database: Database, **said: object) -> str:
    with database.begin() as store:
        a_charity(store, "larder", LAMBETH)
    with acting(database) as act:
        return make_token(act, "larder", "stock list", READ, **said)


def test_a_token_is_kept_only_as_a_hash(database: Database):
    secret = a_token(database)
    with database.read() as store:
        row = store.query(TokenRow).one()
        assert secret.removeprefix("nearhand_") not in str(vars(row))
        assert (row.name, row.scopes) == ("stock list", frozenset(READ))
        assert store.query(LogRow).one().facts["scopes"] == "needs:read"


def test_a_token_opens_what_its_charity_reaches(database: Database):
    secret = a_token(database)
    with acting(database) as act:
        found = holder(act, secret)
        assert found.reach.boroughs == {LAMBETH}
        assert found.may(TokenScope.NEEDS_READ)
        assert not found.may(TokenScope.NEEDS_WRITE)
        assert holder(act, secret + "x") is None
        assert holder(act, "") is None


def test_a_token_runs_out(database: Database):
    secret = a_token(database, days=7)
    for days, works in ((6, True), (7, False)):
        with acting(database, now=NOW + timedelta(days=days)) as act:
            assert (holder(act, secret) is not None) is works


def test_a_name_is_used_once_at_a_time(database: Database):
    first = a_token(database)
    with pytest.raises(Conflict), acting(database) as act:
        make_token(act, "larder", "stock list", READ)
    with acting(database) as act:
        assert revoke_token(act, "larder", "stock list") == 1
        second = make_token(act, "larder", " stock   list ", READ)
    with acting(database) as act:
        assert holder(act, first) is None
        assert holder(act, second) is not None


def test_what_makes_no_token_is_refused(database: Database):
    a_token(database)
    for charity, name, scopes, days, kind in (
        ("nobody", "list", READ, 7, NotFound),
        ("larder", " ", READ, 7, Invalid),
        ("larder", "x" * 81, READ, 7, Invalid),
        ("larder", "list", (), 7, Invalid),
        ("larder", "list", READ, 0, Invalid),
    ):
        with pytest.raises(kind), acting(database) as act:
            make_token(act, charity, name, scopes, days=days)
    with pytest.raises(NotFound), acting(database) as act:
        revoke_token(act, "larder", "list")


def test_strangers_are_counted_by_a_hash_of_their_address(database: Database):
    limits = Limits(per_stranger=2)
    with acting(database) as act:
        said = [admit(act, "made up", "192.0.2.1", limits).allowed for _ in range(3)]
        assert said == [True, True, False]
        assert admit(act, None, "192.0.2.2", limits).allowed
    with database.read() as store:
        assert not [row for row in store.query(RateRow) if "192.0.2" in row.asker]


def test_two_processes_count_together_and_let_exactly_so_many_in(database: Database):
    secret = a_token(database)
    url = database.url.render_as_string(hide_password=False)
    both = [Born("tests.matcher.service.asking_by_token", url, secret, "20") for _ in range(2)]
    assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    allowed = sum(int(one.stdout.readline()) for one in both)
    assert [one.end() for one in both] == [0, 0]
    assert allowed == 30
