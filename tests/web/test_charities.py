"""A charity registers on a page, is let in, is full; and residents who ask for it are told."""

import re
from datetime import timedelta
from html import unescape

import pytest

from matcher.domain.contact import Email
from matcher.domain.roles import Role
from matcher.service.charities_public import charity_called
from matcher.storage.tables import AreaRow, CharityRow, NeedRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.desks import a_charity
from tests.web.asking import Visitor
from tests.web.sites import living_tools
from tests.web.staffed import a_member, signed_in
from tests.web.test_board import press
from tests.web.volunteering import newest_letter
from web.app import create_app

REGISTER = {
    "name": "Peckham Coats",
    "does": "Warm coats for children.",
    "boroughs": [SOUTHWARK],
    "categories": ["groceries"],
    "phone": "020 7946 0018",
    "own_email": "first@example.org",
}


@pytest.fixture
def tools(tmp_path):
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


@pytest.fixture
def site(tools):
    return create_app(tools)


def a_group(tools, name: str, *boroughs: str) -> CharityRow:
    with tools.acting() as act:
        charity_id = a_charity(act.store, name)
        act.store.add_all(AreaRow(charity_id=charity_id, borough=one) for one in boroughs)
        act.store.flush()
        return act.store.get_one(CharityRow, charity_id)


def test_a_charity_registers_and_its_page_says_that_it_waits(tools, site):
    visitor = Visitor(site)
    empty = visitor.send("/charities/register")
    assert empty.status_code == 422
    for sentence in ("Say what the", "in a few words what", "at least one borough", "the way in"):
        assert empty.text.count(sentence) >= 2, sentence
    wrong = {"own_email": "first@", "website": "example", "number": "12", "corners": "nowhere"}
    many = unescape(visitor.send("/charities/register", **wrong).text)
    for sentence in ("Write the website as", "A charity number has", "Line 1, “nowhere”"):
        assert many.count(sentence) == 2, sentence
    assert "at least one borough" not in many
    assert 'id="own_email-error"' in many
    assert 'id="email-error"' not in many
    page = visitor.get("/charities/register")
    answer = visitor.press(page, "/charities/register", **REGISTER)
    assert answer.status_code == 303
    assert visitor.press(page, "/charities/register", **REGISTER).location == answer.location
    told = visitor.get(answer.location).text
    assert "Peckham Coats" in told
    slug = answer.location.split("/")[2]
    public = visitor.get(f"/charities/{slug}").text
    assert "waits until" in public
    # What a stranger typed stands nowhere before somebody has looked at it.
    assert "Warm coats" not in public
    assert "Peckham Coats" not in visitor.get("/charities").text
    with tools.looking() as act:
        assert act.store.query(CharityRow).count() == 1
    boss = signed_in(site, tools, a_member(tools, Role.ADMINISTRATOR))
    assert "Warm coats" in boss.get("/board/charities").text
    with tools.looking() as act:
        charity = charity_called(act, slug)
        assert charity is not None
    press(boss, f"/board/charities/{charity.id}/settle/verify")
    assert "Peckham Coats" in visitor.get(f"/charities?borough={SOUTHWARK}").text
    assert "Peckham Coats" not in visitor.get(f"/charities?borough={LAMBETH}").text
    assert "Ask them for help" in visitor.get(f"/charities/{slug}").text
    assert f"/ask?charity={slug}" in visitor.get(f"/charities/{slug}").text


def test_a_mistake_keeps_what_was_typed(site):
    visitor = Visitor(site)
    wrong = visitor.send("/charities/register", **REGISTER | {"number": "12"})
    assert wrong.status_code == 422
    assert "six to eight digits" in wrong.text
    assert "Warm coats for children." in wrong.text
    assert re.search(rf'value="{SOUTHWARK}" checked', wrong.text)
    assert Email(REGISTER["own_email"])


def need_of(tools, visitor: Visitor) -> NeedRow:
    visitor.answers()
    answer = visitor.send("/ask/check", agreed="yes")
    assert answer.status_code == 303, answer.text
    with tools.looking() as act:
        return act.store.query(NeedRow).one()


def test_whoever_asks_a_charity_is_told_whose_it_is_and_it_is_no_other_charitys(tools, site):
    group = a_group(tools, "Peckham Pantry", SOUTHWARK)
    visitor = Visitor(site)
    assert "You ask" in visitor.get(f"/ask?charity={group.slug}").text
    visitor.answers()
    assert "and to no other charity" in visitor.get("/ask/check").text
    need = need_of(tools, visitor)
    assert need.charity_id == group.id


def test_whoever_asks_for_a_full_charity_is_told_the_truth_and_shown_others(tools, site):
    group = a_group(tools, "Peckham Pantry", SOUTHWARK)
    a_group(tools, "Rye Lane Kitchen", SOUTHWARK)
    client = signed_in(site, tools, a_member(tools, charity_id=group.id, boroughs=(SOUTHWARK,)))
    until = tools.now().date() + timedelta(days=5)
    said = {"why": "All parcels are promised.", "key": "k" * 20}
    day = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    path = f"/board/charities/{group.id}"
    assert press(client, f"{path}/pause", **said).status_code == 422
    assert press(client, f"{path}/pause", **said | day).status_code == 303
    visitor = Visitor(site)
    public = visitor.get(f"/charities/{group.slug}").text
    assert "All parcels are promised." in public
    assert "Rye Lane Kitchen" in public
    start = visitor.get(f"/ask?charity={group.slug}").text
    assert "All parcels are promised." in start
    assert "Rye Lane Kitchen" in start
    visitor.answers()
    assert (
        "Your need is seen by all charities that work where you are instead"
        in visitor.get("/ask/check").text
    )
    # Nobody is sent away: it lies in the shared list.
    assert need_of(tools, visitor).charity_id is None
    assert press(client, f"{path}/open").status_code == 303
    assert "Full until" not in visitor.get(f"/charities/{group.slug}").text


def test_a_charity_of_another_borough_or_another_kind_is_said_so(tools, site):
    far, other = a_group(tools, "Far", LAMBETH), a_group(tools, "Other", SOUTHWARK)
    client = signed_in(site, tools, a_member(tools, charity_id=other.id, boroughs=(SOUTHWARK,)))
    said = {"name": "Other", "does": "Calls.", "categories": ["visit"], "key": "k" * 20}
    assert press(client, f"/board/charities/{other.id}/change", **said).status_code == 303
    for group, words in ((far, "does not work where you are"), (other, "does not offer this help")):
        visitor = Visitor(site)
        visitor.get(f"/ask?charity={group.slug}")
        visitor.answers()
        assert words in visitor.get("/ask/check").text


def test_somebody_elses_charity_is_not_there_for_its_neighbour(tools, site):
    group, other = a_group(tools, "One", LAMBETH), a_group(tools, "Two", LAMBETH)
    colleague = a_member(tools, charity_id=other.id, email="secret@example.org")
    client = signed_in(site, tools, a_member(tools, charity_id=group.id))
    for path in ("", "/change"):
        assert client.get(f"/board/charities/{other.id}{path}").status_code == 404
    answers = [
        press(client, f"/board/charities/{other.id}/{rest}", key="k" * 20, why="x")
        for rest in ("open", f"people/{colleague.id}/take-out", "people", "settle/verify")
    ]
    assert [one.status_code for one in answers] == [404, 404, 404, 403]
    assert not any("secret@example.org" in one.text for one in answers)


def test_a_driver_is_invited_joins_with_one_press_and_is_seen_among_the_drivers(tools, site):
    charity = a_group(tools, "Larder", LAMBETH)
    desk = signed_in(site, tools, a_member(tools, charity_id=charity.id))
    path = f"/board/charities/{charity.id}/drivers"
    assert press(desk, path, phone="020 7946 0018").status_code == 422
    assert press(desk, path, phone="07700 900987").status_code == 303
    for page in (path, f"/board/charities/{charity.id}"):
        assert "…987" in desk.get(page).text
    letter = newest_letter(tools, "drive_for_us")
    assert not re.search("Larder|987", str(letter))
    visitor, link = Visitor(site), letter.link.path
    page = visitor.get(link)
    assert "Would you drive for" in page.text
    assert "Larder" in page.text
    assert visitor.press(page, link, name="Sam").status_code == 422
    sam = {"name": "Sam", "consent": "yes"}
    born = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1985"}
    joined = visitor.press(page, link, **sam | born)
    assert joined.location.startswith("/v/")
    assert visitor.press(page, link, **sam | born).status_code == 303
    assert visitor.get(link).status_code == 404
    told = desk.get(path).text
    assert "Drives for you" in told
    assert "…987" not in told
