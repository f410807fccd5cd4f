"""A need enters matching once somebody vouched that it was really asked for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.origins import ConfirmedBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.refusals import Conflict, NotAllowed, NotFound
from matcher.service.needs_confirming import (
    MOST_CODES,
    confirm_by_code,
    confirm_by_link,
    confirm_need,
    send_another_code,
    was_not_me,
)
from matcher.storage.database import Database
from matcher.storage.reading.snapshot_needs import read_needs
from matcher.storage.tables import ContactRow, LogRow, NeedRow, PersonRow
from matcher.storage.writing.codes import MOST_TRIES
from matcher.storage.writing.needs import move_need
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.asked_needs import newest_code, newest_secret, registered
from tests.matcher.storage.rows import NOW


def in_matching(database: Database) -> int:
    with database.read() as store:
        return len(read_needs(store, today=TODAY, until=TODAY).id)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_nobody_is_asked_before_a_need_is_confirmed_and_then_they_are(database: Database):
    need = registered(database)
    assert in_matching(database) == 0
    with acting(database) as act:
        code = newest_code(act.store, need.need_id)
        assert confirm_by_code(act, need.need_id, f" {code[:3]} {code[3:]} ")
    assert in_matching(database) == 1
    with database.read() as store:
        row = store.get_one(NeedRow, need.need_id)
        assert (row.confirmed_by, row.confirmed_at) == ("phone_code", NOW)
        assert store.get_one(PersonRow, row.person_id).contact_proven_at == NOW


def test_a_wrong_code_is_counted_and_after_too_many_none_is_right(database: Database):
    need = registered(database)
    with database.read() as store:
        code = newest_code(store, need.need_id)
    for _guess in range(MOST_TRIES):
        with acting(database) as act:
            assert not confirm_by_code(act, need.need_id, wrong(code))
    with pytest.raises(NotAllowed), acting(database) as act:
        confirm_by_code(act, need.need_id, code)
    later = NOW + timedelta(minutes=1)
    with acting(database, now=later) as act:
        send_another_code(act, need.need_id)
    with acting(database, now=later) as act:
        assert confirm_by_code(act, need.need_id, newest_code(act.store, need.need_id))


def test_a_code_is_bound_to_its_need(database: Database):
    one, other = registered(database), registered(database)
    with acting(database) as act:
        assert not confirm_by_code(act, other.need_id, newest_code(act.store, one.need_id))


def test_a_code_runs_out_and_a_new_one_can_be_had_a_few_times_an_hour(database: Database):
    need = registered(database)
    later = NOW + timedelta(minutes=31)
    with database.read() as store:
        code = newest_code(store, need.need_id)
    with pytest.raises(NotFound), acting(database, now=later) as act:
        confirm_by_code(act, need.need_id, code)
    for _time in range(MOST_CODES):
        with acting(database, now=later) as act:
            send_another_code(act, need.need_id)
    with pytest.raises(NotAllowed), acting(database, now=later) as act:
        send_another_code(act, need.need_id)


def test_a_link_confirms_however_often_it_is_pressed(database: Database):
    need = registered(database)
    with database.read() as store:
        secret = newest_secret(store, need.need_id)
    for _press in range(2):
        with acting(database) as act:
            assert confirm_by_link(act, secret) == need.need_id
    with database.read() as store:
        deeds = [row.verb for row in store.query(LogRow).filter_by(about_id=need.need_id)]
        assert deeds == ["registered", "confirmed"]


def test_a_link_of_another_purpose_confirms_nothing(database: Database):
    need = registered(database)
    with pytest.raises(NotFound), acting(database) as act:
        confirm_by_link(act, need.secret)


def test_two_who_confirm_at_once_confirm_once(database: Database):
    need = registered(database)

    def confirm(_number: int) -> bool:
        with acting(database) as act:
            return confirm_need(act, need.need_id, ConfirmedBy.COORDINATOR)

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(confirm, range(4))) == 1


def test_a_need_that_is_closed_is_not_confirmed_any_more(database: Database):
    need = registered(database)
    with database.begin() as store:
        move_need(store, need.need_id, NeedStatus.CLOSED, now=NOW, ending=NeedEnding.EXPIRED)
    for again in (
        lambda act: confirm_need(act, need.need_id, ConfirmedBy.COORDINATOR),
        lambda act: send_another_code(act, need.need_id),
    ):
        with pytest.raises(Conflict), acting(database) as act:
            again(act)


def test_whoever_did_not_ask_is_forgotten_with_one_press(database: Database):
    need = registered(database)
    with acting(database) as act:
        was_not_me(act, newest_secret(act.store, need.need_id))
    with database.read() as store:
        assert store.query(ContactRow).count() == 0
        assert store.get_one(NeedRow, need.need_id).ending == "withdrawn"


def test_what_is_confirmed_is_not_forgotten_by_the_link_of_the_first_message(database: Database):
    need = registered(database)
    with acting(database) as act:
        secret = newest_secret(act.store, need.need_id)
        confirm_by_link(act, secret)
    with pytest.raises(Conflict), acting(database) as act:
        was_not_me(act, secret)
