"""E-mails by SMTP, with one connection for each."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from matcher.domain.refusals import Invalid
from matcher.messages.delivery import Delivery
from matcher.messages.message import Email
from matcher.messages.senders.hosts import is_host, is_this_machine
from matcher.messages.senders.mime import Mailbox, as_mime, message_id
from matcher.messages.senders.smtp_answers import after_error
from matcher.messages.senders.smtp_patience import Patient, PatientTls


class Security(StrEnum):
    """How the connection is made secret."""

    TLS = "tls"  # from the first byte, usually port 465
    STARTTLS = "starttls"  # asked for in the clear, usually port 587; never without it
    NONE = "none"  # for a server on this machine


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """An operator's mail server, and how patiently it is spoken to.

    `timeout_s` holds for each step, `whole_s` for all of one try together. `ca_file` names the
    certificates to trust in place of the system's.
    """

    host: str
    mailbox: Mailbox
    port: int = 587
    security: Security = Security.STARTTLS
    name: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = 20
    whole_s: float = 100
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if not is_host(self.host) or not 1 <= self.port <= 65_535:
            raise Invalid("Name a mail server and its port, from 1 to 65535.", "host")
        if (self.name is None) != (self.password is None):
            raise Invalid("A mail server wants a name and a password, or neither.", "password")
        for secret in (self.name, self.password):
            if secret is not None and not (secret and secret.isascii() and secret.isprintable()):
                raise Invalid(
                    "The name and the password for a mail server are letters, digits and signs"
                    " that ASCII has.",
                    "password",
                )
        if self.security is Security.NONE and not is_this_machine(self.host):
            raise Invalid(
                "Mail to another machine is sent with tls or starttls: addresses and private "
                "links are in it.",
                "security",
            )
        for name, seconds in (("timeout_s", self.timeout_s), ("whole_s", self.whole_s)):
            if not 0 < seconds <= 300:
                raise Invalid("%(name)s must be above 0 and at most 300.", name, name=name)
        if self.ca_file is not None and not self.ca_file.is_file():
            raise Invalid(
                "“%(ca_file)s” is not a file of certificates.", "ca_file", ca_file=str(self.ca_file)
            )


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Hands e-mails to a mail server; its id of a message is our Message-ID."""

    settings: SmtpSettings

    def send(self, message: Email, /) -> Delivery:
        """Try once. When the answer to the whole message is lost, it is tried again later."""
        mailbox = self.settings.mailbox
        # Written before anything is opened: a fault of ours must not look like the server's.
        content = as_mime(message, mailbox)
        try:
            with self._connected() as server:
                server.sendmail(mailbox.address, [message.to], content)
        except (smtplib.SMTPException, OSError) as error:
            return after_error(error)
        return Delivery.sent(message_id(message, mailbox), "250")

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            if self.settings.security is Security.STARTTLS:
                server.starttls(context=self._trust())
            if self.settings.name is not None and self.settings.password is not None:
                server.login(self.settings.name, self.settings.password)
            yield server
            # The message is taken: how the server says good-bye no longer matters, and an error
            # here would send it twice.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        # Otherwise smtplib asks the DNS for this machine's name, and tells it to the server.
        called = settings.mailbox.domain
        if settings.security is Security.TLS:
            return PatientTls(
                settings.host,
                settings.port,
                local_hostname=called,
                timeout=settings.timeout_s,
                context=self._trust(),
                whole_s=settings.whole_s,
            )
        return Patient(
            settings.host,
            settings.port,
            local_hostname=called,
            timeout=settings.timeout_s,
            whole_s=settings.whole_s,
        )

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings.ca_file)
