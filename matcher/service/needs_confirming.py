"""Somebody really asked: by a code, by a link, or because a coordinator spoke with them.

Before that a need does not enter matching, so that nobody can send a neighbour to a stranger's
door.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.deadlines import unconfirmed_need_expires_at
from matcher.domain.life_cycles import NeedStatus, how_it_stands
from matcher.domain.links import LinkPurpose
from matcher.domain.origins import ConfirmedBy
from matcher.domain.refusals import Conflict, NotAllowed
from matcher.messages.letters.contents import Code
from matcher.messages.letters.needs import ConfirmNeed
from matcher.service.acting import Act
from matcher.service.erasure import erase_person
from matcher.service.post import Posted, post, private_page
from matcher.service.typed_codes import is_right_code
from matcher.storage.ids import new_id
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.codes import made_code, revoke_codes
from matcher.storage.writing.links import (
    LinkValues,
    Subject,
    keep_links,
    made_link,
    open_link,
    use_link,
)
from matcher.storage.writing.needs import held_need, mark_confirmed
from matcher.storage.writing.rates import allow

MOST_CODES = 4
CODES_PER = timedelta(hours=1)
TOO_MANY_CODES = (
    "We have sent several codes already. Please use the newest, or wait an hour for another."
)


@dataclass(frozen=True, slots=True)
class Asking:
    """The letter that asks to confirm a need, with the links behind it, which are to be kept."""

    letter: ConfirmNeed
    links: tuple[LinkValues, LinkValues]
    drop_after: datetime

    @staticmethod
    def key(need_id: str) -> str:
        """What such a letter tells of: each once, and as many as are asked for."""
        return f"confirm:{need_id}:{new_id()}"


def ask_to_confirm(act: Act, need_id: str, created_at: datetime) -> Asking:
    """A letter with a fresh code and link, for a need of that moment."""
    subject = Subject(need_id=need_id)
    until = unconfirmed_need_expires_at(created_at, act.rules.deadlines)
    secret, link = made_link(
        act.sealer, LinkPurpose.CONFIRM_NEED, subject, now=act.now, expires_at=until
    )
    code, code_row = made_code(act.sealer, LinkPurpose.CONFIRM_NEED, subject, now=act.now)
    return Asking(ConfirmNeed(private_page("c", secret), Code(code)), (link, code_row), until)


def send_code(act: Act, need: NeedRow) -> Posted | None:
    """Write to the resident with a fresh code and link; None where they cannot be written to."""
    revoke_codes(act.store, LinkPurpose.CONFIRM_NEED, Subject(need_id=need.id), now=act.now)
    asking = ask_to_confirm(act, need.id, need.created_at)
    keep_links(act.store, asking.links)
    return post(
        act,
        asking.letter,
        person_id=need.person_id,
        key=asking.key(need.id),
        need_id=need.id,
        drop_after=asking.drop_after,
    )


def send_another_code(act: Act, need_id: str) -> Posted | None:
    """The same once more, for whom the first did not reach: a few times in an hour."""
    need = held_need(act.store, need_id)
    _require_unconfirmed(need)
    if not allow(act.store, f"code:{need_id}", most=MOST_CODES, per=CODES_PER, now=act.now):
        raise NotAllowed(TOO_MANY_CODES)
    return send_code(act, need)


def confirm_need(act: Act, need_id: str, by: ConfirmedBy) -> bool:
    """Let a need enter matching; False where it had already, `Conflict` once it is closed."""
    if not mark_confirmed(act.store, need_id, by, now=act.now):
        return False
    need = held_need(act.store, need_id)
    person = act.store.get(PersonRow, need.person_id)
    if person is not None and by is not ConfirmedBy.COORDINATOR:
        person.contact_proven_at = person.contact_proven_at or act.now
    act.note("confirmed", "need", need_id, person_id=need.person_id, how=by)
    return True


def confirm_by_code(act: Act, need_id: str, code: str) -> bool:
    """Whether this is the code that was sent; then the need is confirmed.

    A wrong one is counted and returns False. `NotFound` where no code waits any more, `NotAllowed`
    after too many wrong ones.
    """
    need = held_need(act.store, need_id)
    if need.confirmed_at is not None:
        return True
    subject = Subject(need_id=need_id)
    if not is_right_code(act, need.person_id, LinkPurpose.CONFIRM_NEED, subject, code):
        return False
    confirm_need(act, need_id, ConfirmedBy.PHONE_CODE)
    return True


def need_to_confirm(act: Act, secret: str) -> str:
    """The id of the need that a link confirms; `NotFound` when it confirms none any more."""
    link = open_link(act.store, act.sealer, LinkPurpose.CONFIRM_NEED, secret, now=act.now)
    return str(link.need_id)


def confirm_by_link(act: Act, secret: str) -> str:
    """Confirm the need of a link, however often it is pressed; return the need's id."""
    link = open_link(act.store, act.sealer, LinkPurpose.CONFIRM_NEED, secret, now=act.now)
    use_link(act.store, link, now=act.now)
    confirm_need(act, str(link.need_id), ConfirmedBy.LINK)
    return str(link.need_id)


def was_not_me(act: Act, secret: str) -> None:
    """Somebody gave an address that is not theirs: forget it, and all that came with it."""
    need = held_need(act.store, need_to_confirm(act, secret))
    if need.confirmed_at is not None:
        raise Conflict(
            "This was confirmed already. To stop, open the newest message from us, or ring us."
        )
    act.note("was_not_me", "need", need.id, person_id=need.person_id)
    erase_person(act, need.person_id)


def _require_unconfirmed(need: NeedRow) -> None:
    if need.confirmed_at is not None:
        raise Conflict("This is confirmed already: we are looking.")
    if need.status is NeedStatus.CLOSED:
        raise Conflict(how_it_stands(need.status))
