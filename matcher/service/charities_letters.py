"""Who is told of needs that go between charities: the coordinators of the one that it is news to.

Nobody is told of what they did themselves. To each goes at most one such letter an hour: what comes
in the hour after one waits, and is told at its end by one letter for all of it. What is urgent goes
at once, since its answer is due within hours.

The account of each reader is held while their letters are looked through, so that of two things at
one moment the second is told with the first. Telling is the last that a transaction does, and takes
accounts in the order of their ids: so nobody waits in a circle.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from matcher.domain.contact import ContactWay
from matcher.domain.urgency import Urgency
from matcher.messages.letters.charities import (
    CharityNews,
    CharityRefused,
    CharityVerified,
    JoinedCharity,
)
from matcher.messages.letters.contents import Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.service.acting import Act
from matcher.service.post import RESIDENTS_LIMITS, sealed_letter
from matcher.storage.ids import new_id
from matcher.storage.reading.outbox import latest_to_coordinator
from matcher.storage.reading.staff_there import coordinators_there
from matcher.storage.tables import CoordinatorRow, NeedRow, OutboxRow
from matcher.storage.writing.accounts import hold_accounts
from matcher.storage.writing.one_row import add_row
from matcher.storage.writing.unsent import drop_unsent_keys

BETWEEN = timedelta(hours=1)
# Where a letter leads: short words, since each is a path with a random id and no more.
HANDED_ON, ASKED_FOR, NEWS, JOINED, SETTLED = "handed", "asked", "news", "joined", "settled"
KINDS = frozenset(
    {
        LetterKind.NEED_OFFERED,
        LetterKind.NEED_ASKED_FOR,
        LetterKind.CHARITY_ANSWERED,
        LetterKind.CHARITY_NEWS,
        LetterKind.NEED_GONE,
    }
)


def page_of(word: str, charity_id: str) -> Link:
    """The address that a letter brings: it opens nothing for whoever is not signed in."""
    return Link(f"/{word}/{charity_id}")


class News(NamedTuple):
    """What a charity is told; `about` is the id of the referral or the asking: a second letter of
    the same kind about it is refused."""

    charity_id: str
    letter: Letter
    about: str


def tell_charity(act: Act, need: NeedRow, *news: News) -> int:
    """Write to charities' coordinators in the borough of a need, last of all; return to how many.

    Whoever works for two of them hears of the first.
    """
    readers: dict[str, News] = {}
    for one in news:
        for account_id in coordinators_there(act.store, one.charity_id, need.borough):
            if act.by != f"coordinator:{account_id}":
                readers.setdefault(account_id, one)
    hold_accounts(act.store, readers)
    urgent = need.urgency is Urgency.URGENT
    return sum(_tell(act, reader, one, urgent) for reader, one in sorted(readers.items()))


def tell_of_joining(act: Act, account_id: str, charity_id: str) -> None:
    """Write to somebody with an account that one more charity has invited them."""
    letter = JoinedCharity(page_of(JOINED, charity_id))
    _keep(act, account_id, letter, f"{letter.KIND}:{charity_id}:{account_id}:{new_id()}", act.now)


def tell_founder(act: Act, founder_id: str, charity_id: str, *, verified: bool) -> bool:
    """Write to whoever registered a charity that it is let in, or not; whether we did, once.

    Whoever never came in by the link that registering sent may be a stranger whose address somebody
    typed in: they were promised to hear no more, and see how it stands when they do come.
    """
    founder = act.store.get_one(CoordinatorRow, founder_id)
    if not founder.active or founder.password is None or act.by == f"coordinator:{founder_id}":
        return False
    letter = (
        CharityVerified(page_of(JOINED, charity_id))
        if verified
        else CharityRefused(page_of(SETTLED, charity_id))
    )
    return _keep(act, founder_id, letter, f"{letter.KIND}:{charity_id}", act.now)


def drop_questions(act: Act, about: str) -> None:
    """Let no letter go out that asks for an answer which was given meanwhile."""
    for kind in (LetterKind.NEED_OFFERED, LetterKind.NEED_ASKED_FOR):
        drop_unsent_keys(act.store, f"{kind}:{about}:")


def _tell(act: Act, account_id: str, told: News, urgent: bool) -> bool:
    key = f"{told.letter.KIND}:{told.about}:{account_id}"
    latest = latest_to_coordinator(act.store, account_id, KINDS, since=act.now - BETWEEN)
    if latest is None or urgent:
        return _keep(act, account_id, told.letter, key, act.now, urgent)
    goes_at = latest.not_before + BETWEEN
    if latest.not_before > act.now:
        # It has not gone out yet. One for all of it takes its place, unless it is that already.
        if latest.kind == LetterKind.CHARITY_NEWS:
            return False
        drop_unsent_keys(act.store, latest.idempotency_key)
        goes_at = latest.not_before
    news = CharityNews(page_of(NEWS, told.charity_id))
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
