"""What the server may say of requests that never reach a page."""

import json
import logging
from http.client import HTTPResponse
from socket import socketpair

import pytest
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine

from scripts.serving import BareLines
from scripts.unread_requests import Worker


def test_neither_who_asks_nor_for_what_is_in_the_log_of_a_request_that_cannot_be_read():
    said = "Invalid request from ip=192.0.2.7: Invalid Request Line 'GET /n/secret HTTP/7'"
    line = BareLines().format(logging.makeLogRecord({"msg": said, "levelno": logging.WARNING}))
    assert json.loads(line)["event"] == "Invalid request"


def test_the_words_of_the_program_stay_and_what_they_are_about_goes():
    record = logging.makeLogRecord({"msg": "Error handling request %s", "args": ("/n/secret",)})
    assert json.loads(BareLines().format(record))["event"] == "Error handling request %s"


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (LimitRequestLine(9_000, 8_190), 414, "open it again from the message"),
        (LimitRequestHeaders("too large"), 431, "delete this site’s cookies"),
    ],
)
def test_what_is_too_long_to_be_read_is_answered_kindly_and_by_no_stranger(
    fault: Exception, status: int, words: str
):
    worker = object.__new__(Worker)
    worker.log = logging.getLogger("tests")
    ours, theirs = socketpair()
    with ours, theirs:
        worker.handle_error(None, ours, ("192.0.2.7", 1), fault)
        answer = HTTPResponse(theirs)
        answer.begin()
        page = answer.read().decode()
    assert (answer.status, answer.headers["Cache-Control"]) == (status, "no-store")
    assert words in page
    assert 'href="/"' in page
    assert not any(word in page for word in ("http:", "src=", "9000", "192.0.2.7"))
