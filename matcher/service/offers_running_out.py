"""What time does to offers and checks: pauses end, offers are asked about, checks run out."""

from collections.abc import Callable
from datetime import timedelta

from matcher.domain.deadlines import silence_ends_at, still_offered_asked_at
from matcher.domain.links import LinkPurpose
from matcher.messages.letters.contents import Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.messages.letters.volunteers import CheckRunsOut, PauseEnded, StillOffered
from matcher.service.acting import Act
from matcher.service.follow_ups import BATCH, tell
from matcher.service.offers import end_offer, take_up_offer
from matcher.storage.reading.still_standing import (
    CheckToRenew,
    OfferToAskAbout,
    checks_to_renew,
    offers_that_are_silent,
    offers_to_ask_about,
    offers_whose_pause_is_over,
)
from matcher.storage.writing.links import Subject

_A_DAY = timedelta(days=1)
# Time enough for a new certificate to arrive, and for somebody to see it.
CHECK_TOLD_BEFORE = timedelta(days=28)
_CHECK = "check_runs_out:"


def ask_still_offered(act: Act, *, most: int = BATCH) -> int:
    """Ask volunteers of whom nothing was heard for long whether they still want to help."""
    waited = timedelta(days=act.rules.deadlines.still_offered_days) - _A_DAY
    found = offers_to_ask_about(
        act.store, heard_before=act.now - waited, kind=LetterKind.STILL_OFFERED, most=most
    )
    return sum(_asked(act, offer) for offer in found)


def end_silent_offers(act: Act, *, most: int = BATCH) -> int:
    """End offers whose volunteers were asked and did not answer; what was promised stands."""
    waited = timedelta(days=act.rules.deadlines.silence_days) - _A_DAY
    found = offers_that_are_silent(
        act.store, asked_before=act.now - waited, kind=LetterKind.STILL_OFFERED, most=most
    )
    over = [one for one in found if silence_ends_at(one.heard_at, act.rules.deadlines) <= act.now]
    for offer in over:
        end_offer(act, offer.offer_id)
    return len(over)


def end_pauses(act: Act, *, most: int = BATCH) -> int:
    """Take up offers whose pause is over, and welcome their volunteers back."""
    found = offers_whose_pause_is_over(act.store, today=act.today, most=most)
    for offer in found:
        take_up_offer(act, offer.offer_id)
        key = f"pause_ended:{offer.offer_id}:{offer.paused_until}"
        _tell(act, offer.volunteer_id, PauseEnded, key)
    return len(found)


def warn_of_checks(act: Act, *, most: int = BATCH) -> int:
    """Tell volunteers whose check is due for review soon, once for each check."""
    found = checks_to_renew(
        act.store, today=act.today, until=act.today + CHECK_TOLD_BEFORE, key=_CHECK, most=most
    )
    return sum(_warned(act, check) for check in found)


def _asked(act: Act, offer: OfferToAskAbout) -> bool:
    if act.now < still_offered_asked_at(offer.heard_at, act.rules.deadlines):
        return False
    answer_by = silence_ends_at(act.now, act.rules.deadlines)
    key = f"still_offered:{offer.offer_id}:{offer.heard_at.isoformat()}"
    return _tell(act, offer.volunteer_id, lambda link: StillOffered(link, answer_by), key)


def _warned(act: Act, check: CheckToRenew) -> bool:
    review_on = check.review_on
    if review_on is None:
        return False
    key = f"{_CHECK}{check.check_id}"
    return _tell(act, check.volunteer_id, lambda link: CheckRunsOut(link, review_on), key)


def _tell(act: Act, volunteer_id: str, make: Callable[[Link], Letter], key: str) -> bool:
    return tell(
        act,
        make,
        "v",
        LinkPurpose.VOLUNTEER,
        Subject(person_id=volunteer_id),
        person_id=volunteer_id,
        key=key,
    )
