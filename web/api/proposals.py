"""`/proposals`: matches that wait for the volunteer's answer."""

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason
from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import MatchesWanted, match_of_own_volunteer
from matcher.service.matches import accept_match, decline_match
from web.api.matches import MatchPage, page_shown
from web.api.operations import Call, Noun
from web.api.shapes import Asked, Id, Nothing, PageAsked, Receipt, example

noun = Noun("proposals", "Matches that wait for the volunteer's answer.")


class ProposalsAsked(PageAsked):
    """Which proposals to list."""

    need: Id | None = None
    offer: Id | None = None


class No(Asked):
    """Why the volunteer says no."""

    model_config = example({"reason": "wrong_time"})

    reason: DeclineReason


@noun.reads("/proposals", MatchPage, TokenScope.MATCHES_READ, query=ProposalsAsked)
def list_proposals(call: Call[ProposalsAsked]) -> MatchPage:
    """Proposals to or for the charity's own people, the newest first."""
    asked = call.asked
    wanted = MatchesWanted((MatchStatus.PROPOSED,), asked.need, asked.offer)
    return page_shown(call, wanted)


@noun.does("/proposals/{id}/accept", Receipt, TokenScope.MATCHES_WRITE)
def accept_proposal(call: Call[Nothing]) -> Receipt:
    """Say yes for an own volunteer. Of several who are asked together the first yes counts."""
    match_of_own_volunteer(call.act, call.holder, call.id)
    accept_match(call.act, call.id)
    return Receipt(id=call.id, status=MatchStatus.ACCEPTED)


@noun.does("/proposals/{id}/decline", Receipt, TokenScope.MATCHES_WRITE, body=No)
def decline_proposal(call: Call[No]) -> Receipt:
    """Say no for an own volunteer, and why. The pair is not proposed again."""
    match_of_own_volunteer(call.act, call.holder, call.id)
    decline_match(call.act, call.id, call.asked.reason)
    return Receipt(id=call.id, status=MatchStatus.DECLINED)
