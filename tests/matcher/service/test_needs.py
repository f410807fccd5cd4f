"""A need is kept whole: the person sealed, the reference free, the message posted."""

from datetime import date, timedelta

import pytest

from matcher.domain.contact import Contact, ContactWay
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.recurring import Weekly
from matcher.domain.references import read_reference
from matcher.domain.refusals import Invalid, NotFound
from matcher.service.contacts import Details, details_of
from matcher.service.needs import register_need
from matcher.service.needs_standing import Stage, need_behind, standing, told_with
from matcher.storage.database import Database
from matcher.storage.tables import LogRow, NeedDetailsRow, NeedRow, PersonRow, UnitRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting, kinds_posted, looking
from tests.matcher.service.asked_needs import ROSA, an_asked_need, registered


def test_a_need_is_kept_with_its_person_its_units_its_reference_and_its_link(database: Database):
    need = registered(
        database, people_needed=2, requires=frozenset({"woman"}), notes="Two flights of stairs."
    )
    with looking(database) as act:
        row = act.store.get_one(NeedRow, need.need_id)
        assert read_reference(row.reference) == row.reference == need.reference
        assert (row.status, row.confirmed_at, row.registered_on) == ("open", None, TODAY)
        assert row.requires == {"woman"}
        assert act.store.query(UnitRow).filter_by(need_id=row.id).count() == 2
        assert need_behind(act, need.secret) == need.need_id
        assert standing(act, need.need_id).stage is Stage.UNCONFIRMED
        assert kinds_posted(act.store) == ["confirm_need"]
        person = act.store.get_one(PersonRow, row.person_id)
        assert (person.consent_wording, person.consented_at) == ("residents-1", act.now)
        assert details_of(act, person) == ROSA


def test_nothing_that_says_who_or_where_lies_open(database: Database):
    need = registered(database, notes="The key is with Mr Smith.", address="Flat 4")
    with database.read() as store:
        sealed = store.get_one(NeedDetailsRow, need.need_id).sealed
        logged = [row.facts for row in store.query(LogRow)]
    assert b"Smith" not in sealed
    assert "Rosa" not in str(logged)
    assert "Flat 4" not in str(logged)
    with looking(database) as act:
        told = told_with(act, need.need_id)
        assert (told.notes, told.address) == ("The key is with Mr Smith.", "Flat 4")
        assert "Smith" not in repr(told)
    assert need.secret not in repr(need)


def test_somebody_without_phone_and_e_mail_is_reached_by_a_coordinator(database: Database):
    registered(database, person=Details("Rosa", Contact()))
    with database.read() as store:
        [row] = store.query(PersonRow).all()
        assert row.contact_way is ContactWay.COORDINATOR
        # It waits on the board, for a person to act on.
        assert kinds_posted(store) == ["confirm_need"]


def test_whoever_vouches_for_it_there_and_then_confirms_it(database: Database):
    with acting(database, by="coordinator:c1") as act:
        asked = an_asked_need(came_by=CameBy.PHONE)
        need = register_need(act, asked, confirmed_by=ConfirmedBy.COORDINATOR)
    with database.read() as store:
        row = store.get_one(NeedRow, need.need_id)
        assert (row.confirmed_by, row.came_by) == ("coordinator", "phone")
        assert kinds_posted(store) == []
        # That a coordinator spoke with them proves no number.
        assert store.get_one(PersonRow, row.person_id).contact_proven_at is None


def test_a_resident_whom_we_know_can_ask_for_more(database: Database):
    first = registered(database)
    with acting(database) as act:
        second = register_need(act, an_asked_need(category="garden"), person_id=first.person_id)
        with pytest.raises(NotFound):
            register_need(act, an_asked_need(), person_id="0" * 32)
    assert second.person_id == first.person_id
    assert second.reference != first.reference


def test_a_need_for_one_day_is_wanted_until_that_day(database: Database):
    day = TODAY + timedelta(days=3)
    need = registered(database, wanted_on=day)
    with database.read() as store:
        row = store.get_one(NeedRow, need.need_id)
        assert (row.wanted_on, row.expires_on) == (day, day)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"category": "shopping"}, "category"),
        ({"people_needed": 0}, "people_needed"),
        ({"availability": frozenset({"mon-noon"})}, "availability"),
        ({"requires": frozenset({"rich"})}, "requires"),
        ({"languages": frozenset({"Bengali"})}, "languages"),
        ({"consent": ""}, "consent"),
        ({"notes": "x" * 401}, "notes"),
        ({"address": "x" * 151}, "address"),
        ({"person": Details("x" * 61)}, "name"),
        ({"wanted_on": TODAY, "weekly": Weekly(TODAY, frozenset({"tue"}))}, "wanted_on"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_kept(said: dict[str, object], field: str):
    with pytest.raises(Invalid) as refusal:
        an_asked_need(**said)
    assert refusal.value.field == field


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_day_that_is_over_or_far_away_is_no_day(database: Database, day: date):
    with pytest.raises(Invalid), acting(database) as act:
        register_need(act, an_asked_need(wanted_on=day))
    with database.read() as store:
        assert store.query(PersonRow).count() == 0


def test_the_seal_is_of_this_need_alone(database: Database):
    one, other = registered(database), registered(database)
    with database.begin() as store:
        row = store.get_one(NeedDetailsRow, one.need_id)
        row.sealed = store.get_one(NeedDetailsRow, other.need_id).sealed
    with pytest.raises(Exception, match="not what was put there"), looking(database) as act:
        told_with(act, one.need_id)
