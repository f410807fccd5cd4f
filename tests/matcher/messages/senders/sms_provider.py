"""A real HTTP server on this machine that behaves like a provider of text messages."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST, TOKEN = "127.0.0.1", "t0ken"
# How long an answer is kept back from a sender that has no end of patience.
PATIENCE_S = 120
JSON = "application/json"


@dataclass
class Provider:
    """What it answers, and what it has sent: one text for each idempotency key.

    `losing` names how an answer is lost after the text was sent: `at_once`, `half` or `slow`
    (until released), `dripping` byte for byte, or `endless`.
    """

    status: int = 201
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    losing: str = ""
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def takes(self, key: str, text: dict[str, Any]) -> bytes:
        """Send a text once, and give its id: the same one for a repeat."""
        self.texts.setdefault(key, text)
        return json.dumps({"id": f"sms-{list(self.texts).index(key)}"}).encode()


class _Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def log_message(self, *args: object) -> None:
        """Say nothing on the test's stderr."""

    def do_POST(self) -> None:
        provider = self.provider
        said = self.rfile.read(int(self.headers["Content-Length"]))
        provider.asked.append((self.path, dict(self.headers), said))
        body = b'{"error": "no"}' if provider.status >= 300 else self._taken(said)
        with suppress(ConnectionError, ssl.SSLError):
            self._answer(body if provider.body is None else provider.body)

    do_GET = do_POST  # noqa: N815 (whoever follows a redirect would GET)

    def _taken(self, said: bytes) -> bytes:
        return self.provider.takes(self.headers["Idempotency-Key"], json.loads(said))

    def _answer(self, body: bytes) -> None:
        provider = self.provider
        if provider.losing == "slow":
            provider.released.wait(PATIENCE_S)
        if provider.losing in ("at_once", "slow"):
            self.close_connection = True
            return
        self.send_response(provider.status)
        self.send_header("Content-Type", JSON)
        length = 10**9 if provider.losing in ("dripping", "endless") else len(body)
        self.send_header("Content-Length", str(length))
        for name, value in provider.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = bool(provider.losing)
        if provider.losing == "half":
            body = body[: len(body) // 2]
        self.wfile.write(body)
        # Bounded, so that a sender with no patience limit fails its test, and does not hang it.
        for _ in range(1_000 if provider.losing == "dripping" else 0):
            if not provider.released.wait(0.05):
                self.wfile.write(b" ")
        for _ in range(1_000 if provider.losing == "endless" else 0):
            self.wfile.write(b" " * 65_536)


@contextmanager
def a_provider(
    provider: Provider | None = None, context: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Yield the address of a provider's page for messages."""
    provider = provider or Provider()
    desk = type("Desk", (_Desk,), {"provider": provider})
    with ThreadingHTTPServer((HOST, 0), desk) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        # Not waited for: a kept connection would keep them until the client is gone.
        server.daemon_threads = True
        server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http{'s' if context else ''}://{HOST}:{server.server_address[1]}/messages"
        finally:
            provider.released.set()
            server.shutdown()
            thread.join()
