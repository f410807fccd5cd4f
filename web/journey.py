"""A journey of pages whose answers travel in the visitor's own browser, in a sealed cookie.

A cookie and not a hidden field, so that each page is fetched by its address: going back works, and
no browser asks whether to send a form again. It goes to the pages of its own journey only, it is
gone when the browser is closed, when the journey ends or when somebody says so, and nobody but us
can read it. Nothing is kept on our side before the end, so nothing can run out there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from matcher.service.journeys import opened_answers, sealed_answers
from web.current import tools

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Journey:
    """The pages below one path; `name` is the last part of the cookie's."""

    name: str
    path: str

    def answers(self) -> Answers:
        """What was answered so far; nothing at the start of a journey."""
        sealed = request.cookies.get(self._cookie(), "")
        return opened_answers(tools().sealer, self.name, sealed, now=tools().now())

    def keep(self, response: Response, answers: Mapping[str, Any]) -> Response:
        """Send the answers so far along with a page; `Invalid` where they are too long."""
        sealed = sealed_answers(tools().sealer, self.name, answers, now=tools().now())
        response.set_cookie(
            self._cookie(),
            sealed,
            path=self.path,
            secure=self._secure(),
            httponly=True,
            samesite="Lax",
        )
        return response

    def forget(self, response: Response) -> Response:
        """Take the answers out of the browser."""
        response.delete_cookie(
            self._cookie(), path=self.path, secure=self._secure(), httponly=True, samesite="Lax"
        )
        return response

    def _cookie(self) -> str:
        # __Host- would send it to every page; __Secure- keeps it from unencrypted ones.
        return f"__Secure-nearhand-{self.name}" if self._secure() else f"nearhand-{self.name}"

    def _secure(self) -> bool:
        return bool(current_app.config["SESSION_COOKIE_SECURE"])
