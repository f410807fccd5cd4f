"""Verbs with a fault, one for each law: what the laws have to find."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from matcher.domain.outcomes import DeclineReason
from matcher.service.acting import Act
from matcher.service.erasure import erase_person
from matcher.service.matches import accept_match, decline_match, report_done
from matcher.service.needs_resting import withdraw_need
from matcher.service.rounds import run_round
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.writing.proposals import Proposal, Recorded, record_batch
from tests.proof.machine import laws
from tests.proof.machine.laws import Law
from tests.proof.machine.town import Verbs


def decline_and_keep_the_place(act: Act, match: str, reason: DeclineReason) -> None:
    decline_match(act, match, reason)
    _do(act.store, "UPDATE offers SET held = held + 1 WHERE id = " + _OFFER_OF, match=match)


def record_past_capacity(store: Store, asked: Sequence[Proposal], *, now: datetime) -> Recorded:
    """As if there were neither counter nor CHECK."""
    offers = [one.offer_id for one in asked]
    _do(store, "PRAGMA ignore_check_constraints = ON")
    was = {id: _one(store, "SELECT capacity FROM offers WHERE id = :id", id=id) for id in offers}
    for id in offers:
        _do(store, "UPDATE offers SET capacity = 20 WHERE id = :id", id=id)
    recorded = record_batch(store, asked, now=now)
    for id, capacity in was.items():
        _do(store, "UPDATE offers SET capacity = :n WHERE id = :id", id=id, n=capacity)
    return recorded


def accept_for_everybody_asked(act: Act, match: str) -> None:
    """Whoever else was asked has the unit as well."""
    _do(act.store, "DROP INDEX IF EXISTS uq_matches_one_per_unit")
    others = list(
        act.store.scalars(
            text(
                "SELECT id FROM matches WHERE status = 'proposed' AND id <> :match"
                " AND unit_id = (SELECT unit_id FROM matches WHERE id = :match)"
            ).bindparams(match=match)
        )
    )
    accept_match(act, match)
    for other in others:
        accepted = "UPDATE matches SET status = 'accepted', withdrawn_by = NULL,"
        _do(act.store, f"{accepted} withdrawn_reason = NULL WHERE id = :id", id=other)
        _do(act.store, "UPDATE offers SET held = held + 1 WHERE id = " + _OFFER_OF, match=other)


def decline_and_forget_it(act: Act, match: str, reason: DeclineReason) -> None:
    decline_match(act, match, reason)
    _do(act.store, f"DELETE FROM declined_pairs WHERE offer_id = {_OFFER_OF}", match=match)


def a_round_that_begins_afresh(database: Database, *said: Any, **more: Any) -> None:
    """What was arranged by hand makes room for what is better."""
    with database.begin() as store:
        _do(
            store,
            f"UPDATE offers SET held = held - (SELECT count(*) FROM matches WHERE {_TOUCHED}"
            " AND offer_id = offers.id)",
        )
        _do(
            store,
            "UPDATE matches SET status = 'withdrawn', withdrawn_by = 'system',"
            f" withdrawn_reason = 'undone' WHERE {_TOUCHED}",
        )
    run_round(database, *said, **more)


def close_the_need_alone(act: Act, need: str) -> None:
    """Nobody who was asked, or said yes, is looked after."""
    _do(
        act.store,
        "UPDATE needs SET status = 'closed', ending = 'withdrawn', closed_at = changed_at"
        " WHERE id = :id AND status <> 'closed'",
        id=need,
    )


def suspend_and_leave_the_matches(act: Act, volunteer: str) -> None:
    _do(
        act.store,
        "UPDATE volunteers SET status = 'suspended' WHERE person_id = :id",
        id=volunteer,
    )


def erase_and_keep_the_number(act: Act, person: str) -> None:
    kept = _one(act.store, "SELECT sealed FROM contacts WHERE person_id = :id", id=person)
    erase_person(act, person)
    _do(
        act.store,
        "INSERT INTO contacts (person_id, sealed, changed_at) VALUES (:id, :kept, '2026-03-02')",
        id=person,
        kept=kept,
    )


def report_done_whatever_it_is(act: Act, match: str, minutes: int | None = None) -> None:
    status = _one(act.store, "SELECT status FROM matches WHERE id = :id", id=match)
    if status in {"proposed", "accepted"}:
        report_done(act, match, minutes)
        return
    _do(act.store, "PRAGMA ignore_check_constraints = ON")
    _do(act.store, "UPDATE matches SET status = 'done_reported' WHERE id = :id", id=match)


def accept_and_keep_what_was_refused(act: Act, match: str) -> None:
    """The transaction ends before the rule is asked."""
    changed = "UPDATE matches SET asked_together = NOT asked_together WHERE id = :id"
    with act.store.begin_nested():
        _do(act.store, changed, id=match)
    act.store.connection().exec_driver_sql("COMMIT")
    act.store.connection().exec_driver_sql("BEGIN IMMEDIATE")
    accept_match(act, match)


def accept_and_tell_nobody(act: Act, match: str) -> None:
    accept_match(act, match)
    _do(act.store, "DELETE FROM outbox WHERE idempotency_key = :key", key=f"accepted:{match}")
    _do(act.store, "DELETE FROM outbox WHERE idempotency_key = :key", key=f"may_they_know:{match}")


def accept_and_tell_twice(act: Act, match: str) -> None:
    accept_match(act, match)
    columns = (
        "kind, person_id, match_id, way, payload, urgent, state, tries, not_before, created_at"
    )
    _do(
        act.store,
        f"INSERT INTO outbox (id, idempotency_key, {columns})"
        f" SELECT :id, 'again:' || idempotency_key, {columns} FROM outbox"
        " WHERE idempotency_key IN (:yes, :may)",
        id=new_id(),
        yes=f"accepted:{match}",
        may=f"may_they_know:{match}",
    )


def withdraw_and_tidy_up(act: Act, need: str) -> None:
    withdraw_need(act, need)
    _do(act.store, "DELETE FROM outbox WHERE need_id = :id AND kind = 'confirm_need'", id=need)


def decline_and_ask_all_the_same(act: Act, match: str, reason: DeclineReason) -> None:
    decline_match(act, match, reason)
    key = f"proposal:{match}"
    _do(act.store, "UPDATE outbox SET state = 'waiting' WHERE idempotency_key = :key", key=key)


FAULTS: dict[Law, Verbs] = {
    laws.held_equals_live_matches: Verbs(decline=decline_and_keep_the_place),
    laws.nobody_is_over_capacity: Verbs(record=record_past_capacity),
    laws.a_unit_is_held_once: Verbs(accept=accept_for_everybody_asked),
    laws.no_pair_is_proposed_again_that_was_refused: Verbs(decline=decline_and_forget_it),
    laws.what_people_touched_stands_through_a_round: Verbs(round=a_round_that_begins_afresh),
    laws.only_open_needs_have_live_matches: Verbs(withdraw_need=close_the_need_alone),
    laws.nobody_gone_has_live_matches: Verbs(suspend=suspend_and_leave_the_matches),
    laws.who_is_erased_leaves_no_details: Verbs(erase=erase_and_keep_the_number),
    laws.matches_move_along_the_table: Verbs(report_done=report_done_whatever_it_is),
    laws.a_refusal_changes_nothing: Verbs(accept=accept_and_keep_what_was_refused),
    laws.what_was_done_is_told: Verbs(accept=accept_and_tell_nobody),
    laws.nothing_is_told_twice: Verbs(accept=accept_and_tell_twice),
    laws.no_letter_is_lost: Verbs(withdraw_need=withdraw_and_tidy_up),
    laws.no_question_waits_that_is_answered: Verbs(decline=decline_and_ask_all_the_same),
}

# How long each has at most to be found.
OPERATIONS = 3_000
_TOUCHED = "(status = 'accepted' OR (locked AND status = 'proposed'))"
_OFFER_OF = "(SELECT offer_id FROM matches WHERE id = :match)"


def _do(store: Store, statement: str, **said: Any) -> None:
    store.execute(text(statement).bindparams(**said))
    store.expire_all()


def _one(store: Store, statement: str, **said: Any) -> Any:
    return store.scalar(text(statement).bindparams(**said))
