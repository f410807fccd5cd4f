"""Sending what is in the outbox: take a few, send them with nothing held, note what became of each.

Nothing is lost: a message that was taken and of which nobody heard again is free when its lease
runs out. Nothing is doubled as far as that can be had: a message has one id at every try. A
provider of texts sends an id once; a repeated e-mail has the same Message-ID and the same bytes,
which mail programs show once; a file takes the place of the first. What no sender can promise is
that a mail server which took a message, and was cut off before it could say so, delivers one copy.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.domain.refusals import Busy, Refusal
from matcher.messages.delivery import Delivery, DeliveryState, Standing, after
from matcher.messages.email_address import read_email_address
from matcher.messages.letters.compose import email, sms
from matcher.messages.letters.letter import Letter
from matcher.messages.message import Message
from matcher.service.acting import MACHINE, Act, Rules
from matcher.service.links_later import link_letters
from matcher.service.log_lines import fault
from matcher.service.post import opened_letter
from matcher.service.post_office import PostOffice
from matcher.service.taken_letters import Taken, read_taken
from matcher.storage.database import Database
from matcher.storage.sealed import CannotOpen, Sealer
from matcher.storage.writing.sending import (
    WRITTEN,
    Noted,
    leave_to_a_person,
    note_outcome,
    put_off,
    take_due,
)

logger = logging.getLogger("nearhand.post")

# A try takes two minutes at most (`SmtpSettings.whole_s`), four are made at once, and eight are
# taken: so the lease outlasts them all.
LEASE = timedelta(minutes=5)
TAKEN_AT_ONCE = 8
SENT_AT_ONCE = 4
CANNOT_BE_READ = "cannot_be_read"
# Between tries to note what became of a message, while the database is away: half a minute, in
# which a server starts again.
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages of one go.

    `left` are now a person's to tell, `put_off` wait so that nobody is woken.
    """

    taken: int = 0
    sent: int = 0
    again: int = 0
    failed: int = 0
    dropped: int = 0
    left: int = 0
    put_off: int = 0


# A delivery; a word where it was not tried, a moment where it waits until then, None where a
# person has to tell it.
_Said = Delivery | str | datetime | None
_Unnoted = tuple[Taken, _Said, Busy]


def send_due(
    database: Database,
    office: PostOffice,
    sealer: Sealer,
    *,
    by: str,
    now: Callable[[], datetime],
    most: int = TAKEN_AT_ONCE,
    rules: Rules | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> Sent:
    """Send up to so many of the messages that are due; `by` names this process.

    Several processes may do so at once. Call it again while it says that it took `most`. Where the
    database is away when a message has gone, `wait` is called between tries to note it.
    """
    began = now()
    with database.begin() as store:
        taken = take_due(store, by=by, until=began + LEASE, now=began, most=most)
        link_letters(Act(store, began, sealer, MACHINE, rules or Rules()), taken)
        ids = [row.id for row in taken]
    if not ids:
        return Sent()
    with database.read() as store:
        act = Act(store, began, sealer, MACHINE)
        letters = read_taken(act, ids)
    going = _Going(database, office, sealer, by, now, wait)
    with ThreadPoolExecutor(SENT_AT_ONCE, "post") as threads:
        return going.go(letters, threads)


@dataclass(frozen=True, slots=True)
class _Going:
    """One go of the dispatcher."""

    database: Database
    office: PostOffice
    sealer: Sealer
    by: str
    now: Callable[[], datetime]
    wait: Callable[[float], None]

    def go(self, letters: Sequence[Taken], threads: Executor) -> Sent:
        """Send all of them, a few at once, and note each as soon as those before it are noted.

        An error about one is raised when the others are noted: what went out unnoted goes out
        again.
        """
        tries = [(letter, threads.submit(self._send, letter)) for letter in letters]
        became, wrong, left = Counter[str](), list[Exception](), list[_Unnoted]()
        for letter, trying in tries:
            try:
                said = trying.result()
            # Ours to mend. The message is free again when its lease runs out.
            except Exception as error:
                _log(letter, "fault", fault(error))
                wrong.append(error)
            else:
                self._note_or_leave(letter, said, became, left)
        for pause_s in PAUSES_S:
            if not left:
                break
            self.wait(pause_s)
            again, left = left, []
            for letter, said, _away in again:
                self._note_or_leave(letter, said, became, left)
        wrong += [away for _letter, _said, away in left]
        if wrong:
            raise wrong[0]
        return Sent(taken=len(letters), **became)

    def _note_or_leave(
        self, letter: Taken, said: _Said, became: Counter[str], left: list[_Unnoted]
    ) -> None:
        try:
            name = self._note(letter, said)
        except Busy as away:
            left.append((letter, said, away))
        else:
            became[name] += 1
            _log(letter, name)

    def _send(self, letter: Taken) -> _Said:
        """Try once, unless it is overtaken, put off, unreadable, or a person has to tell it."""
        if letter.overtaken:
            return OutboxState.DROPPED
        if letter.goes_at is not None:
            return letter.goes_at
        if not letter.readable:
            return CANNOT_BE_READ
        way = letter.written_way
        if way is None:
            return None
        try:
            opened = opened_letter(self.sealer, letter.payload, letter.id)
            message = self._composed(letter, opened, way)
        except (Refusal, CannotOpen, KeyError):
            # Ours to mend, and no reason to keep the others waiting.
            return CANNOT_BE_READ
        return self.office.sender.send(message)

    def _composed(self, taken: Taken, letter: Letter, way: ContactWay) -> Message:
        voice = self.office.voice(taken.language)
        if way is ContactWay.TEXT:
            assert taken.contact.phone is not None
            return sms(letter, voice, id=taken.id, to=taken.contact.phone.number)
        assert taken.contact.email is not None
        to = read_email_address(taken.contact.email.address)
        return email(letter, voice, id=taken.id, to=to, written_at=taken.first_due)

    def _note(self, letter: Taken, said: _Said) -> str:
        """Note what became of it, in a transaction of its own; the name for the tally."""
        now = self.now()
        with self.database.begin() as store:
            if said is None:
                way = next(way for way in letter.contact.ways() if way not in WRITTEN)
                leave_to_a_person(store, letter.id, way=way, by=self.by)
                return "left"
            if isinstance(said, datetime):
                put_off(store, letter.id, until=said, by=self.by)
                return "put_off"
            noted = self._noted(letter, said, now)
            note_outcome(store, letter.id, noted, by=self.by, now=now)
        return _TALLIED[noted.state]

    def _noted(self, letter: Taken, said: Delivery | str, now: datetime) -> Noted:
        if said == OutboxState.DROPPED:
            return Noted(OutboxState.DROPPED, letter.tries)
        if isinstance(said, str):
            return Noted(OutboxState.FAILED, letter.tries + 1, said)
        standing = after(
            Standing(DeliveryState.WAITING, None, letter.tries),
            said,
            first_due=letter.first_due,
            now=now,
            chance=self.office.chance(),
            patience=self.office.patience,
            useless_after=letter.drop_after,
        )
        return Noted(
            _STATES[standing.state],
            standing.tries,
            last_error=said.trouble,
            # Theirs, so its length is bounded here: ours is 128.
            provider_reference=(said.provider_id or "")[:128] or None,
            next_try_at=standing.next_try_at,
        )


_STATES = {
    DeliveryState.SENT: OutboxState.SENT,
    DeliveryState.FAILED: OutboxState.FAILED,
    DeliveryState.TRYING_AGAIN: OutboxState.WAITING,
}
_TALLIED = {
    OutboxState.SENT: "sent",
    OutboxState.FAILED: "failed",
    OutboxState.WAITING: "again",
    OutboxState.DROPPED: "dropped",
}


def _log(letter: Taken, became: str, more: Mapping[str, object] = MappingProxyType({})) -> None:
    level = logging.ERROR if more else logging.INFO
    said = {"outbox": letter.id, "kind": letter.kind, "became": became}
    logger.log(level, "message", extra=said | dict(more))
