"""Letters in the outbox for tests, and post offices of which a test chooses the sender."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.messages.delivery import Delivery
from matcher.messages.letters.contents import Help, Link
from matcher.messages.letters.letter import Letter
from matcher.messages.letters.matches import Thanks
from matcher.messages.message import Message
from matcher.messages.senders.mime import Mailbox
from matcher.messages.senders.sender import ByKind, Sender
from matcher.messages.senders.sms_http import SmsSender, SmsSettings
from matcher.messages.senders.smtp import Security, SmtpSender, SmtpSettings
from matcher.service.acting import MACHINE, Act
from matcher.service.contacts import Details, keep_details
from matcher.service.dispatch import Sent, send_due
from matcher.service.post import Posted, post
from matcher.service.post_office import PostOffice
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import Sealer
from matcher.storage.tables import OutboxRow, PersonRow
from tests.builders import LAMBETH
from tests.matcher.messages.posting import A_PHONE, MAILBOX, SECRET, a_voice
from tests.matcher.messages.senders.sms_provider import PATIENCE_S, TOKEN
from tests.matcher.storage.rows import NOW, a_person

SEALER = Sealer.from_text("0123456789abcdef" * 4)
AN_ADDRESS = "sam@example.org"
A_MINUTE = timedelta(minutes=1)
THANKS = Thanks(Link(f"/p/{SECRET}"), Help("groceries", LAMBETH))


@dataclass
class Listener:
    """A sender that keeps what it is given, and says of it what a test wants."""

    says: Callable[[Message], Delivery] = lambda message: Delivery.sent(f"id-{message.id}")
    given: list[Message] = field(default_factory=list)

    def send(self, message: Message, /) -> Delivery:
        self.given.append(message)
        return self.says(message)


class Clock:
    """A clock that a test turns."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, by: timedelta) -> None:
        self.now += by


def an_office(sender: Sender[Message] | None = None) -> PostOffice:
    return PostOffice(sender or Listener(), lambda code: a_voice(language=code), lambda: 1.0)


def real_senders(
    *,
    smtp_port: int = 1,
    sms_url: str = "http://127.0.0.1:1/messages",
    answer_s: float = PATIENCE_S,
) -> ByKind:
    """The senders of the real service, for servers on this machine."""
    mail = SmtpSettings(
        "127.0.0.1",
        Mailbox(MAILBOX.name, MAILBOX.address),
        smtp_port,
        Security.NONE,
        timeout_s=PATIENCE_S,
    )
    texts = SmsSettings(sms_url, "Nearhand", TOKEN, connect_s=PATIENCE_S, answer_s=answer_s)
    return ByKind(sms=SmsSender(texts), email=SmtpSender(mail))


def an_act(store: Store, now: datetime = NOW, by: str = MACHINE) -> Act:
    return Act(store, now, SEALER, by)


def a_reader(store: Store, *ways: ContactWay, sealer: Sealer = SEALER, **said: Any) -> str:
    """A person who has a telephone and an e-mail address, and likes the first of `ways` best."""
    person = a_person(store, **said)
    details(store, person.id, *ways, sealer=sealer)
    return person.id


def details(store: Store, person_id: str, *ways: ContactWay, sealer: Sealer = SEALER) -> None:
    """What a person likes best, and with more than one way, only these."""
    prefers = ways[0] if ways else ContactWay.EMAIL
    never = set(ContactWay) - set(ways) - {ContactWay.COORDINATOR} if len(ways) > 1 else set()
    contact = Contact(Phone(A_PHONE), Email(AN_ADDRESS), prefers, frozenset(never))
    person = store.get_one(PersonRow, person_id)
    keep_details(Act(store, NOW, sealer), person, Details("Sam", contact))
    store.flush()


def a_posted_letter(
    store: Store, letter: Letter = THANKS, *, way: ContactWay = ContactWay.EMAIL, **said: Any
) -> Posted:
    usual = {"key": new_id()}
    if "person_id" not in said:
        usual["person_id"] = a_reader(store, way)
    posted = post(an_act(store), letter, **usual | said)
    assert posted is not None
    return posted


def sent(database: Database, office: PostOffice, clock: Clock | None = None, **said: Any) -> Sent:
    usual = {"by": "a dispatcher", "now": clock or Clock()}
    return send_due(database, office, SEALER, **usual | said)


def row(database: Database, outbox_id: str) -> OutboxRow:
    with database.read() as store:
        return store.get_one(OutboxRow, outbox_id)
