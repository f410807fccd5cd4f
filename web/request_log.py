"""One line of JSON for each request, with nothing in it that says who asked or what about.

Paths are logged as their templates (`/proposals/<token>`), since some hold a secret; queries,
bodies, addresses and browsers are not logged at all.
"""

import logging
import re
import secrets
from time import perf_counter
from typing import IO

from flask import Flask, Response, g, request

from matcher.config_web import WebSettings
from matcher.service.log_lines import JsonLines

logger = logging.getLogger("nearhand.web")

HEADER = "X-Request-ID"
NOT_A_PAGE = "(no such page)"

_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def log_to(stream: IO[str]) -> logging.Handler:
    """Write the log to a stream from now on; return the handler, for whoever wants to stop it."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return handler


def follow_requests(app: Flask, settings: WebSettings) -> None:
    """Give each request an id and a stopwatch, and log it when it is answered."""

    def begin() -> None:
        given = request.headers.get(HEADER, "")
        trusted = settings.trusted_proxies > 0 and _GIVEN_ID.fullmatch(given)
        g.request_id = given if trusted else secrets.token_hex(8)
        g.began = perf_counter()

    def end(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        if logger.isEnabledFor(logging.INFO):
            answered = {
                "request": request_id(),
                "method": method(),
                "page": page_template(),
                "status": response.status_code,
                "ms": round(seconds_so_far() * 1_000, 1),
            }
            # As `logger.info` does it, but for looking which line of ours called it.
            name, level = logger.name, logging.INFO
            logger.handle(
                logger.makeRecord(name, level, __file__, 0, "request", (), None, None, answered)
            )
        return response

    app.before_request(begin)
    app.after_request(end)


def request_id() -> str:
    """The id of this request, as the answer and the log say it."""
    found: str = g.get("request_id", "")
    return found


def seconds_so_far() -> float:
    """How long this request has taken."""
    return perf_counter() - float(g.get("began", perf_counter()))


def page_template() -> str:
    """The pattern that the path matched; never the path itself."""
    return request.url_rule.rule if request.url_rule else NOT_A_PAGE


def method() -> str:
    """The method, if it is one that we know: a stranger's may be any word."""
    return request.method if request.method in _KNOWN_METHODS else "other"
