"""What is handed on, as pages: to whom a need could go, and what waits for an answer."""

from dataclasses import dataclass

from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.charities_public import Hearing, hearing
from matcher.service.desk import Desk, place_of
from matcher.service.referrals_offering import own_need
from matcher.storage.reading.charities import CharityLine, charities_in
from matcher.storage.reading.consent import QuestionLine, latest_question
from matcher.storage.reading.referrals import (
    DirectoryLine,
    ReferralLine,
    directory,
    referrals_at,
    referrals_of,
)

__all__ = ["DirectoryLine", "ReferralPage", "referral_page", "referrals"]


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """A need of one's own, to whom it may be handed, and what was tried."""

    need_id: str
    reference: str
    category: str
    charities: tuple[CharityLine, ...]
    outside: tuple[DirectoryLine, ...]
    tried: tuple[ReferralLine, ...]
    question: QuestionLine | None


def referral_page(act: Act, desk: Desk, need_id: str) -> ReferralPage:
    """To whom a need could be handed on."""
    need = own_need(act, desk, need_id)
    able = [
        one
        for one in charities_in(act.store, need.borough, but_not=str(need.charity_id))
        if hearing(act, one, need.borough, place_of(need), need.category) is Hearing.YES
    ]
    return ReferralPage(
        need_id,
        need.reference,
        need.category,
        tuple(able),
        tuple(directory(act.store, [need.borough])),
        tuple(referrals_of(act.store, need_id)),
        latest_question(act.store, need_id),
    )


def referrals(act: Act, desk: Desk) -> list[ReferralLine]:
    """What waits for an answer on either side, and what was sent outside with no end known."""
    return referrals_at(act.store, desk.require(Right.REFER))
