"""Who is told of needs that go between charities: the coordinators of the one that it is news to.

Nobody is told of what they did themselves. To each goes at most one such letter an hour: what comes
in the hour after one waits, and is told at its end by one letter for all of it. What is urgent goes
at once, since its answer is due within hours.
"""

from datetime import datetime, timedelta

from matcher.domain.contact import ContactWay
from matcher.domain.urgency import Urgency
from matcher.messages.letters.charities import CharityNews, JoinedCharity
from matcher.messages.letters.contents import Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.service.acting import Act
from matcher.service.post import RESIDENTS_LIMITS, sealed_letter
from matcher.storage.ids import new_id
from matcher.storage.reading.outbox import latest_to_coordinator
from matcher.storage.reading.staff_there import coordinators_there
from matcher.storage.tables import NeedRow, OutboxRow
from matcher.storage.writing.one_row import add_row
from matcher.storage.writing.unsent import drop_unsent_keys

BETWEEN = timedelta(hours=1)
# Where a letter leads: short words, since each is a path with a random id and no more.
HANDED_ON, ASKED_FOR, NEWS, JOINED = "handed", "asked", "news", "joined"
KINDS = frozenset(
    {
        LetterKind.NEED_OFFERED,
        LetterKind.NEED_ASKED_FOR,
        LetterKind.CHARITY_ANSWERED,
        LetterKind.CHARITY_NEWS,
    }
)


def page_of(word: str, charity_id: str) -> Link:
    """The address that a letter brings: it opens nothing for whoever is not signed in."""
    return Link(f"/{word}/{charity_id}")


def tell_charity(act: Act, charity_id: str, need: NeedRow, letter: Letter, about: str) -> int:
    """Write to a charity's coordinators in the borough of a need; return to how many.

    `about` is the id of the referral or the asking: a second letter of it is refused.
    """
    told = coordinators_there(act.store, charity_id, need.borough)
    others = [one for one in told if act.by != f"coordinator:{one}"]
    urgent = need.urgency is Urgency.URGENT
    return sum(_tell(act, one, charity_id, letter, about, urgent) for one in others)


def tell_of_joining(act: Act, account_id: str, charity_id: str) -> None:
    """Write to somebody with an account that one more charity has invited them."""
    letter = JoinedCharity(page_of(JOINED, charity_id))
    _keep(act, account_id, letter, f"{letter.KIND}:{charity_id}:{account_id}:{new_id()}", act.now)


def drop_questions(act: Act, about: str) -> None:
    """Let no letter go out that asks for an answer which was given meanwhile."""
    for kind in (LetterKind.NEED_OFFERED, LetterKind.NEED_ASKED_FOR):
        drop_unsent_keys(act.store, f"{kind}:{about}:")


def _tell(
    act: Act, account_id: str, charity_id: str, letter: Letter, about: str, urgent: bool
) -> bool:
    key = f"{letter.KIND}:{about}:{account_id}"
    latest = latest_to_coordinator(act.store, account_id, KINDS, since=act.now - BETWEEN)
    if latest is None or urgent:
        return _keep(act, account_id, letter, key, act.now, urgent)
    goes_at = latest.not_before + BETWEEN
    if latest.not_before > act.now:
        # It has not gone out yet. One for all of it takes its place, unless it is that already.
        if latest.kind == LetterKind.CHARITY_NEWS:
            return False
        drop_unsent_keys(act.store, latest.idempotency_key)
        goes_at = latest.not_before
    news = CharityNews(page_of(NEWS, charity_id))
    return _keep(act, account_id, news, f"{news.KIND}:{account_id}:{new_id()}", goes_at)


def _keep(
    act: Act,
    account_id: str,
    letter: Letter,
    key: str,
    goes_at: datetime,
    urgent: bool = False,
) -> bool:
    """Put a letter into the outbox, not before a moment nor at night; False for one told before."""
    id = new_id()
    said = {
        "id": id,
        "idempotency_key": key,
        "kind": letter.KIND,
        "coordinator_id": account_id,
        "way": ContactWay.EMAIL,
        "payload": sealed_letter(act.sealer, letter, id),
        "urgent": urgent,
        "not_before": RESIDENTS_LIMITS.next_send_at(goes_at, (), urgent=urgent),
        "created_at": act.now,
    }
    return add_row(act.store, OutboxRow, said, skip_known=True)
