"""Another number or mailbox, on a resident's page and a volunteer's: used once it is proven."""

import re
from collections import Counter

import pytest

from matcher.bootstrap import Tools
from matcher.service.contacts import details_of
from matcher.storage.tables import PersonRow
from tests.web.asking import Visitor
from tests.web.volunteering import a_volunteer, newest_letter
from web.app import Site, create_app


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def phone_of(tools: Tools, person_id: str) -> str:
    with tools.looking() as act:
        details = details_of(act, act.store.get_one(PersonRow, person_id))
        assert details is not None
        return details.contact.phone.number if details.contact.phone else ""


def test_a_volunteer_changes_their_number_and_types_the_code(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    page = visitor.get(f"/v/{one.own}")
    assert f"/v/{one.own}/reach" in page.text
    typed = {"phone": "07700 900456", "email": ""}
    going = visitor.send(f"/v/{one.own}/reach", **typed)
    assert going.headers["Location"] == f"/v/{one.own}/new-contact"
    assert phone_of(tools, one.id) == ""
    page = visitor.get(f"/v/{one.own}/new-contact")
    assert "Is this number yours?" in page.text
    assert "07700 900456" in page.text
    wrong = visitor.press(page, f"/v/{one.own}/new-contact", code="000")
    assert wrong.status_code == 422
    assert "That is not the code." in wrong.text
    digits = newest_letter(tools, "prove_new_contact").code.digits
    visitor.press(page, f"/v/{one.own}/new-contact", code=digits)
    assert phone_of(tools, one.id) == "+447700900456"
    done = visitor.get(f"/v/{one.own}/new-contact")
    assert done.headers["Location"] == f"/v/{one.own}?said=contact"
    assert "From now on we reach you there." in visitor.get(done.headers["Location"]).text


def test_what_cannot_be_reached_is_said_beside_the_field_and_kept(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    for typed, said in (
        ({"phone": "", "email": ""}, "Give a mobile number or an e-mail address."),
        ({"phone": "020 7946 0958", "email": ""}, "Texts do not reach that number."),
        ({"phone": "", "email": "val@"}, "e-mail address"),
    ):
        page = visitor.send(f"/v/{one.own}/reach", **typed)
        assert page.status_code == 422
        assert said in page.text
        assert all(f'value="{text}"' in page.text for text in typed.values() if text)


def test_pressing_twice_asks_once_and_what_waits_can_be_left(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    page = visitor.get(f"/v/{one.own}/reach")
    for _press in range(2):
        visitor.press(page, f"/v/{one.own}/reach", phone="07700 900457", email="")
    assert [letter.KIND for letter in one.letters()].count("prove_new_contact") == 1
    page = visitor.get(f"/v/{one.own}/new-contact")
    again = visitor.press(page, f"/v/{one.own}/new-contact/again")
    assert "Another code is on its way." in visitor.get(again.headers["Location"]).text
    assert "we wait for your code" in visitor.get(f"/v/{one.own}/reach").text
    visitor.press(visitor.get(f"/v/{one.own}/new-contact"), f"/v/{one.own}/new-contact/leave")
    assert visitor.get(f"/v/{one.own}/new-contact").status_code == 303
    assert "we wait for your code" not in visitor.get(f"/v/{one.own}/reach").text


def test_a_resident_proves_a_new_number_by_the_link(visitor: Visitor, tools: Tools):
    secret = visitor.asks()
    visitor.confirms(secret)
    person_id = visitor.the_need().person_id
    typed = {"phone": "07700 900458", "email": "", "prefers": "text"}
    going = visitor.send(f"/n/{secret}/change/reach", **typed)
    assert going.headers["Location"] == f"/n/{secret}/new-contact"
    assert visitor.get(f"/n/{secret}/new-contact").status_code == 200
    path = newest_letter(tools, "prove_new_contact").link.path
    page = visitor.get(path)
    assert "Is this number yours?" in page.text
    assert phone_of(tools, person_id) == "+447700900123"
    assert "From now on we use this number." in visitor.press(page, path).text
    assert phone_of(tools, person_id) == "+447700900458"
    assert visitor.get(path).status_code == 404
    assert visitor.get(newest_letter(tools, "contact_changes").link.path).status_code == 200


def test_no_two_pages_have_one_address(site: Site):
    """The first would answer for both, and nobody would ever see the second."""
    taken = [
        (method, re.sub(r"<[^>]*>", "<>", rule.rule))
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    assert [one for one, times in Counter(taken).items() if times > 1] == []
