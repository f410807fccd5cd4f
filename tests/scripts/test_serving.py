"""What the server may say of requests that never reach a page."""

import json
import logging

from scripts.serving import BareLines


def test_neither_who_asks_nor_for_what_is_in_the_log_of_a_request_that_cannot_be_read():
    said = "Invalid request from ip=192.0.2.7: Invalid Request Line 'GET /n/secret HTTP/7'"
    line = BareLines().format(logging.makeLogRecord({"msg": said, "levelno": logging.WARNING}))
    assert json.loads(line)["event"] == "Invalid request"


def test_the_words_of_the_program_stay_and_what_they_are_about_goes():
    record = logging.makeLogRecord({"msg": "Error handling request %s", "args": ("/n/secret",)})
    assert json.loads(BareLines().format(record))["event"] == "Error handling request %s"
