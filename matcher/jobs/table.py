"""Every job of the clock, and how often it runs; docs/operations.md says what each is for."""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from matcher.bootstrap import Tools
from matcher.config_post import RoundTimes
from matcher.domain.london_time import in_london
from matcher.jobs.job import Job, for_a_while, once_for_all, through, while_full
from matcher.jobs.urgent import Urgent
from matcher.service import follow_ups, needs_running_out, offers_running_out, retention
from matcher.service.acting import MACHINE
from matcher.service.dispatch import TAKEN_AT_ONCE, send_due
from matcher.service.drivers_invited import lapse_invitations
from matcher.service.holding import release_in_silence
from matcher.service.imports.forgetting import forget_sheets
from matcher.service.imports.working import Workshop, work_on_sheets
from matcher.service.letters_board import drop_overtaken_calls
from matcher.service.needs_recurring import open_recurring_units
from matcher.service.needs_resting import reopen_paused_needs
from matcher.service.proposals import LAPSES_AT_A_TIME, lapse_proposals
from matcher.service.referrals import lapse_referrals
from matcher.service.rota.ahead import forget_past_promises, make_ahead
from matcher.service.rota.missing import ask_for_short_shifts
from matcher.service.rounds import run_round, slot_at
from matcher.service.runs_planning import plan_a_day
from matcher.service.stock_needs import release_for_nobody

A_MINUTE, AN_HOUR = 60.0, 3_600.0
UNITS_AT_ONCE = 200
ASKED_AT_ONCE = follow_ups.BATCH
# What holds two charities is over before it holds two others.
ONE_BY_ONE = 1

_DONE = (follow_ups.ask_residents, follow_ups.ask_volunteers)
_NEEDS = (
    needs_running_out.expire_unconfirmed,
    needs_running_out.close_past_needs,
    needs_running_out.close_silent_needs,
    needs_running_out.ask_still_needed,
    reopen_paused_needs,
    release_for_nobody,
)
_BETWEEN_CHARITIES = (release_in_silence, lapse_referrals)
_OFFERS = (
    offers_running_out.end_silent_offers,
    offers_running_out.ask_still_offered,
    offers_running_out.end_pauses,
    offers_running_out.warn_of_checks,
)
_FORGET = (
    lapse_invitations,
    retention.forget_details_of_needs,
    retention.forget_residents,
    retention.forget_volunteers,
    retention.forget_messages,
    retention.forget_looks,
    retention.forget_links,
    forget_sheets,
    retention.forget_runs,
)


def jobs() -> tuple[Job, ...]:
    """The table."""
    return (
        Job("urgent", 2, Urgent()),
        Job("dispatch", 2, dispatch),
        Job("sheets", 2, sheets),
        Job("lapses", 30, while_full(lapse_proposals, LAPSES_AT_A_TIME)),
        Job("rounds", 30, rounds),
        Job("runs", 1, runs),
        Job("reminders", A_MINUTE, while_full(follow_ups.remind, ASKED_AT_ONCE)),
        Job("was_it_done", 5 * A_MINUTE, each(*(through(verb, ASKED_AT_ONCE) for verb in _DONE))),
        Job(
            "needs",
            10 * A_MINUTE,
            each(
                _all_of(_NEEDS, ASKED_AT_ONCE),
                _all_of(_BETWEEN_CHARITIES, ONE_BY_ONE),
                recurring_units,
            ),
        ),
        Job(
            "rota",
            10 * A_MINUTE,
            each(
                rota_bit_by_bit(make_ahead),
                rota_bit_by_bit(ask_for_short_shifts),
                once_for_all(forget_past_promises),
            ),
        ),
        Job("offers", 10 * A_MINUTE, _all_of(_OFFERS, ASKED_AT_ONCE)),
        Job(
            "retention",
            AN_HOUR,
            each(
                _all_of(_FORGET, retention.BATCH),
                once_for_all(retention.forget_answers_and_counts),
                once_for_all(drop_overtaken_calls),
            ),
        ),
    )


def each(*runs: Callable[[Tools], int]) -> Callable[[Tools], int]:
    """Do one after the other."""
    return lambda tools: sum(run(tools) for run in runs)


def _all_of(verbs: Sequence[Callable[..., int]], most: int) -> Callable[[Tools], int]:
    return each(*(while_full(verb, most) for verb in verbs))


def dispatch(tools: Tools) -> int:
    """Send what is due, a few at a time, until nothing is."""
    done, by = 0, dispatcher()

    def go() -> bool:
        nonlocal done
        sent = send_due(
            tools.database, tools.post_office, tools.sealer, by=by, now=tools.now, rules=tools.rules
        )
        done += sent.sent
        return sent.taken == TAKEN_AT_ONCE

    for_a_while(go, tools.now)
    return done


def rounds(tools: Tools) -> int:
    """Run the round of this slot, if its hour is one for rounds and nobody has run it yet."""
    slot = due_slot(tools.now(), tools.config.post.rounds)
    if slot is None:
        return 0
    done = run_round(
        tools.database,
        tools.sealer,
        slot=slot,
        now=tools.now,
        rules=tools.rules,
        looks_ahead=True,
    )
    return int(done.ran)


def sheets(tools: Tools) -> int:
    """Look through, bring in or undo the sheets that wait, one after the other."""
    shop = Workshop(tools.database, tools.sealer, tools.gazetteer, tools.now, tools.rules)
    done = 0

    def go() -> bool:
        nonlocal done
        lines = work_on_sheets(shop)
        done += lines
        return bool(lines)

    for_a_while(go, tools.now)
    return done


def runs(tools: Tools) -> int:
    """Plan the days of runs that wait for it, one after the other."""
    done = 0
    while plan_a_day(tools.database, tools.sealer, tools.now, streets=tools.streets) is not None:
        done += 1
    return done


def due_slot(now: datetime, times: RoundTimes) -> datetime | None:
    """The slot that a moment lies in, None at an hour of London in which no round starts.

    >>> from datetime import UTC
    >>> due_slot(datetime(2026, 7, 2, 8, 41, tzinfo=UTC), RoundTimes(15, 9, 20)).isoformat()
    '2026-07-02T08:30:00+00:00'
    >>> due_slot(datetime(2026, 7, 2, 7, 59, tzinfo=UTC), RoundTimes(15, 9, 20))
    """
    slot = slot_at(now, timedelta(minutes=times.every_minutes))
    hour = in_london(slot).hour
    return slot if times.first_hour <= hour <= times.last_hour else None


def recurring_units(tools: Tools) -> int:
    """Open the units of dates that came near, and close those that are over."""
    done, after = 0, ""
    while True:
        with tools.acting(MACHINE) as act:
            units = open_recurring_units(act, after=after, most=UNITS_AT_ONCE)
        done += units.opened + units.closed
        if units.last is None:
            return done
        after = units.last


def rota_bit_by_bit(verb: Callable[..., tuple[int, str | None]]) -> Callable[[Tools], int]:
    """Go through all slots or shifts, a few in each transaction."""

    def run(tools: Tools) -> int:
        done, after = 0, ""
        while True:
            with tools.acting(MACHINE) as act:
                number, last = verb(act, after=after)
            done += number
            if last is None:
                return done
            after = last

    return run


def dispatcher() -> str:
    """What this process is called in the rows that it takes."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"
