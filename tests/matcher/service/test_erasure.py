"""Whoever is erased is gone, as often as it is asked; numbers stay, and others are told."""

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import NotFound
from matcher.service.erasure import erase_person
from matcher.service.needs_after import say_concern, say_thanks
from matcher.service.needs_standing import need_behind
from matcher.storage.database import Database
from matcher.storage.tables import (
    ContactRow,
    LogRow,
    NeedDetailsRow,
    NeedRow,
    NoteRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    UnitRow,
)
from tests.matcher.service.acts import acting, kinds_posted, looking
from tests.matcher.service.asked_needs import confirmed
from tests.matcher.service.matched import Asked, accepted, held, standing
from tests.matcher.storage.rows import NOW


def erased(database: Database, person_id: str) -> bool:
    with acting(database, by=f"resident:{person_id}") as act:
        return erase_person(act, person_id)


def test_a_resident_who_is_erased_leaves_ids_and_nothing_else(database: Database):
    need = confirmed(database, notes="Side door.")
    assert erased(database, need.person_id)
    assert not erased(database, need.person_id)
    with looking(database) as act:
        store = act.store
        assert store.query(ContactRow).count() == store.query(NeedDetailsRow).count() == 0
        row = store.get_one(NeedRow, need.need_id)
        assert (row.postcode, row.easting, row.northing) == (None, 531_500, 175_500)
        assert (row.status, row.ending, row.category) == ("closed", "withdrawn", "groceries")
        assert store.query(UnitRow).count() == 1
        assert store.get_one(PersonRow, need.person_id).erased_at == NOW
        assert all(message.payload == {} for message in store.query(OutboxRow))
        assert kinds_posted(store) == []
        verbs = [deed.verb for deed in store.query(LogRow)]
        assert verbs.count("erased") == 1
        with pytest.raises(NotFound):
            need_behind(act, need.secret)


def test_whoever_said_yes_is_told_before_the_resident_is_gone(database: Database):
    one = accepted(database)
    erased(database, one.resident_id)
    assert standing(database, one.match_id).status is MatchStatus.WITHDRAWN
    assert held(database, one.offer_id) == 0
    with database.read() as store:
        assert "no_longer_needed" in kinds_posted(store)


def test_what_was_written_goes_with_whoever_wrote_it(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        say_thanks(act, one.match_id, one.need_id, "So kind.")
        say_concern(act, one.need_id, "The milk was off.")
    erased(database, one.resident_id)
    with database.read() as store:
        assert store.query(NoteRow).count() == 0


def test_a_volunteer_who_is_erased_offers_nothing_more(database: Database):
    one: Asked = accepted(database)
    with acting(database, by=one.volunteer) as act:
        erase_person(act, one.volunteer_id)
    with database.read() as store:
        offer = store.get_one(OfferRow, one.offer_id)
        assert (offer.status, offer.held, offer.postcode) == ("ended", 0, None)
        assert store.get(ContactRow, one.volunteer_id) is None
        # The resident is told that nobody comes, and we look again.
        assert "handed_back" in kinds_posted(store)
        assert store.get_one(NeedRow, one.need_id).status == "open"


def test_somebody_who_never_was_cannot_be_erased(database: Database):
    with pytest.raises(NotFound), acting(database) as act:
        erase_person(act, "0" * 32)
