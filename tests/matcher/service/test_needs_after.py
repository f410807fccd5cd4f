"""Afterwards: thanks for the volunteer, a concern for the coordinators, the same once more."""

from dataclasses import fields
from datetime import timedelta

import pytest

from matcher.domain.origins import CameBy
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.urgency import Urgency
from matcher.service.board_need import need_page
from matcher.service.matches import report_done
from matcher.service.matches_page import match_page
from matcher.service.needs_after import ask_again, say_concern, say_thanks
from matcher.service.needs_resting import withdraw_need
from matcher.service.needs_standing import Stage, standing, told_with
from matcher.service.volunteers_page import own_page
from matcher.service.volunteers_record import everything_of_volunteer
from matcher.storage.database import Database
from matcher.storage.reading.notes import notes_by
from matcher.storage.tables import LogRow, NeedRow, NoteRow
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER, acting, kinds_posted, looking
from tests.matcher.service.asked_needs import an_asked_need, confirmed, registered
from tests.matcher.service.desks import a_desk
from tests.matcher.service.matched import accepted, asked
from tests.matcher.storage.rows import NOW

# What is of this asking alone.
FRESH = {"id", "reference", "status", "ending", "closed_at"}


def test_thanks_are_kept_for_the_volunteer_and_nobody_else(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        say_thanks(act, one.match_id, one.need_id, " You were so kind. ")
    with database.read() as store:
        [note] = store.query(NoteRow).all()
        assert (note.kind, note.person_id) == ("thanks", one.volunteer_id)
        assert b"kind." not in note.sealed
        assert notes_by(store, SEALER, one.resident)[0].text == "You were so kind."


def test_thanks_are_read_by_whoever_helped_and_not_on_the_board(database: Database):
    one, other = accepted(database), accepted(database)
    with acting(database, by=one.volunteer) as act:
        report_done(act, one.match_id)
    with acting(database, by=one.resident) as act:
        say_thanks(act, one.match_id, one.need_id, "You were so kind.")
    with acting(database) as act:
        assert match_page(act, one.match_id).thanks == ("You were so kind.",)
        assert own_page(act, one.volunteer_id).thanks == ("You were so kind.",)
        assert "kind" not in repr(own_page(act, one.volunteer_id))
        [kept] = everything_of_volunteer(act, one.volunteer_id)["thanks"]
        assert (kept["match_id"], kept["text"]) == (one.match_id, "You were so kind.")
        assert match_page(act, other.match_id).thanks == ()
        assert need_page(act, a_desk(act.store), one.need_id).notes == ()


def test_a_concern_lies_on_the_board_with_nothing_of_it_in_the_log(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        say_concern(act, one.need_id, "He asked for my bank card.", one.match_id)
    with database.read() as store:
        [note] = store.query(NoteRow).all()
        assert (note.kind, note.need_id, note.match_id, note.settled_at) == (
            "concern",
            one.need_id,
            one.match_id,
            None,
        )
        assert "bank" not in str([row.facts for row in store.query(LogRow)])


def test_words_belong_to_somebody_who_said_yes(database: Database):
    [one] = asked(database)
    other = accepted(database)
    for match_id in (one.match_id, other.match_id):
        with pytest.raises(NotFound), acting(database) as act:
            say_thanks(act, match_id, one.need_id, "Thank you")
    with pytest.raises(Invalid), acting(database) as act:
        say_concern(act, one.need_id, "  ")
    with pytest.raises(Invalid), acting(database) as act:
        say_thanks(act, other.match_id, other.need_id, "x" * 401)


def test_the_same_again_needs_no_second_code(database: Database):
    first = confirmed(database, notes="Side door.", wanted_on=TODAY)
    with pytest.raises(Conflict), acting(database) as act:
        ask_again(act, first.need_id)
    with acting(database) as act:
        withdraw_need(act, first.need_id)
    with acting(database, now=NOW + timedelta(days=1)) as act:
        second = ask_again(act, first.need_id)
        assert standing(act, second.need_id).stage is Stage.LOOKING
        assert told_with(act, second.need_id).notes == "Side door."
        # The day it was for is over.
        assert act.store.get_one(NeedRow, second.need_id).wanted_on is None
    assert second.person_id == first.person_id


def test_nothing_of_what_was_asked_gets_lost_when_it_is_asked_for_again(database: Database):
    """Every part of a need is another than usual here, but for those that each need has."""
    said = {
        "category": "food_parcel",
        "urgency": Urgency.SOON,
        "weekly": Weekly(TODAY, frozenset({"tue"}), every_weeks=2),
        "availability": frozenset({"tue-am"}),
        "languages": frozenset({"bn"}),
        "requires": frozenset({"woman"}),
        "people_needed": 2,
        "asks_first": True,
        "step_free": True,
        "dietary": frozenset({"halal", "no_nuts"}),
        "address": "Flat 4",
        "notes": "Side door.",
        "came_by": CameBy.PAPER,
        "language": "bn",
    }
    usual = an_asked_need()
    usually = {"place", "person", "consent", "wanted_on"}
    assert {one.name for one in fields(usual)} == said.keys() | usually
    assert [name for name in said if getattr(usual, name) == said[name]] == []
    first = confirmed(database, **said)
    with acting(database) as act:
        withdraw_need(act, first.need_id)
        second = ask_again(act, first.need_id)
        old, new = (act.store.get_one(NeedRow, one.need_id) for one in (first, second))
        for row in {*NeedRow.__table__.columns.keys()} - FRESH:
            assert getattr(new, row) == getattr(old, row), row
        assert told_with(act, second.need_id) == told_with(act, first.need_id)


def test_what_was_never_confirmed_is_asked_to_be_when_it_comes_again(database: Database):
    first = registered(database)
    with acting(database) as act:
        withdraw_need(act, first.need_id)
        second = ask_again(act, first.need_id)
    with looking(database) as act:
        assert standing(act, second.need_id).stage is Stage.UNCONFIRMED
        assert kinds_posted(act.store) == ["confirm_need", "confirm_need"]
