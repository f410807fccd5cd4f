"""What may become of needs, matches, offers and volunteers, held to the picture in the design."""

import re
from itertools import product

import pytest

from matcher.domain.life_cycles import (
    MatchStatus,
    NeedStatus,
    OfferStatus,
    VolunteerStatus,
    how_it_stands,
    may_move,
    moved,
    next_statuses,
)
from matcher.domain.refusals import Conflict

# Written as the design draws them, so that the tables are held to something not made from them.
PICTURE = {
    NeedStatus: "open → paused closed; paused → open closed; closed →",
    MatchStatus: (
        "proposed → accepted declined lapsed withdrawn; accepted → done_reported failed withdrawn;"
        " done_reported → confirmed failed; declined →; lapsed →; withdrawn →; confirmed →;"
        " failed →"
    ),
    OfferStatus: "active → paused ended; paused → active ended; ended →",
    VolunteerStatus: (
        "new → contact_proven suspended; contact_proven → identity_seen suspended;"
        " identity_seen → checked suspended; checked → suspended; suspended → contact_proven"
    ),
}
KINDS = list(PICTURE)
EVERY_STATUS = [status for kind in KINDS for status in kind]


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_drawn_moves_are_allowed(kind):
    drawn = {
        (kind(start.strip()), kind(end))
        for start, ends in (line.split("→") for line in PICTURE[kind].split(";"))
        for end in ends.split()
    }
    allowed = {(start, end) for start, end in product(kind, kind) if may_move(start, end)}
    assert allowed == drawn


@pytest.mark.parametrize("kind", KINDS)
def test_a_move_that_is_not_allowed_is_refused_with_how_things_stand(kind):
    for start, end in product(kind, kind):
        if may_move(start, end):
            assert moved(start, end) is end
            continue
        with pytest.raises(Conflict) as refusal:
            moved(start, end)
        assert str(refusal.value) == how_it_stands(start)


@pytest.mark.parametrize("status", EVERY_STATUS, ids=repr)
def test_every_status_says_in_one_plain_sentence_what_can_be_done_instead(status):
    sentence = how_it_stands(status)
    assert re.fullmatch(r"[A-Z][^.{}_]+: [^.{}_]+\.|[A-Z][^.{}_]+, [^.{}_]+\.", sentence)


def test_no_two_statuses_say_the_same():
    assert len({how_it_stands(status) for status in EVERY_STATUS}) == len(EVERY_STATUS)


@pytest.mark.parametrize("status", EVERY_STATUS, ids=repr)
def test_to_stay_is_no_move(status):
    assert not may_move(status, status)


def test_needs_and_offers_rest_and_come_back():
    assert moved(moved(NeedStatus.OPEN, NeedStatus.PAUSED), NeedStatus.OPEN) is NeedStatus.OPEN
    paused = moved(OfferStatus.ACTIVE, OfferStatus.PAUSED)
    assert moved(paused, OfferStatus.ACTIVE) is OfferStatus.ACTIVE


def test_statuses_of_the_same_name_keep_to_their_own_table():
    assert next_statuses(NeedStatus.PAUSED) == {NeedStatus.OPEN, NeedStatus.CLOSED}
    assert next_statuses(OfferStatus.PAUSED) == {OfferStatus.ACTIVE, OfferStatus.ENDED}


def test_nobody_is_confirmed_who_did_not_first_say_yes():
    ways_in = {status for status in MatchStatus if may_move(status, MatchStatus.CONFIRMED)}
    assert ways_in == {MatchStatus.DONE_REPORTED}
    ways_in = {status for status in MatchStatus if may_move(status, MatchStatus.DONE_REPORTED)}
    assert ways_in == {MatchStatus.ACCEPTED}
