"""Ways to reach a person: theirs to choose, and nothing that a log could tell."""

import pytest

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.domain.refusals import Invalid

RING, TEXT, EMAIL, COORDINATOR = ContactWay
# Numbers kept free for films and examples.
PHONE, MAIL = Phone("+442079460000"), Email("anna@example.org")


@pytest.mark.parametrize("number", ["+442079460000", "+3531234567", "+123456789012345"])
def test_numbers_are_kept_as_the_whole_world_dials_them(number):
    assert Phone(number).number == number


@pytest.mark.parametrize(
    "number",
    [
        "",
        "020 7946 0000",
        "+44 20 7946 0000",
        "+02079460000",
        "+1234567890123456",
        "+44",
        "+44٢٠٧٩٤٦٠",
    ],
)
def test_numbers_in_any_other_form_are_refused(number):
    with pytest.raises(Invalid) as refusal:
        Phone(number)
    assert refusal.value.field == "phone"


def test_an_address_has_small_letters_after_the_at():
    assert Email("Anna.B@Example.ORG").address == "Anna.B@example.org"
    assert Email("Anna@EXAMPLE.org") == Email("Anna@example.ORG")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@example..org",
        "anna@.org",
        "an na@example.org",
        "anna@@example.org",
        "anna@example.org\nBcc: all@example.org",
        "anna@example.org\n",
        "<anna@example.org>",
        "a" * 65 + "@example.org",
        "anna@" + "a" * 250 + ".org",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Invalid) as refusal:
        Email(address)
    assert refusal.value.field == "email"


def test_nobody_needs_a_phone_or_an_address():
    assert Contact().ways() == (COORDINATOR,)


def test_please_ring_and_do_not_text():
    contact = Contact(PHONE, MAIL, prefers=RING, never=frozenset({TEXT}))
    assert contact.ways() == (RING, EMAIL, COORDINATOR)


@pytest.mark.parametrize("preferred", ContactWay)
def test_the_preferred_way_comes_first(preferred):
    ways = Contact(PHONE, MAIL, prefers=preferred).ways()
    assert ways[0] is preferred
    assert set(ways) == set(ContactWay)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"prefers": RING}, "prefers"),
        ({"prefers": EMAIL, "phone": PHONE}, "prefers"),
        ({"prefers": TEXT, "phone": PHONE, "never": frozenset({TEXT})}, "prefers"),
        ({"phone": PHONE, "prefers": RING, "never": frozenset({COORDINATOR})}, "never"),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(said, field):
    with pytest.raises(Invalid) as refusal:
        Contact(**said)
    assert refusal.value.field == field


def test_printed_values_do_not_tell_what_they_hold():
    told = f"{Contact(PHONE, MAIL, prefers=RING)!r} {PHONE} {MAIL}"
    assert "7946" not in told
    assert "anna" not in told
