"""What is answered to a request that the server itself will not read, before any page is asked.

Of such a request nothing is known, not even the language: so it is one plain page in English, and
it fetches nothing. It says nothing of what was sent.
"""

from socket import socket
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

TOO_LONG = (
    "414 URI Too Long",
    "That address is too long",
    "If you followed a link, it was damaged on its way: open it again from the message. If you"
    " chose a great many things at once, go back and choose fewer.",
)
TOO_MUCH = (
    "431 Request Header Fields Too Large",
    "Your browser sent too much at once",
    "Please delete this site’s cookies in your browser, and load the page again.",
)
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{next}</p><p><a href="/">Go to the front page</a></p></main></body>
</html>
"""
HEADERS = (
    "Connection: close",
    "Content-Type: text/html; charset=utf-8",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "Cache-Control: no-store",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
)


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads, as gunicorn's own, that answer kindly to what they cannot read."""

    def handle_error(self, req: Any, client: socket, addr: Any, exc: BaseException) -> None:
        """Say what to do where the address or the cookies are too long; else as ever."""
        if isinstance(exc, LimitRequestLine):
            said = TOO_LONG
        elif isinstance(exc, LimitRequestHeaders):
            said = TOO_MUCH
        else:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request: it is too long.")
        try:
            write_nonblock(client, kind_answer(*said))
        except OSError:
            # Whoever sent it has hung up.
            return


def kind_answer(status: str, title: str, next: str) -> bytes:
    """A whole answer: its head, and a page of words."""
    body = PAGE.format(title=title, next=next).encode()
    head = [f"HTTP/1.1 {status}", *HEADERS, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(head).encode("ascii") + body
