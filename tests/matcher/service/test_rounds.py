"""One round on the database: the same answer as on paper, once, whatever happens on the way."""

from collections.abc import Callable, Set
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matcher.domain.eligibility import Blocker
from matcher.service import rounds
from matcher.service.acting import Act
from matcher.service.proposals import Telling, write_telling
from matcher.service.rounds import RoundDone, run_round, slot_at
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer
from matcher.storage.tables import BlockedNeedRow, LogRow, MatchRow, OfferRow, OutboxRow
from tests.born_ready import Born
from tests.builders import TODAY, a_need, an_offer, at
from tests.matcher.service.acts import SEALER
from tests.matcher.service.living_town import (
    answered,
    on_paper,
    pairs_in,
    pairs_of,
    put_need,
    put_offer,
    settle,
)
from tests.matcher.storage.rows import NOW

SLOT = slot_at(NOW)
STANDS_IN_THE_WAY = "Noting what stands in the way"


def a_round(database: Database, sealer: Sealer = SEALER, slot: datetime = SLOT) -> RoundDone:
    return run_round(database, sealer, slot=slot, now=lambda: NOW)


def count(database: Database, rows: type, **which: Any) -> int:
    with database.read() as store:
        return store.query(rows).filter_by(**which).count()


def held_is_what_matches_hold(database: Database) -> bool:
    with database.read() as store:
        held = {row.id: row.held for row in store.query(OfferRow)}
        for match in store.query(MatchRow).filter(MatchRow.status.in_(("proposed", "accepted"))):
            held[match.offer_id] -= 1
    return set(held.values()) <= {0}


def test_a_round_comes_to_the_answer_that_the_solver_gives_on_paper(database: Database):
    town = on_paper()
    settle(database, town)
    done, said = a_round(database).summary, answered(town)
    assert len(said.matches) > 20
    assert pairs_in(database) == pairs_of(said)
    assert (done.objective, done.lower_bound, done.gap) == (said.objective, said.lower_bound, 0.0)
    assert (done.matched, done.recorded, done.skipped) == (len(said.matches), len(said.matches), 0)
    assert held_is_what_matches_hold(database)


def test_each_proposal_has_a_letter_and_its_place_in_the_log(database: Database):
    settle(database, on_paper(needs=20, offers=20))
    done = a_round(database)
    assert done.summary.recorded > 5
    for rows, which in (
        (OutboxRow, {"kind": "proposal"}),
        (LogRow, {"verb": "proposed", "by": "machine"}),
    ):
        assert count(database, rows, **which) == done.summary.recorded


def test_whoever_waits_for_a_round_is_told_how_much_of_it_is_recorded(empty_sqlite: Database):
    told: list[float] = []

    def progress(at: str, part: float) -> None:
        if at == "Recording proposals":
            told.append(part)

    settle(empty_sqlite, on_paper(needs=300, offers=300))
    run_round(empty_sqlite, SEALER, slot=SLOT, now=lambda: NOW, progress=progress)
    assert told == sorted(told)
    assert (told[0], told[-1], len(set(told)) > 2) == (0.0, 1.0, True)


def test_a_round_that_looks_ahead_says_what_would_change_in_counts_alone(database: Database):
    settle(database, on_paper(needs=20, offers=8))
    done = run_round(database, SEALER, slot=SLOT, now=lambda: NOW, looks_ahead=True)
    ahead = (done.summary.report or {})["what_if"]
    assert list(ahead["wider"]) == ["500", "1000", "2000"]
    steps = [sum(by_borough.values()) for by_borough in ahead["wider"].values()]
    assert steps == sorted(steps)
    more = ahead["more"][0]
    assert {*more} == {"borough", "category", "matched", "shorter_m", "matched_by_several"}
    assert more["matched"] == 1 <= more["matched_by_several"] <= 5


def test_a_slot_is_run_once(database: Database):
    settle(database, on_paper(needs=20, offers=20))
    first = a_round(database)
    before = pairs_in(database)
    again = a_round(database)
    assert (first.ran, again.ran) == (True, False)
    assert again.summary == first.summary
    assert pairs_in(database) == before


def test_the_next_slot_leaves_alone_what_waits_for_an_answer(database: Database):
    settle(database, on_paper(needs=20, offers=20))
    a_round(database)
    before = pairs_in(database)
    later = a_round(database, slot=SLOT + timedelta(hours=1))
    assert (later.ran, later.summary.recorded) == (True, 0)
    assert pairs_in(database) == before


class Stops(Exception):
    """The machine stops here."""


def stopping_after(batches: int) -> Callable[..., None]:
    """Writes letters and log lines, and stops the machine when its next batch is half written."""
    left = [batches]

    def write(act: Act, telling: Telling, recorded: Set[str]) -> None:
        write_telling(act, telling, recorded)
        left[0] -= 1
        if left[0] < 0:
            raise Stops

    return write


def test_a_round_that_is_stopped_in_a_batch_comes_to_the_same_end_when_run_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    town = on_paper(needs=300, offers=300)
    settle(database, town)
    said = answered(town)
    for batches in (0, 1):
        with monkeypatch.context() as patch:
            patch.setattr(rounds, "write_telling", stopping_after(batches))
            with pytest.raises(Stops):
                a_round(database)
    # Whole batches are there, each with its letters, and nothing of the one that was stopped.
    assert 0 < len(pairs_in(database)) == count(database, OutboxRow) < len(said.matches)
    done = a_round(database).summary
    assert pairs_in(database) == pairs_of(said)
    assert count(database, OutboxRow) == len(said.matches) == done.recorded
    assert (done.objective, done.gap) == (said.objective, 0.0)
    assert held_is_what_matches_hold(database)


@pytest.mark.parametrize(
    "stage", ["Saying why", "Recording proposals", "Noting what stands in the way"]
)
@pytest.mark.parametrize("part", [0.0, 1.0])
def test_wherever_a_round_is_stopped_the_next_one_finishes_it(empty_sqlite: Database, stage, part):
    def stop(at: str, done: float) -> None:
        if (at, done) == (stage, part):
            raise Stops

    town = on_paper(needs=30, offers=20)
    settle(empty_sqlite, town)
    said = answered(town)
    with pytest.raises(Stops):
        run_round(empty_sqlite, SEALER, slot=SLOT, now=lambda: NOW, progress=stop)
    done = a_round(empty_sqlite)
    assert (done.ran, done.summary.recorded) == (True, len(said.matches))
    assert pairs_in(empty_sqlite) == pairs_of(said)
    assert count(empty_sqlite, BlockedNeedRow) == len(said.unserved)


def test_two_processes_on_one_slot_come_to_the_same_end_as_one(database: Database):
    town = on_paper(needs=120, offers=120)
    settle(database, town)
    url = database.url.render_as_string(hide_password=False)
    both = [Born("tests.matcher.service.one_round", url) for _ in range(2)]
    assert [one.end() for one in both] == [0, 0]
    said = answered(town)
    assert pairs_in(database) == pairs_of(said)
    assert count(database, OutboxRow) == len(said.matches)
    assert held_is_what_matches_hold(database)
    assert a_round(database).summary.recorded == len(said.matches)


def test_what_stands_in_the_way_is_noted_by_need_and_forgotten_once_it_is_gone(
    database: Database,
):
    with database.begin() as store:
        put_offer(store, an_offer("o1", radius_m=1_000))
        put_need(store, a_need("far", place=at(1_500), registered_on=TODAY))
        put_need(store, a_need("alone", category="garden", registered_on=TODAY, people_needed=2))
    report = a_round(database).summary.report
    assert report is not None
    assert report["unserved"] == {"no_offer_in_category": 2, "none_within_radius": 1}
    with database.read() as store:
        far, alone = (store.get_one(BlockedNeedRow, id) for id in ("far", "alone"))
    assert (far.blocker, far.units, far.wider_radius_m) == (Blocker.NONE_WITHIN_RADIUS, 1, 500)
    assert (alone.blocker, alone.units, alone.since) == (Blocker.NO_OFFER_IN_CATEGORY, 2, NOW)
    with database.begin() as store:
        put_offer(store, an_offer("o2", place=at(1_500)))
    a_round(database, slot=SLOT + timedelta(hours=1))
    with database.read() as store:
        assert [row.need_id for row in store.query(BlockedNeedRow)] == ["alone"]


def test_the_report_counts_units_and_prices_and_names_nobody(database: Database):
    settle(database, on_paper(needs=40, offers=20))
    done = a_round(database).summary
    report = done.report
    assert report is not None
    assert sum(of["units"] for of in report["boroughs"].values()) == done.units
    assert sum(report["unserved"].values()) == done.units - done.matched
    assert all(price >= 0 for of in report["prices"].values() for price in of.values())
    told = str(report)
    with database.read() as store:
        ids = [row.id for row in store.query(OfferRow)] + [
            row.need_id for row in store.query(MatchRow)
        ]
    assert not [id for id in ids if id in told]


def test_reasons_are_kept_with_each_match_and_show_distances_of_squares_only(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("near", place=at(300), languages={"en", "bn"}))
        put_offer(store, an_offer("next", place=at(700), languages={"bn"}))
        put_need(store, a_need(registered_on=TODAY, languages={"bn", "pl"}))
    a_round(database)
    with database.read() as store:
        [match] = store.query(MatchRow)
    assert (match.offer_id, match.distance_m, match.cost) == ("near", 300, 300)
    assert match.reasons == {
        "cell_distance_m": 0,
        "same_borough": True,
        "languages": ["bn"],
        "next_best_offer": "next",
        "next_best_more_m": 400,
    }


def test_slots_are_hours_of_utc():
    assert slot_at(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)).hour == 1
    assert slot_at(NOW) == datetime(2026, 3, 2, 9, tzinfo=UTC)
