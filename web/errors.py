"""What people see when something does not go as they wished: what happened, and what to do next.

The one place where the domain's refusals become HTTP. Pages get a page, the API gets problem JSON,
nobody gets a traceback. Faults of ours are not caught here: Flask hands them over as a 500.
"""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from matcher.domain.refusals import Away, Busy, Conflict, Invalid, NotAllowed, NotFound, Refusal
from web.refusals import in_words
from web.request_log import logger, request_id

# The nearest kind that a refusal is decides; the family itself is a plain 400.
STATUS_OF: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    Busy: 503,
    Refusal: 400,
}
PROBLEM_JSON = "application/problem+json"
API = "/api/"
# When to ask again, in seconds: of somebody else at work, and of a database that restarts.
BUSY_FOR_S, AWAY_FOR_S = "1", "30"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A heading, and what to do next in one or two sentences."""

    title: LazyString
    next: LazyString


PAGES: dict[int, ErrorPage] = {
    400: ErrorPage(
        lazy_gettext("That did not work"),
        lazy_gettext("Go back, load the page again and try once more."),
    ),
    403: ErrorPage(
        lazy_gettext("This page is not open to you"),
        lazy_gettext(
            "If somebody gave you a link, open that link again, or ask them for a new one."
        ),
    ),
    404: ErrorPage(
        lazy_gettext("We cannot find that page"),
        lazy_gettext(
            "If you typed the address, check it. If you followed a link, it may have been used up "
            "or replaced by a newer one."
        ),
    ),
    405: ErrorPage(
        lazy_gettext("That page cannot do this"),
        lazy_gettext("Start again from the front page."),
    ),
    409: ErrorPage(
        lazy_gettext("Something changed in the meantime"),
        lazy_gettext("Go back and load the page again to see how it stands now."),
    ),
    413: ErrorPage(
        lazy_gettext("That was too much at once"),
        lazy_gettext("Go back, make what you typed shorter or the file smaller, and try again."),
    ),
    422: ErrorPage(
        lazy_gettext("Something needs to be put right first"),
        lazy_gettext("Go back, put it right and go on from there."),
    ),
    429: ErrorPage(
        lazy_gettext("Please wait a moment"),
        lazy_gettext("A lot came from here in a short time. Wait a minute, then try again."),
    ),
    500: ErrorPage(
        lazy_gettext("Something broke, and it is our fault"),
        lazy_gettext("Try again in a few minutes. Nothing that we confirmed to you is lost."),
    ),
    503: ErrorPage(
        lazy_gettext("We are not open just now"),
        lazy_gettext(
            "Please try again in a few minutes. Nothing that we confirmed to you is lost."
        ),
    ),
}


def answer_errors(app: Flask) -> None:
    """Answer every refusal and every error with a page, or for the API with a problem."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)


def status_of(refusal: Refusal) -> int:
    """Return the status of the nearest kind that a refusal is.

    >>> status_of(Invalid("Give a postcode.", "postcode"))
    422
    """
    return next(STATUS_OF[kind] for kind in type(refusal).__mro__ if kind in STATUS_OF)


def answer_refusal(refusal: Refusal) -> Response:
    """A rule said no: its sentence is shown as it is."""
    status = status_of(refusal)
    away = isinstance(refusal, Away)
    # What an operator reads of a database that is away is nobody else's business.
    said = str(PAGES[status].next) if away else in_words(refusal)
    if _wants_problem():
        answer = _problem(status, said, refusal)
    else:
        answer = _page(status, None if away else said)
    if isinstance(refusal, Busy):
        answer.headers["Retry-After"] = AWAY_FOR_S if away else BUSY_FOR_S
    if away:
        logger.error("fault", extra={"request": request_id(), "fault": type(refusal).__name__})
    return answer


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """What Flask or a page refused. Headers such as Allow and Retry-After are kept."""
    # A rule that said no while an answer was already on its way, in `after_this_request`.
    late = getattr(error, "original_exception", None)
    if isinstance(late, Refusal):
        return answer_refusal(late)
    status = error.code or 500
    given = error.get_response(request.environ)
    if status < 400:
        return given
    if isinstance(error, SecurityError):
        # Called by a name that is not ours: no link can be made from it, so none is shown.
        said = gettext("This is not the address of this site.")
        return _problem(status, said) if _wants_problem() else Response(said + "\n", status)
    if _wants_problem():
        # What Flask and we say of a 4xx; of a 500, whose text may quote somebody, only our own.
        said = str(PAGES[status].next) if status in (500, 503) else str(error.description)
        answer = _problem(status, said)
    else:
        answer = _page(status, _sentence_for(error))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in given.headers:
            answer.headers[name] = given.headers[name]
    return answer


def _sentence_for(error: HTTPException) -> str | None:
    if isinstance(error, CSRFError):
        return gettext(
            "We could not be sure that this form was sent from our own page. Most often the "
            "browser did not keep our cookie, or the page was open since long ago."
        )
    return None


def _page(status: int, said: str | None) -> Response:
    """The page of a status; one we have no words for speaks for its whole hundred."""
    page = PAGES.get(status) or PAGES[500 if status >= 500 else 400]
    html = render_template(
        "error.html", status=status, page=page, said=said, request_id=request_id()
    )
    return Response(html, status)


def _problem(status: int, said: str, refusal: Refusal | None = None) -> Response:
    """RFC 9457: the title names the status, the detail says what happened here."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": said,
        "request": request_id(),
    }
    for more in ("field", "errors"):
        if getattr(refusal, more, None):
            body[more] = getattr(refusal, more)
    return Response(json.dumps(body), status, content_type=PROBLEM_JSON)


def _wants_problem() -> bool:
    return request.path.startswith(API)
