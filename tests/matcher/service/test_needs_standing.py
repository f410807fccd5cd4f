"""How a need stands, in the words of its stages, and what may be seen of whoever said yes."""

from datetime import datetime, timedelta

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import NotFound
from matcher.service.matches import on_my_way, report_done
from matcher.service.matches_resident import confirm_done
from matcher.service.needs_standing import (
    Stage,
    first_names,
    first_names_again,
    need_behind,
    standing,
)
from matcher.storage.database import Database
from matcher.storage.tables import LookRow
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.asked_needs import newest_secret, registered
from tests.matcher.service.matched import LATER, accepted, asked
from tests.matcher.storage.rows import NOW


def stage(database: Database, need_id: str) -> Stage:
    with looking(database) as act:
        return standing(act, need_id).stage


def test_a_need_goes_from_asking_to_met(database: Database):
    [one] = asked(database)
    assert stage(database, one.need_id) is Stage.ASKING
    one = accepted(database)
    assert stage(database, one.need_id) is Stage.FOUND
    with acting(database, by=one.volunteer) as act:
        on_my_way(act, one.match_id)
    with looking(database) as act:
        [helper] = standing(act, one.need_id).coming
        assert helper.on_my_way_at == NOW
    with acting(database, now=LATER) as act:
        report_done(act, one.match_id)
    assert stage(database, one.need_id) is Stage.FOUND
    with acting(database, now=LATER) as act:
        confirm_done(act, one.match_id)
    assert stage(database, one.need_id) is Stage.MET


def test_what_goes_out_to_confirm_it_is_told(database: Database):
    need = registered(database)
    with looking(database) as act:
        seen = standing(act, need.need_id)
        assert (seen.stage, seen.code_goes_by) == (Stage.UNCONFIRMED, ContactWay.TEXT)


def test_a_first_name_is_all_that_a_resident_sees_and_the_look_is_noted(database: Database):
    one = accepted(database)
    for _look in range(2):
        with acting(database, by=one.resident) as act:
            seen = standing(act, one.need_id)
            assert first_names(act, seen) == {one.match_id: "Val"}
    with acting(database, by=one.resident, now=NOW + timedelta(days=2)) as act:
        first_names(act, standing(act, one.need_id))
    with database.read() as store:
        looks = store.query(LookRow).filter_by(person_id=one.volunteer_id).all()
        assert [look.what for look in looks] == ["first_name", "first_name"]


def test_names_are_only_read_again_while_the_look_at_each_is_noted(database: Database):
    one = accepted(database)

    def again(by: str, now: datetime = NOW) -> dict[str, str] | None:
        with looking(database, by=by, now=now) as act:
            return first_names_again(act, standing(act, one.need_id))

    assert again(one.resident) is None
    with acting(database, by=one.resident) as act:
        first_names(act, standing(act, one.need_id))
    assert again(one.resident) == {one.match_id: "Val"}
    assert again(one.resident, NOW + timedelta(days=2)) is None
    assert again("resident:another") is None


def test_a_private_page_opens_with_its_own_link_and_no_other(database: Database):
    need = registered(database)
    with looking(database) as act:
        assert need_behind(act, need.secret) == need.need_id
        for wrong in (newest_secret(act.store, need.need_id), "x" * 22, "", "é"):
            with pytest.raises(NotFound):
                need_behind(act, wrong)
