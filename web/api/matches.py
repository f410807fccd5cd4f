"""`/matches`: needs and offers that were brought together, and what became of it."""

from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import Field

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import (
    MatchesWanted,
    MatchSummary,
    match_of_own_resident,
    match_of_own_volunteer,
    match_seen,
    matches_seen,
)
from matcher.service.cursors import after_cursor, cursor_of
from matcher.service.matches import MOST_MINUTES, could_not, hand_back, report_done
from matcher.service.matches_resident import confirm_done, say_not_done
from matcher.service.tokens import Holder
from web.api.operations import Call, Noun
from web.api.shapes import (
    Asked,
    BoroughCode,
    Category,
    Cell,
    Id,
    Next,
    Nothing,
    PageAsked,
    Receipt,
    Shape,
    example,
)

Paged = TypeVar("Paged", bound=PageAsked)

noun = Noun("matches", "Needs and offers that were brought together, and what became of it.")


class MatchesAsked(PageAsked):
    """Which matches to list."""

    status: MatchStatus | None = None
    need: Id | None = None
    offer: Id | None = None


class Side(Shape):
    """One side of a match: the charity's own, or somebody else's seen from afar."""

    id: Id
    ours: bool
    borough: BoroughCode
    cell: Cell


class Match(Shape):
    """A match of the charity's own people, on one side or both."""

    id: Id
    status: MatchStatus
    category: Category
    need: Side
    offer: Side
    on_date: Annotated[date | None, Field(description="Of a need that comes again: which date.")]
    round_id: Annotated[Id | None, Field(description="The round that proposed it, if one did.")]
    asked_together: Annotated[
        bool, Field(description="Others are asked too; the first yes counts.")
    ]
    proposed_at: datetime
    deadline: Annotated[datetime | None, Field(description="A proposal lapses then.")]
    answered_at: datetime | None
    on_my_way_at: datetime | None
    done_reported_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    minutes_given: int | None
    decline_reason: DeclineReason | None
    failure_reason: FailureReason | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_reason: WithdrawalReason | None


class MatchPage(Shape):
    """A page of matches, those proposed last first."""

    items: list[Match]
    next: Next


class Done(Asked):
    """How it went."""

    model_config = example({"minutes": 45})

    minutes: Annotated[
        int | None, Field(ge=0, le=MOST_MINUTES, description="How long the volunteer gave.")
    ] = None


class Failed(Asked):
    """Why it was not done."""

    model_config = example({"reason": "not_in"})

    reason: FailureReason


@noun.reads("/matches", MatchPage, TokenScope.MATCHES_READ, query=MatchesAsked)
def list_matches(call: Call[MatchesAsked]) -> MatchPage:
    """Matches of the charity's own people, those proposed last first."""
    asked = call.asked
    statuses = None if asked.status is None else (asked.status,)
    return page_shown(call, MatchesWanted(statuses, asked.need, asked.offer))


@noun.reads("/matches/{id}", Match, TokenScope.MATCHES_READ)
def get_match(call: Call[Nothing]) -> Match:
    """One match of the charity's own people."""
    return shown(call.holder, match_seen(call.act, call.holder, call.id))


@noun.does("/matches/{id}/done", Receipt, TokenScope.MATCHES_WRITE, body=Done)
def report_match_done(call: Call[Done]) -> Receipt:
    """Say for an own volunteer that it is done. The resident is asked to confirm it."""
    match_of_own_volunteer(call.act, call.holder, call.id)
    report_done(call.act, call.id, call.asked.minutes)
    return Receipt(id=call.id, status=MatchStatus.DONE_REPORTED)


@noun.does("/matches/{id}/confirm", Receipt, TokenScope.MATCHES_WRITE)
def confirm_match(call: Call[Nothing]) -> Receipt:
    """Say for an own resident that it was done."""
    match_of_own_resident(call.act, call.holder, call.id)
    confirm_done(call.act, call.id)
    return Receipt(id=call.id, status=MatchStatus.CONFIRMED)


@noun.does("/matches/{id}/failed", Receipt, TokenScope.MATCHES_WRITE, body=Failed)
def fail_match(call: Call[Failed]) -> Receipt:
    """Say that it was not done, and why. The unit is open again.

    It is said for an own volunteer while they have not reported it done, and else for an own
    resident.
    """
    match = match_seen(call.act, call.holder, call.id)
    for_volunteer = match.offer_charity_id == call.holder.charity_id
    for_resident = match.need_charity_id == call.holder.charity_id
    if for_volunteer and (match.status is MatchStatus.ACCEPTED or not for_resident):
        could_not(call.act, call.id, call.asked.reason)
    else:
        say_not_done(call.act, call.id, call.asked.reason)
    return Receipt(id=call.id, status=MatchStatus.FAILED)


@noun.does("/matches/{id}/hand-back", Receipt, TokenScope.MATCHES_WRITE)
def hand_match_back(call: Call[Nothing]) -> Receipt:
    """Give back for an own volunteer what they had said yes to. Somebody else is looked for."""
    match_of_own_volunteer(call.act, call.holder, call.id)
    hand_back(call.act, call.id)
    return Receipt(id=call.id, status=MatchStatus.WITHDRAWN)


def page_shown(call: Call[Paged], wanted: MatchesWanted) -> MatchPage:
    """A page of matches as the charity may see them."""
    after = after_cursor(call.act, "matches", call.asked.cursor)
    page = matches_seen(call.act, call.holder, wanted, after, call.asked.limit)
    return MatchPage(
        items=[shown(call.holder, one) for one in page.lines],
        next=cursor_of(call.act, "matches", page.next),
    )


def shown(holder: Holder, match: MatchSummary) -> Match:
    """A match as the charity may see it."""
    plain = {
        name: getattr(match, name) for name in Match.model_fields if name not in ("need", "offer")
    }
    need = Side(
        id=match.need_id,
        ours=match.need_charity_id == holder.charity_id,
        borough=match.need_borough,
        cell=match.need_cell,
    )
    offer = Side(
        id=match.offer_id,
        ours=match.offer_charity_id == holder.charity_id,
        borough=match.offer_borough,
        cell=match.offer_cell,
    )
    return Match(need=need, offer=offer, **plain)
