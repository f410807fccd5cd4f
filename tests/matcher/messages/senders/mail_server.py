"""Real mail servers on this machine, that behave as they are told."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
# What is there at once where all is well; only a failure waits so long.
PATIENCE_S = 120
TAKEN = "250 2.0.0 taken"
NAME, PASSWORD = "nearhand", "pa55-word"


@dataclass
class Post:
    """What a server does at each step, and what it was given; `drop_at` hangs up instead."""

    at_mail: str = "250 OK"
    at_rcpt: str = "250 OK"
    at_data: str = TAKEN
    drop_at: str = ""
    slow_at: str = ""
    mails: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    called: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.called = str(session.host_name)
        envelope.mail_from = address
        return await self._step("mail", server) or self.at_mail

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._step("rcpt", server) or self.at_rcpt.format(address=address)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data == TAKEN:
            self.mails.append(envelope.content or b"")
            self.recipients.append(envelope.rcpt_tos)
        return await self._step("data", server) or self.at_data.format(address=envelope.rcpt_tos)

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await self._step("quit", server) or "221 Bye"

    async def _step(self, name: str, server: SMTP) -> str:
        if self.drop_at == name:
            server.transport.abort()
            return "421 gone"
        while self.slow_at == name and not self.released.is_set():
            await asyncio.sleep(0.02)
        return ""


class AtAnyPort(Controller):
    """At a port that the machine gives it: one that was only looked up could be taken by now."""

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        listening = socket.create_server((HOST, 0))
        self.port = listening.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listening, ssl=self.ssl_context)


@contextmanager
def nobody_at_the_door() -> Iterator[int]:
    """Yield a port that is held, so that nobody else takes it, and at which nobody listens."""
    with socket.socket() as held:
        held.bind((HOST, 0))
        yield held.getsockname()[1]


@contextmanager
def a_mail_server(
    post: Post | None = None, *, context: ssl.SSLContext | None = None, **said: Any
) -> Iterator[int]:
    """Yield the port of a server; `context` is TLS from the first byte."""
    post = post or Post()
    server = AtAnyPort(post, HOST, ssl_context=context, ready_timeout=PATIENCE_S, **said)
    server.start()
    try:
        yield server.port
    finally:
        post.released.set()
        server.stop()


def who_knows_the_password(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any):
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (NAME.encode(), PASSWORD.encode())
    # Not handled: aiosmtpd itself is to answer.
    return AuthResult(success=known, handled=False)


@contextmanager
def who_says_only(words: bytes, *, hang_up: bool, times: int = 1) -> Iterator[int]:
    """Yield the port of something that says these words to each caller, and nothing more.

    Said many `times`, they come in drops.
    """
    with socket.create_server((HOST, 0)) as listening:
        over = threading.Event()
        callers: list[socket.socket] = []

        def answer() -> None:
            with suppress(OSError):
                while not over.is_set():
                    caller, _ = listening.accept()
                    callers.append(caller)
                    for _ in range(times):
                        caller.sendall(words)
                        over.wait(0.05 if times > 1 else 0)
                    if hang_up:
                        caller.shutdown(socket.SHUT_RDWR)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            for caller in callers:
                caller.close()
            thread.join(PATIENCE_S)
