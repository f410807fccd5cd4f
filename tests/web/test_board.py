"""Who may open which page of the board, and what pages do when they are pressed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.service.board import LINES_ON_A_PAGE
from matcher.storage.tables import (
    BlockedNeedRow,
    LookRow,
    MatchRow,
    NeedRow,
    NoteRow,
    OfferRow,
    RoundRow,
    VolunteerRow,
)
from tests.builders import LAMBETH, SOUTHWARK
from tests.clocks import Ticking, london
from tests.matcher.storage.rows import a_stored_match, a_stored_need, units_of
from tests.web.sites import living_tools
from tests.web.staffed import Staffed, a_member, a_member_of, a_town, signed_in
from web.app import Site, create_app

NOBODY = "nobody"
ELSEWHERE = "a coordinator of another borough"
LADDER = [Role.INTAKE, Role.COORDINATOR, Role.ADMINISTRATOR]
WHO = [NOBODY, ELSEWHERE, *LADDER]

# The lowest role that may, for each page; True where it is about something of one scope.
ACCESS: dict[tuple[str, str], tuple[Role, bool]] = {
    ("GET", "/board"): (Role.INTAKE, False),
    ("GET", "/board/map"): (Role.INTAKE, False),
    ("GET", "/board/map.json"): (Role.INTAKE, False),
    ("POST", "/board/find"): (Role.INTAKE, False),
    ("POST", "/board/concerns/<note_id>/settle"): (Role.COORDINATOR, True),
    ("GET", "/board/take-down"): (Role.INTAKE, False),
    ("POST", "/board/take-down"): (Role.INTAKE, False),
    ("GET", "/board/needs/<need_id>"): (Role.INTAKE, True),
    ("POST", "/board/needs/<need_id>/details"): (Role.INTAKE, True),
    ("POST", "/board/needs/<need_id>/notes"): (Role.INTAKE, True),
    ("POST", "/board/needs/<need_id>/confirm"): (Role.INTAKE, True),
    ("POST", "/board/needs/<need_id>/close"): (Role.COORDINATOR, True),
    ("POST", "/board/needs/<need_id>/ask"): (Role.COORDINATOR, True),
    ("POST", "/board/needs/<need_id>/matches/<match_id>/<deed>"): (Role.COORDINATOR, True),
    ("POST", "/board/needs/<need_id>/matches/<match_id>/answers/<said>"): (Role.INTAKE, True),
    ("POST", "/board/needs/<need_id>/keep-apart/<offer_id>"): (Role.COORDINATOR, True),
    ("GET", "/board/messages"): (Role.INTAKE, False),
    ("GET", "/board/ring"): (Role.INTAKE, False),
    ("POST", "/board/ring/<message_id>"): (Role.INTAKE, True),
    ("POST", "/board/ring/<message_id>/rung"): (Role.INTAKE, True),
    ("GET", "/board/volunteers"): (Role.COORDINATOR, False),
    ("GET", "/board/volunteers/<volunteer_id>"): (Role.COORDINATOR, True),
    ("POST", "/board/volunteers/<volunteer_id>/details"): (Role.COORDINATOR, True),
    ("POST", "/board/volunteers/<volunteer_id>/checks"): (Role.COORDINATOR, True),
    ("POST", "/board/volunteers/<volunteer_id>/checks/<check_id>/take-back"): (
        Role.COORDINATOR,
        True,
    ),
    ("POST", "/board/volunteers/<volunteer_id>/suspend"): (Role.COORDINATOR, True),
    ("POST", "/board/volunteers/<volunteer_id>/lift"): (Role.ADMINISTRATOR, True),
    ("GET", "/board/rota"): (Role.INTAKE, False),
    ("POST", "/board/rota/names"): (Role.INTAKE, False),
    ("GET", "/board/rota/shifts/<shift_id>"): (Role.INTAKE, True),
    ("POST", "/board/rota/shifts/<shift_id>/names"): (Role.INTAKE, True),
    ("POST", "/board/rota/shifts/<shift_id>/ask"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/shifts/<shift_id>/attendance"): (Role.INTAKE, True),
    ("POST", "/board/rota/sign-ups/<sign_up_id>/take-off"): (Role.COORDINATOR, True),
    ("GET", "/board/rota/set-up"): (Role.COORDINATOR, False),
    ("POST", "/board/rota/places"): (Role.COORDINATOR, False),
    ("POST", "/board/rota/feeds/<kind>/<place_id>"): (Role.COORDINATOR, True),
    ("GET", "/board/rota/slots/new"): (Role.COORDINATOR, False),
    ("POST", "/board/rota/slots/new"): (Role.COORDINATOR, False),
    ("GET", "/board/rota/slots/<slot_id>"): (Role.COORDINATOR, True),
    ("GET", "/board/rota/slots/<slot_id>/change"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/slots/<slot_id>/change"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/slots/<slot_id>/dates"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/slots/<slot_id>/stop"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/slots/<slot_id>/lead"): (Role.COORDINATOR, True),
    ("GET", "/board/rota/volunteers/<volunteer_id>"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/volunteers/<volunteer_id>/trainings"): (Role.COORDINATOR, True),
    ("POST", "/board/rota/volunteers/<volunteer_id>/trainings/<training_id>/take-back"): (
        Role.COORDINATOR,
        True,
    ),
    ("GET", "/board/referrals"): (Role.COORDINATOR, False),
    ("GET", "/board/needs/<need_id>/refer"): (Role.COORDINATOR, True),
    ("POST", "/board/needs/<need_id>/refer"): (Role.COORDINATOR, True),
    ("POST", "/board/referrals/<referral_id>/<deed>"): (Role.COORDINATOR, False),
    ("POST", "/board/referrals/<referral_id>/use/<use>"): (Role.COORDINATOR, False),
    ("GET", "/staff/directory"): (Role.ADMINISTRATOR, False),
    ("POST", "/staff/directory"): (Role.ADMINISTRATOR, False),
    ("POST", "/staff/directory/<entry_id>/end"): (Role.ADMINISTRATOR, False),
    ("GET", "/board/shared"): (Role.INTAKE, False),
    ("POST", "/board/shared/<need_id>/take"): (Role.COORDINATOR, True),
    ("POST", "/board/shared/<need_id>/give-back"): (Role.COORDINATOR, True),
    ("POST", "/board/shared/<need_id>/ask"): (Role.COORDINATOR, False),
    ("POST", "/board/shared/asks/<ask_id>/<deed>"): (Role.COORDINATOR, True),
    ("GET", "/board/charities"): (Role.INTAKE, False),
    ("GET", "/board/charities/<charity_id>"): (Role.INTAKE, False),
    ("GET", "/board/charities/<charity_id>/change"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/change"): (Role.COORDINATOR, False),
    ("GET", "/board/charities/<charity_id>/area"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/area"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/area/none"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/boroughs"): (Role.ADMINISTRATOR, False),
    ("POST", "/board/charities/<charity_id>/pause"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/open"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/people"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/people/<account_id>/take-out"): (
        Role.COORDINATOR,
        False,
    ),
    ("GET", "/board/charities/<charity_id>/drivers"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/drivers"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/drivers/<invitation_id>/take-back"): (
        Role.COORDINATOR,
        False,
    ),
    ("POST", "/board/charities/<charity_id>/vouch"): (Role.COORDINATOR, False),
    ("POST", "/board/charities/<charity_id>/settle/<deed>"): (Role.ADMINISTRATOR, False),
    ("GET", "/board/rounds"): (Role.COORDINATOR, False),
    ("GET", "/board/rounds/<round_id>"): (Role.COORDINATOR, False),
    ("GET", "/board/sheets"): (Role.COORDINATOR, False),
    ("POST", "/board/sheets"): (Role.COORDINATOR, False),
    ("POST", "/board/sheets/out"): (Role.COORDINATOR, False),
    ("GET", "/board/sheets/<import_id>"): (Role.COORDINATOR, True),
    ("GET", "/board/sheets/<import_id>/columns"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/columns"): (Role.COORDINATOR, True),
    ("GET", "/board/sheets/<import_id>/to-mend.csv"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/rows"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/yes"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/drop"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/undo"): (Role.COORDINATOR, True),
    ("POST", "/board/sheets/<import_id>/again"): (Role.COORDINATOR, True),
    ("GET", "/staff"): (Role.ADMINISTRATOR, False),
    ("GET", "/staff/invite"): (Role.ADMINISTRATOR, False),
    ("POST", "/staff/invite"): (Role.ADMINISTRATOR, False),
    ("GET", "/staff/<account_id>"): (Role.ADMINISTRATOR, False),
    ("POST", "/staff/<account_id>"): (Role.ADMINISTRATOR, False),
    ("POST", "/staff/<account_id>/<deed>"): (Role.ADMINISTRATOR, False),
}
# Private words of the town: nobody who may not must see any of them.
PRIVATE = ("Rosa", "447700900123")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("board"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture(scope="module")
def town(tools: Tools) -> Staffed:
    return a_town(tools)


def somebody(site: Site, tools: Tools, town: Staffed, who: str) -> FlaskClient:
    if who == NOBODY:
        return site.test_client()
    if who == ELSEWHERE:
        account = a_member(tools, charity_id=town.charity_id, boroughs=(SOUTHWARK,))
        return signed_in(site, tools, account)
    return signed_in(site, tools, a_member_of(tools, town, Role(who)))


def address(rule: str, town: Staffed) -> str:
    ids = {name: getattr(town, name) for name in Staffed.__slots__}
    ids |= {
        "note_id": town.concern_id,
        "check_id": "x",
        "account_id": town.colleague_id,
        "deed": "undo",
        "said": "yes",
        "kind": "place",
        "training_id": "x",
        "ask_id": "x",
        "invitation_id": "x",
        "referral_id": "x",
        "entry_id": "x",
        "use": "yes",
    }
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], rule)


def ask(client: FlaskClient, method: str, path: str) -> TestResponse:
    return client.get(path) if method == "GET" else press(client, path)


def press(client: FlaskClient, path: str, **said: object) -> TestResponse:
    """Send a form with its own check, which each page of a session gives."""
    page = client.get("/account")
    # Whoever is not signed in is led to the page where one does that.
    page = client.get("/sign-in") if page.location else page
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert check
    return client.post(path, data={"csrf_token": check[1], "key": "k" * 20} | said)


@pytest.mark.parametrize("who", WHO)
def test_whoever_may_not_is_refused_and_sees_nothing(site, tools, town, who):
    client = somebody(site, tools, town, who)
    looks = count_looks(tools)
    for (method, rule), (least, scoped) in ACCESS.items():
        if who in LADDER and LADDER.index(Role(who)) >= LADDER.index(least):
            continue
        if who == ELSEWHERE and not scoped and least is not Role.ADMINISTRATOR:
            continue
        answer = ask(client, method, address(rule, town))
        if who == NOBODY:
            assert (answer.status_code, answer.location) == (303, "/sign-in"), rule
        else:
            assert answer.status_code in {403, 404}, (rule, answer.status_code)
        assert not any(word in answer.text for word in PRIVATE), rule
    assert count_looks(tools) == looks


@pytest.mark.parametrize("who", LADDER)
def test_whoever_may_is_not_refused(site, tools, who):
    town = a_town(tools)
    client = somebody(site, tools, town, who)
    for (method, rule), (least, _scoped) in ACCESS.items():
        if method == "GET" and LADDER.index(who) >= LADDER.index(least):
            assert client.get(address(rule, town)).status_code == 200, rule


def test_the_table_of_access_has_each_page_of_staff_and_no_other(site: Site):
    rules = {
        (method, rule.rule)
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.rule.startswith(("/board", "/staff"))
    }
    assert rules == set(ACCESS)


def count_looks(tools: Tools) -> int:
    with tools.looking() as act:
        return act.store.query(LookRow).count()


def test_whoever_has_no_second_step_yet_is_led_to_set_one_up(site, tools, town):
    account = a_member(tools, charity_id=town.charity_id, second_step=False)
    client = signed_in(site, tools, account)
    assert client.get("/board").location == "/account/second-step"
    calls = a_member(tools, "intake", charity_id=town.charity_id, second_step=False)
    assert signed_in(site, tools, calls).get("/board").status_code == 200


def test_details_open_with_a_press_and_the_look_is_told_on_the_page(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.INTAKE)
    path = f"/board/needs/{town.need_id}"
    assert "Rosa" not in client.get(path).text
    shown = press(client, f"{path}/details")
    assert "Rosa" in shown.text
    after = client.get(path).text
    assert "Who saw the contact details" in after
    assert "Rosa" not in after


def test_a_link_is_there_only_for_whoever_may_follow_it(site, tools):
    """To a volunteer from elsewhere, for those who take calls, to a need that is another's."""
    town = a_town(tools)
    elsewhere = a_town(tools)
    with tools.acting() as act:
        offer = act.store.get_one(OfferRow, elsewhere.offer_id)
        for need_id in (town.need_id, elsewhere.need_id):
            unit = units_of(act.store, act.store.get_one(NeedRow, need_id))[1]
            a_stored_match(act.store, unit, offer, status="lapsed")
        act.store.get_one(VolunteerRow, offer.volunteer_id).charity_id = elsewhere.charity_id
        volunteer_id = offer.volunteer_id
    need, volunteer = f"/board/needs/{town.need_id}", f"/board/volunteers/{volunteer_id}"
    for role, seen in (
        (Role.INTAKE, False),
        (Role.COORDINATOR, False),
        (Role.ADMINISTRATOR, True),
    ):
        page = somebody(site, tools, town, role).get(need).text
        assert volunteer_id[:6].upper() in page
        assert (f'href="{volunteer}"' in page) is seen, role
    page = somebody(site, tools, elsewhere, Role.COORDINATOR).get(volunteer).text
    assert f'href="/board/needs/{elsewhere.need_id}"' in page
    assert "A need elsewhere" in page
    assert town.need_id not in page


def test_two_are_kept_apart_also_after_it_has_ended(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    path = f"/board/needs/{town.need_id}"
    press(client, f"{path}/matches/{town.match_id}/answers/yes")
    press(client, f"{path}/matches/{town.match_id}/answers/done")
    [apart] = re.findall(rf'action="({path}/keep-apart/\w+)"', client.get(path).text)
    assert press(client, apart).status_code == 303
    page = client.get(path).text
    assert "keep-apart" not in page
    assert ">Never again</strong>" in page


def test_what_stands_in_the_way_is_said_of_each_that_somebody_is_looked_for(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    board = client.get("/board").text
    for sentence, times in (
        ("Nobody comes that far", 1),
        ("+1,000 m would do", 1),
        ("Nobody has confirmed it", 1),
        # One that was never looked at, and one of whose two people one is asked.
        ("The next round looks for somebody", 2),
    ):
        cells = re.findall(r"<td[^>]*>(?:(?!</td>).)*" + re.escape(sentence), board, re.S)
        assert len(cells) == times, sentence
    with tools.acting() as act:
        blocked = act.store.query(BlockedNeedRow).all()
        for one in blocked:
            one.need_id = town.need_id if one is blocked[-1] else one.need_id
    page = client.get(f"/board/needs/{town.need_id}").text
    assert "<dt>In the way</dt><dd>Nobody comes that far" in page
    unconfirmed = client.get(f"/board/needs/{town.unconfirmed_id}").text
    assert "Once it is confirmed, somebody can be asked." in unconfirmed
    assert 'name="offers"' not in unconfirmed


def test_a_filter_in_the_address_survives_a_reload_and_the_next_page(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    page = client.get("/board?urgency=urgent&order=waiting").text
    assert page.count('scope="row"') == 1
    assert '<option value="urgent" selected>' in page
    assert 'href="/board?urgency=urgent&amp;order=category"' in page
    # The map is narrowed to the same and back, and from a need one comes back to the same.
    assert 'href="/board/map?urgency=urgent"' in page
    on_map = client.get("/board/map?urgency=urgent").text
    assert 'href="/board?urgency=urgent"' in on_map
    assert f'href="/board?urgency=urgent&amp;borough={LAMBETH}"' in on_map
    back = 'class="govuk-back-link" href="/board?urgency=urgent&amp;order=waiting"'
    assert back in client.get(f"/board/needs/{town.need_id}").text
    said = {"category": "visit", "borough": LAMBETH, "standing": "asked", "blocker": "all_full"}
    narrowed = client.get("/board", query_string=said).text
    [mapped] = re.findall(r'href="(/board/map\?[^"]*)"', narrowed)
    kept = parse_qs(urlsplit(unescape(mapped)).query)
    assert kept == {name: [value] for name, value in said.items()}
    with tools.acting() as act:
        for _ in range(LINES_ON_A_PAGE + 1):
            a_stored_need(act.store, charity_id=town.charity_id, category="dog_walking")
    page = client.get("/board?category=dog_walking").text
    assert 'rel="next" href="/board?category=dog_walking&amp;after=' in page
    # What makes no sense in an address is as if it were not there.
    assert client.get("/board?urgency=x&order=y&after=z&category=q").status_code == 200


def test_to_look_further_says_whose_distance_it_leaves_alone(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    path = f"/board/needs/{town.need_id}"
    assert "the search for this need alone" not in client.get(path).text
    wider = client.get(f"{path}?wider=1000").text
    assert "It widens the search for this need alone: their own distance stays" in wider


def test_pairing_by_hand_asks_once_however_often_it_is_pressed(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    said = {"key": "k" * 20, "offers": town.offer_id, "how": "each", "knowingly": "yes"}
    for _ in range(2):
        answer = press(client, f"/board/needs/{town.need_id}/ask", **said)
        assert answer.status_code == 303, answer.text
    with tools.looking() as act:
        paired = act.store.query(MatchRow).filter_by(offer_id=town.offer_id).all()
        assert [(one.status, one.locked) for one in paired] == [("proposed", True)]


def test_a_proposal_can_be_locked_and_undone(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    path = f"/board/needs/{town.need_id}/matches/{town.match_id}"
    assert press(client, f"{path}/lock").status_code == 303
    assert press(client, f"{path}/undo").status_code == 303
    with tools.looking() as act:
        match = act.store.get_one(MatchRow, town.match_id)
        assert (match.locked, match.status) == (True, "withdrawn")


def test_a_yes_on_the_telephone_is_written_down_by_whoever_rang(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.INTAKE)
    needs_page = f"/board/needs/{town.need_id}"
    path = f"{needs_page}/matches/{town.match_id}/answers"
    assert press(client, f"{path}/perhaps").status_code == 404
    assert press(client, f"{path}/yes").status_code == 303
    assert press(client, f"{path}/yes").status_code == 409
    # The yes was the volunteer's: the page does not put it into the mouth of whoever rang.
    assert "Cora</span>: noted that the volunteer said yes" in client.get(needs_page).text
    assert press(client, f"{path}/done").status_code == 303
    with tools.looking() as act:
        assert act.store.get_one(MatchRow, town.match_id).status == "confirmed"


SLIPS_ON_THE_TELEPHONE = (
    ({"postcode": "X"}, "We cannot find that postcode"),
    ({"people_needed": "9" * 5_000}, "Say how many people in numbers"),
    ({"people_needed": "99"}, "99 people: is that right?"),
    (
        {"postcode": "", "street": "x" * 200, "borough": "E09000022"},
        "That is too long for a street",
    ),
    ({"day-day": "1", "day-month": "1", "day-year": "2020"}, "That day is over"),
    ({"phone": "020 7946 0018", "prefers": "text"}, "Texts do not reach that number"),
    ({"phone": ""}, "Ask for a number or an e-mail address."),
)


def test_a_need_is_taken_down_by_phone_confirmed_and_the_charitys(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.INTAKE)
    said = {
        "key": "t" * 20,
        "name": "Omar",
        "phone": "07700 900321",
        "postcode": "SW2 2UQ",
        "category": "groceries",
        "urgency": "soon",
        "languages": "Bengali, en",
        "weekdays": "tue",
        "parts": "am",
        "charity": town.charity_id,
        "consent": "y",
        "people_needed": "1",
    }
    answer = press(client, "/board/take-down", **said)
    assert answer.status_code == 303, re.findall(r'error-message">.*?</p>', answer.text)
    with tools.looking() as act:
        need = act.store.get_one(NeedRow, answer.location.rpartition("/")[2])
        assert need.charity_id == town.charity_id
        assert (need.confirmed_by, need.came_by) == ("coordinator", "phone")
        assert need.languages == {"bn", "en"}
        assert need.availability == {"tue-am"}
    assert press(client, "/board/take-down", **said).location == answer.location
    page = client.get(answer.location).text
    for words in ("Every week: Tuesday", "Tuesday, Mornings", "Bangla, English"):
        assert words in page
    # A date of each week ahead, each to be found somebody for.
    dates = re.search(r"0 of (\d+) <span[^>]*>for (\d+) dates", client.get("/board").text)
    assert dates is not None
    assert dates[1] == dates[2]
    for slip, sentence in SLIPS_ON_THE_TELEPHONE:
        wrong = press(client, "/board/take-down", **said | {"key": "u" * 20} | slip)
        assert (wrong.status_code, sentence in wrong.text) == (422, True), sentence
        assert "Omar" in wrong.text


def test_what_comes_every_week_begins_on_londons_date_after_midnight_in_summer(tools):
    """Half past midnight there is still the day before by the machine's clock."""
    late = replace(tools, now=Ticking(london("2026-06-12 00:30")))
    town = a_town(late)
    client = somebody(create_app(late), late, town, Role.INTAKE)
    said = {
        "key": "l" * 20,
        "name": "Omar",
        "phone": "07700 900321",
        "postcode": "SW2 2UQ",
        "category": "groceries",
        "urgency": "soon",
        "weekdays": "fri",
        "charity": town.charity_id,
        "consent": "y",
        "people_needed": "1",
    }
    page = client.get(press(client, "/board/take-down", **said).location).text
    assert "<dt>From</dt><dd>Friday, 12 June 2026</dd>" in page
    late.database.close()


def test_very_many_people_are_asked_back_and_taken_with_a_yes(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.INTAKE)
    said = {
        "name": "Omar",
        "phone": "07700 900321",
        "postcode": "SW2 2UQ",
        "category": "groceries",
        "urgency": "soon",
        "charity": town.charity_id,
        "consent": "y",
        "people_needed": "21",
    }
    asked = press(client, "/board/take-down", **said)
    assert (asked.status_code, 'name="that_many"' in asked.text) == (422, True)
    assert press(client, "/board/take-down", **said, that_many="y").status_code == 303


def test_a_note_and_a_closing_need_something_said(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    path = f"/board/needs/{town.need_id}"
    assert press(client, f"{path}/notes").status_code == 422
    assert press(client, f"{path}/close").status_code == 422
    said = {"text": "The bell is broken."}
    assert press(client, f"{path}/notes", **said).status_code == 303
    assert press(client, f"{path}/close", ending="referred").location
    with tools.looking() as act:
        need = act.store.get_one(NeedRow, town.need_id)
        assert (need.status, need.ending) == ("closed", "referred")
        assert act.store.query(NoteRow).filter_by(need_id=town.need_id, kind="note").count() == 1


def test_a_round_is_called_the_best_there_is_only_where_that_is_proven(site, tools):
    town = a_town(tools)
    client = somebody(site, tools, town, Role.COORDINATOR)
    one = f"/board/rounds/{town.round_id}"
    with tools.acting() as act:
        for other in act.store.query(RoundRow):
            other.gap, other.objective, other.lower_bound = 0.05, 1_050, 1_000
    rounds = client.get("/board/rounds").text
    assert "The best there is" not in rounds
    assert "At most 5.00% above the best" in rounds
    assert "So there is no better one." not in client.get(one).text
    with tools.acting() as act:
        row = act.store.get_one(RoundRow, town.round_id)
        row.gap, row.lower_bound = 0.0, 1_050
    assert client.get("/board/rounds").text.count("The best there is") == 1
    assert "So there is no better one." in client.get(one).text


def test_the_map_tells_squares_and_no_homes(site, tools):
    town = a_town(tools)
    told = somebody(site, tools, town, Role.INTAKE).get("/board/map.json").json
    assert told["squares"] == [{"at": [531, 175], "name": "TQ3175", "needs": 4, "urgent": 1}]
    assert len(told["outlines"]) == 33
    client = somebody(site, tools, town, Role.INTAKE)
    urgent = client.get("/board/map.json?urgency=urgent").json["squares"]
    assert [(one["needs"], one["urgent"]) for one in urgent] == [(1, 1)]


def test_the_board_is_sorted_by_kind_and_by_the_day_on_which_help_is_wanted(site, tools):
    client = somebody(site, tools, a_town(tools), Role.INTAKE)
    kinds = {
        order: re.findall(
            r">(Groceries|Visit|Transport)</td>", client.get(f"/board?order={order}").text
        )
        for order in ("category", "wanted")
    }
    assert kinds["category"] == ["Groceries", "Groceries", "Transport", "Visit"]
    assert kinds["wanted"][0] == "Visit"


def test_nothing_is_pressed_without_the_forms_own_check(tmp_path: Path):
    tools = living_tools(tmp_path)
    strict, town = create_app(tools), a_town(tools)
    client = somebody(strict, tools, town, Role.COORDINATOR)
    answer = client.post(f"/board/volunteers/{town.volunteer_id}/suspend")
    assert answer.status_code == 400
    tools.database.close()
