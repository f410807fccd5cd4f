"""Numbers in every writing become one, and what is none is told how to be mended."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.messages.phone import PhoneKind, read_phone


@pytest.mark.parametrize(
    "typed",
    [
        "020 7946 0958",
        "02079460958",
        "(020) 7946-0958",
        "+44 20 7946 0958",
        "+44 (0)20 7946 0958",
        "0044 20 7946 0958",
        "٠٢٠ ٧٩٤٦ ٠٩٥٨",
        "020\u00a07946\u20110958",
        "\u202a020 7946 0958\u202c",
        " 020.7946.0958 ",
    ],
)
def test_one_number_has_one_form_however_it_is_typed(typed: str):
    assert read_phone(typed).e164 == "+442079460958"


@pytest.mark.parametrize(
    ("typed", "kind", "gets_sms"),
    [
        ("07700 900123", PhoneKind.MOBILE, True),
        ("07700 900999", PhoneKind.MOBILE, True),
        ("020 7946 0958", PhoneKind.LANDLINE, False),
        ("0808 157 0192", PhoneKind.OTHER, False),
        ("+1 212 555 0123", PhoneKind.MOBILE, True),
    ],
)
def test_texts_go_to_mobiles_only(typed: str, kind: PhoneKind, gets_sms: bool):
    phone = read_phone(typed)
    assert (phone.kind, phone.gets_sms) == (kind, gets_sms)


def test_a_number_from_abroad_keeps_its_country_and_a_region_may_be_another():
    assert read_phone("+1 212 555 0123").e164 == "+12125550123"
    assert read_phone("(212) 555-0123", region="US").e164 == "+12125550123"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give a phone number"),
        ("none", "Give a phone number"),
        ("O7700 900123", "digits only"),
        ("0800 FLOWERS", "digits only"),
        ("020 7946 0958 ext 12", "without letters or an extension"),
        ("020 7946 0958 #12", "without letters or an extension"),
        ("07700 900123 / 07700 900456", "one phone number only"),
        ("0" * 1_000_000, "one phone number only"),
        ("999", "Check the number"),
        ("07700 90012", "Check the number"),
        ("07700 9001234", "Check the number"),
        ("+999 123456", "Check the number"),
        ("7", "Check the number"),
        ("0909 879 0000", "costs a lot"),
        ("070 1234 5678", "costs a lot"),
    ],
)
def test_what_is_no_number_is_told_in_one_sentence_how_to_mend_it(typed: str, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refusal:
        read_phone(typed)
    assert refusal.value.field == "phone"


def test_a_refusal_is_said_in_the_readers_language():
    with pytest.raises(Invalid, match="GIVE A PHONE NUMBER"):
        read_phone("", str.upper)


def test_a_number_does_not_slip_into_logs():
    assert "900123" not in repr(read_phone("07700 900123"))


@given(st.text(alphabet="0123456789+() -#;,x.٣\u202a", max_size=40) | st.text())
def test_any_text_is_a_number_or_refused(typed: str):
    try:
        phone = read_phone(typed)
    except Invalid:
        return
    assert re.fullmatch(r"\+[1-9][0-9]{6,14}", phone.e164)
    assert read_phone(phone.e164) == phone
