"""Addresses as people type them become ones that any server takes, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.messages.email_address import read_email_address
from tests.matcher.messages.posting import an_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sam@example.org", "sam@example.org"),
        (" sam@EXAMPLE.org\n", "sam@example.org"),
        ("Sam.O'Neill+post@example.org", "Sam.O'Neill+post@example.org"),
        ("sam@müller.example", "sam@xn--mller-kva.example"),
        ("\u200bsam@example.org\u200b", "sam@example.org"),
        ("sam@example.co.uk", "sam@example.co.uk"),
    ],
)
def test_an_address_is_kept_in_the_form_that_servers_take(typed: str, kept: str):
    assert read_email_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give an e-mail address"),
        ("sam", "has an @ in the middle"),
        ("sam at example.org", "has an @ in the middle"),
        ("sam @example.org", "Take the spaces out"),
        ("sam@example.org, alex@example.org", "one e-mail address only"),
        ("sam@example.org;", "one e-mail address only"),
        ("Sam <sam@example.org>", "without a name"),
        ("@example.org", "letter by letter"),
        ("sam@", "letter by letter"),
        ("sam@example", "letter by letter"),
        ("sam@.org", "letter by letter"),
        ("sam..x@example.org", "letter by letter"),
        ("sam@example.org.", "letter by letter"),
        ("sam@localhost", "letter by letter"),
        ("żaba@example.org", "letter by letter"),
        ("sam@[127.0.0.1]", "letter by letter"),
        (f"{'a' * 300}@example.org", "longer than any"),
    ],
)
def test_what_is_no_address_is_told_in_one_sentence_how_to_mend_it(typed: str, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refusal:
        read_email_address(typed)
    assert refusal.value.field == "email"


def test_a_refusal_is_said_in_the_readers_language():
    with pytest.raises(Invalid, match="GIVE AN E-MAIL ADDRESS"):
        read_email_address("", str.upper)


@given(st.emails() | st.text() | st.from_regex(r"[ -~]{1,20}@[ -~]{1,20}"))
def test_any_text_is_refused_or_becomes_an_address_that_a_message_can_go_to(typed: str):
    try:
        kept = read_email_address(typed)
    except Invalid:
        return
    assert read_email_address(kept) == kept
    assert an_email(to=kept).to == kept
