"""Ways to reach somebody, from what they typed."""

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import Invalid
from matcher.service.typed_contact import gets_texts, typed_contact

MOBILE, LANDLINE = "07700 900123", "020 7946 0018"


@pytest.mark.parametrize(
    ("phone", "email", "no_texts", "way"),
    [
        (MOBILE, "", False, ContactWay.TEXT),
        (MOBILE, "", True, ContactWay.RING),
        (LANDLINE, "rosa@example.org", False, ContactWay.RING),
        ("", "rosa@example.org", False, ContactWay.EMAIL),
        ("", " ", False, ContactWay.COORDINATOR),
    ],
)
def test_the_best_way_is_chosen_for_whoever_does_not_say(
    phone: str, email: str, no_texts: bool, way: ContactWay
):
    assert typed_contact(phone, email, no_texts=no_texts).prefers is way


def test_a_landline_gets_no_texts_even_where_they_are_liked_best():
    assert not gets_texts(LANDLINE)
    assert ContactWay.TEXT in typed_contact(LANDLINE, "").never
    with pytest.raises(Invalid) as refusal:
        typed_contact(LANDLINE, "", prefers=ContactWay.TEXT)
    assert refusal.value.field == "prefers"


@pytest.mark.parametrize(("phone", "email", "field"), [("0770", "", "phone"), ("", "x", "email")])
def test_what_is_no_number_and_no_address_is_said(phone: str, email: str, field: str):
    with pytest.raises(Invalid) as refusal:
        typed_contact(phone, email)
    assert refusal.value.field == field
