"""A resident's own page: for whoever holds its link, and nobody else."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.domain.contact import ContactWay
from matcher.domain.london_time import in_london
from matcher.service.matches import on_my_way, report_done
from matcher.storage.tables import (
    ContactRow,
    LookRow,
    MatchRow,
    NeedRow,
    NoteRow,
    OutboxRow,
    PersonRow,
)
from tests.web.asking import Visitor
from tests.web.helped import asked_of_val, said_yes
from tests.web.sites import living_tools
from web.app import Site, create_app
from web.private_pages import HEADERS


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def helped(visitor: Visitor, **changed: dict[str, object]) -> tuple[str, str]:
    """The secret of a page whose need Val said yes to, and the match."""
    secret = visitor.asks(**changed)
    with visitor.tools.acting() as act:
        return secret, said_yes(act, visitor.the_need().id)


def match(visitor: Visitor, match_id: str) -> MatchRow:
    with visitor.tools.looking() as act:
        return act.store.get_one(MatchRow, match_id)


PAGES = (
    "",
    "/asked",
    "/code",
    "/change",
    "/change/soon",
    "/pause",
    "/withdraw",
    "/stop",
    "/erase",
    "/looks",
    "/wrong",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_private_page_keeps_its_address_to_itself(visitor: Visitor, page: str):
    answer = visitor.get(f"/n/{visitor.asks()}{page}")
    assert answer.status_code == 200
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("secret", ["x" * 22, "short", "%F0%9F%94%91"])
def test_somebody_elses_link_or_an_old_one_opens_nothing(visitor: Visitor, page: str, secret: str):
    answer = visitor.get(f"/n/{secret}{page}")
    assert answer.status_code == 404
    assert "Look for the newest message from us" in answer.text


def test_a_link_that_confirms_is_no_link_to_the_page(visitor: Visitor):
    visitor.asks()
    secret = visitor.letter().link.path.split("/")[-1]
    assert visitor.get(f"/n/{secret}").status_code == 404


def test_who_is_asked_is_told_and_nobody_named(visitor: Visitor):
    secret = visitor.asks()
    with visitor.tools.acting() as act:
        asked_of_val(act, visitor.the_need().id)
    page = visitor.get(f"/n/{secret}").text
    assert "We are asking people near you" in page
    assert "about 12 hours to answer" in page
    assert "Val" not in page


def test_a_first_name_is_shown_once_somebody_said_yes_and_when_they_set_out(visitor: Visitor):
    secret, match_id = helped(visitor)
    page = visitor.get(f"/n/{secret}").text
    assert "Somebody has said yes" in page
    assert "Val</span> said yes on" in page
    assert "Volunteer" not in page.split("</main>")[0].replace("volunteers", "")
    assert "900124" not in page
    with visitor.tools.acting() as act:
        on_my_way(act, match_id)
    assert "set out to you" in visitor.get(f"/n/{secret}").text
    with visitor.tools.looking() as act:
        look = act.store.query(LookRow).filter_by(match_id=match_id).one()
        assert (look.what, look.by) == ("first_name", f"resident:{visitor.the_need().person_id}")


def test_it_was_done_is_said_with_one_press_however_often(visitor: Visitor):
    secret, match_id = helped(visitor)
    with visitor.tools.acting() as act:
        report_done(act, match_id)
    page = visitor.get(f"/n/{secret}")
    assert "says that it is done" in page.text
    for _press in range(2):
        going = visitor.press(page, f"/n/{secret}/helpers/{match_id}/done")
        assert going.headers["Location"] == f"/n/{secret}?news=done"
    assert match(visitor, match_id).status == "confirmed"
    page = visitor.get(f"/n/{secret}?news=done").text
    assert "We have thanked them" in page
    assert "It is done" in page
    assert "Say thank you" in page


def test_what_was_not_done_is_looked_for_again(visitor: Visitor):
    secret, match_id = helped(visitor)
    visitor.send(f"/n/{secret}", to=f"/n/{secret}/helpers/{match_id}/not-done")
    assert match(visitor, match_id).status == "failed"
    assert "We are looking for somebody" in visitor.get(f"/n/{secret}").text


def test_who_wanted_to_be_asked_first_says_yes_or_no_to_the_person(visitor: Visitor):
    secret, match_id = helped(visitor, matters={"matters": ["asks_first"]})
    page = visitor.get(f"/n/{secret}")
    assert "may they know your name" in page.text
    visitor.press(page, f"/n/{secret}/helpers/{match_id}/agree")
    assert match(visitor, match_id).details_agreed_at is not None
    secret, match_id = helped(visitor, matters={"matters": ["asks_first"]})
    visitor.send(f"/n/{secret}", to=f"/n/{secret}/helpers/{match_id}/refuse")
    refused = match(visitor, match_id)
    assert (refused.status, refused.withdrawn_reason) == ("withdrawn", "not_this_person")


@pytest.mark.parametrize(
    ("became", "said", "not_said"),
    [
        ({"state": "waiting", "tries": 0}, "We have sent you a text message", "did not arrive"),
        ({"state": "waiting", "tries": 2}, "has not gone out yet", "We have sent you"),
        ({"state": "failed", "tries": 3}, "did not arrive", "We have sent you"),
        ({"state": "dropped", "tries": 9}, "did not arrive", "We have sent you"),
    ],
)
def test_what_became_of_the_message_is_told_as_it_is(
    visitor: Visitor, became: dict[str, object], said: str, not_said: str
):
    secret = visitor.asks()
    with visitor.tools.acting() as act:
        row = act.store.query(OutboxRow).filter_by(need_id=visitor.the_need().id).one()
        for name, value in became.items():
            setattr(row, name, value)
    for page in ("", "/asked"):
        text = visitor.get(f"/n/{secret}{page}").text
        assert (said in text, not_said in text) == (True, False)


def test_what_comes_too_late_changes_nothing_and_shows_how_it_stands(visitor: Visitor):
    secret = visitor.asks()
    here = f"/n/{secret}"
    typed = {"/pause": {}, "/withdraw": {}, "/change/soon": {"soon": "urgent"}}
    open_pages = {page: visitor.get(here + page) for page in (*typed, "/stop")}
    visitor.send(f"{here}/withdraw")
    for page, fields in typed.items():
        answer = visitor.press(open_pages[page], here + page, **fields)
        assert answer.headers["Location"] == f"{here}?news=late"
        assert visitor.get(here + page).headers["Location"].startswith(here)
    text = visitor.get(f"{here}?news=late").text
    assert ("before you pressed that" in text, "is withdrawn" in text) == (True, True)
    for page in ("/asked", "/change"):
        assert visitor.get(here + page).headers["Location"] == here
    # Letters may still come, and each says that they can be stopped here.
    quiet = visitor.press(open_pages["/stop"], f"{here}/stop", how="all")
    assert quiet.headers["Location"] == f"{here}?news=stopped"
    with visitor.tools.looking() as act:
        person = act.store.get_one(PersonRow, visitor.the_need().person_id)
        assert person.contact_way is ContactWay.COORDINATOR


def test_a_pause_ends_before_the_last_day(visitor: Visitor):
    last = in_london(visitor.tools.now()).date() + timedelta(days=2)
    secret = visitor.asks(day=boxes("on_day", last))
    later = boxes("until", last + timedelta(days=1))
    said = visitor.send(f"/n/{secret}/pause", **later)
    assert (said.status_code, "after the last day" in said.text) == (422, True)
    assert visitor.send(f"/n/{secret}/pause", **boxes("until", last)).status_code == 303


def boxes(name: str, day: date) -> dict[str, object]:
    """A date as its three boxes send it."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_what_was_overtaken_or_came_later_is_no_trouble(visitor: Visitor):
    secret, _match = helped(visitor)
    with visitor.tools.acting() as act:
        rows = act.store.query(OutboxRow).filter_by(person_id=visitor.the_need().person_id)
        newest = max(rows, key=lambda row: (row.created_at, row.kind == "match_accepted"))
        newest.state, newest.created_at = "dropped", newest.created_at + timedelta(seconds=1)
    page = visitor.get(f"/n/{secret}").text
    assert ("did not arrive" in page, "Somebody has said yes" in page) == (False, True)


def test_how_to_reach_whoever_said_yes_takes_a_look_that_is_noted(visitor: Visitor):
    secret, match_id = helped(visitor)
    there = f"/n/{secret}/helpers/{match_id}"
    assert f'href="{there}"' in visitor.get(f"/n/{secret}").text
    page = visitor.get(there)
    assert ("Val Volunteer" in page.text, "tel:+447700900124" in page.text) == (True, True)
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    with visitor.tools.looking() as act:
        looks = act.store.query(LookRow).filter_by(match_id=match_id, what="contact").all()
        assert [look.by for look in looks] == [f"resident:{visitor.the_need().person_id}"]
    refused = visitor.press(page, f"{there}/refuse")
    assert refused.headers["Location"] == f"/n/{secret}?news=refuse"
    assert match(visitor, match_id).withdrawn_reason == "not_this_person"
    assert visitor.get(there).status_code == 404


def test_who_is_asked_first_sees_a_name_and_no_number_before_they_agree(visitor: Visitor):
    secret, match_id = helped(visitor, matters={"matters": ["asks_first"]})
    page = visitor.get(f"/n/{secret}/helpers/{match_id}").text
    assert ("Val Volunteer" in page, "900124" in page) == (True, False)


def test_nobody_failed_to_come_before_the_day(visitor: Visitor):
    ahead = in_london(visitor.tools.now()).date() + timedelta(days=3)
    secret, match_id = helped(visitor, day=boxes("on_day", ahead))
    page = visitor.get(f"/n/{secret}").text
    assert ("Yes, it was done" in page, "No, nobody came" in page) == (True, False)
    with visitor.tools.acting() as act:
        report_done(act, match_id)
    assert "No, nobody came" in visitor.get(f"/n/{secret}").text


def test_one_date_of_what_comes_again_is_left_out_and_taken_in(visitor: Visitor):
    often: dict[str, dict[str, object]] = {
        "often": {"often": "weekly"},
        "week": {"days": ["tue"], "every": "1"},
        "times": {"free_parts": ["am"]},
    }
    secret, match_id = helped(visitor, **often)
    day = match(visitor, match_id).on_date
    page = visitor.get(f"/n/{secret}")
    days = re.findall(r"/dates/([0-9-]{10})/left-out", page.text)
    assert (len(days) >= 4, days.count(str(day))) == (True, 1)
    assert page.text.count("Val</span> comes") == 1
    assert page.text.count("We are looking for somebody.") == len(days) - 1
    for _press in range(2):
        said = visitor.press(page, f"/n/{secret}/dates/{day}/left-out")
        assert said.headers["Location"] == f"/n/{secret}?news=left-out"
    page = visitor.get(f"/n/{secret}")
    assert "You need nobody on this day." in page.text
    assert match(visitor, match_id).status == "withdrawn"
    visitor.press(page, f"/n/{secret}/dates/{day}/wanted-again")
    assert "You need nobody on this day." not in visitor.get(f"/n/{secret}").text
    other = visitor.press(page, f"/n/{secret}/dates/2020-01-01/left-out")
    assert other.headers["Location"] == f"/n/{secret}?news=late"
    assert visitor.press(page, f"/n/{secret}/dates/yesterday/left-out").status_code == 404


def test_nobody_speaks_about_a_match_of_somebody_elses_need(visitor: Visitor):
    _other, match_id = helped(visitor)
    secret, _own = helped(visitor)
    for deed in ("done", "not-done", "agree", "refuse"):
        answer = visitor.send(f"/n/{secret}", to=f"/n/{secret}/helpers/{match_id}/{deed}")
        assert answer.status_code == 404
    assert visitor.get(f"/n/{secret}/thanks/{match_id}").status_code == 404
    assert visitor.get(f"/n/{secret}/helpers/{match_id}").status_code == 404
    assert match(visitor, match_id).status == "accepted"


def test_thanks_and_what_was_wrong_are_kept_sealed(visitor: Visitor):
    secret, match_id = helped(visitor)
    empty = visitor.send(f"/n/{secret}/thanks/{match_id}", words=" ")
    assert (empty.status_code, "Write a few words" in empty.text) == (422, True)
    assert visitor.send(f"/n/{secret}/thanks/{match_id}", words="So kind.").status_code == 303
    wrong = visitor.get(f"/n/{secret}/wrong")
    assert f'value="{match_id}"' in wrong.text
    words = {"words": "The milk was off.", "about": match_id}
    for _press in range(2):
        assert visitor.press(wrong, f"/n/{secret}/wrong", **words).status_code == 303
    assert visitor.send(f"/n/{secret}/wrong", words="x", about="0" * 32).status_code == 422
    with visitor.tools.looking() as act:
        notes = act.store.query(NoteRow).filter_by(match_id=match_id)
        assert sorted(note.kind for note in notes) == ["concern", "thanks"]


@pytest.mark.parametrize(
    ("slug", "said", "column", "value"),
    [
        ("soon", {"soon": "urgent"}, "urgency", "urgent"),
        ("postcode", {"postcode": "SE15 5EW"}, "postcode", "SE15 5EW"),
        ("times", {"free_days": ["sun"], "free_parts": []}, "availability", 3),
        ("languages", {"languages": ["so"], "another": "cy"}, "languages", {"so", "cy"}),
        ("matters", {"matters": ["dbs", "asks_first"]}, "requires", {"dbs"}),
        ("street", {"street": "1 Rye Lane", "borough": "E09000028"}, "postcode", None),
    ],
)
def test_each_answer_can_be_changed_afterwards(
    visitor: Visitor, slug: str, said: dict[str, object], column: str, value: object
):
    secret = visitor.asks()
    answer = visitor.send(f"/n/{secret}/change/{slug}", **said)
    assert answer.headers["Location"] == f"/n/{secret}?news=changed"
    found = getattr(visitor.the_need(), column)
    assert (len(found) if isinstance(value, int) else found) == value


def test_what_was_typed_before_stands_in_the_page_that_changes_it(visitor: Visitor):
    secret = visitor.asks(matters={"matters": ["ring", "step_free"]})
    assert 'value="07700 900123"' in visitor.get(f"/n/{secret}/change/reach").text
    assert "Milk, bread and tea." in visitor.get(f"/n/{secret}/change/notes").text
    assert visitor.get(f"/n/{secret}/change/matters").text.count("checked") == 2
    changes = visitor.get(f"/n/{secret}/change").text
    assert "Please ring, don’t text" in changes
    assert "07700 900123" in changes


def test_a_slip_while_changing_is_shown_and_nothing_changes(visitor: Visitor):
    secret = visitor.asks()
    answer = visitor.send(f"/n/{secret}/change/postcode", postcode="5E15 4QN")
    assert answer.status_code == 422
    assert visitor.the_need().postcode == "SE15 4QN"
    assert visitor.get(f"/n/{secret}/change/consent").status_code == 404


def test_once_becomes_weekly_in_two_questions(visitor: Visitor):
    secret = visitor.asks()
    assert f"/n/{secret}/change/often" in visitor.get(f"/n/{secret}/change").text
    going = visitor.send(f"/n/{secret}/change/often", often="weekly")
    assert going.headers["Location"] == f"/n/{secret}/change/week"
    assert visitor.the_need().recurrence is None
    visitor.send(f"/n/{secret}/change/week", days=["tue"], every="1")
    need = visitor.the_need()
    assert (need.recurrence, need.availability) == ("FREQ=WEEKLY;BYDAY=TU", {"tue-am"})
    assert "It comes again" in visitor.get(f"/n/{secret}/change").text
    going = visitor.send(f"/n/{secret}/change/often", often="once")
    visitor.send(going.headers["Location"])
    assert visitor.the_need().recurrence is None


def test_another_kind_of_help_asks_for_what_that_kind_needs(visitor: Visitor):
    secret = visitor.asks(notes={"notes": ""})
    visitor.send(f"/n/{secret}/change/kind", kind="prescriptions")
    assert visitor.the_need().category == "prescriptions"
    going = visitor.send(f"/n/{secret}/change/kind", kind="other")
    assert going.headers["Location"] == f"/n/{secret}/change/notes?kind=other"
    assert visitor.the_need().category == "prescriptions"
    path = going.headers["Location"]
    assert "Write in a few words what would help you." in visitor.send(path, notes="").text
    visitor.send(path, notes="Feed the cat.")
    assert visitor.the_need().category == "other"
    visitor.send(f"/n/{secret}/change/people", people="3")
    visitor.send(f"/n/{secret}/change/kind", kind="phone_call")
    assert visitor.the_need().people_needed == 1


def test_what_was_arranged_by_hand_is_asked_about_before_it_falls(visitor: Visitor):
    secret, match_id = helped(visitor)
    with visitor.tools.acting() as act:
        act.store.get_one(MatchRow, match_id).locked = True
    page = visitor.send(f"/n/{secret}/change/kind", kind="prescriptions")
    assert "Your local group has arranged this" in page.text
    assert match(visitor, match_id).status == "accepted"
    going = visitor.press(page, f"/n/{secret}/change/kind", kind="prescriptions", knowingly="yes")
    assert going.status_code == 303
    assert (match(visitor, match_id).status, visitor.the_need().category) == (
        "withdrawn",
        "prescriptions",
    )


def test_a_pause_and_its_end(visitor: Visitor):
    secret = visitor.asks()
    past = {"until-day": "1", "until-month": "1", "until-year": "2020"}
    assert visitor.send(f"/n/{secret}/pause", **past).status_code == 422
    page = visitor.get(f"/n/{secret}/pause")
    for _press in range(2):
        assert visitor.press(page, f"/n/{secret}/pause").status_code == 303
    own = visitor.get(f"/n/{secret}")
    assert "when you say so" in own.text
    visitor.press(own, f"/n/{secret}/reopen")
    assert visitor.the_need().status == "open"


def test_withdrawn_by_mistake_is_asked_again_with_one_press(visitor: Visitor):
    secret, match_id = helped(visitor)
    before = visitor.the_need()
    assert visitor.send(f"/n/{secret}/withdraw").status_code == 303
    assert match(visitor, match_id).status == "withdrawn"
    own = visitor.get(f"/n/{secret}")
    going = [visitor.press(own, f"/n/{secret}/again").headers["Location"] for _ in range(2)]
    with visitor.tools.looking() as act:
        again = act.store.query(NeedRow).filter_by(person_id=before.person_id, status="open").one()
    assert again.id != before.id
    for address in going:
        page = visitor.get(address).text
        assert again.reference in page
        assert "We are looking for somebody" in page


def test_who_looked_and_what_was_done_can_be_read_and_taken_along(visitor: Visitor):
    secret = visitor.asks()
    with visitor.tools.acting("coordinator:nobody") as act:
        act.note_look(visitor.the_need().person_id, "contact")
    page = visitor.get(f"/n/{secret}/looks")
    assert "A coordinator of your local group" in page.text
    assert "You asked for help" in page.text
    copy = visitor.press(page, f"/n/{secret}/copy")
    assert copy.headers["Content-Disposition"] == 'attachment; filename="nearhand.json"'
    assert json.loads(copy.text)["contact"]["name"] == "Rosa Resident"


def test_messages_can_be_fewer_or_none(visitor: Visitor):
    secret = visitor.asks()
    assert visitor.send(f"/n/{secret}/stop").status_code == 422
    visitor.send(f"/n/{secret}/stop", how="texts")
    assert 'value="ring" checked' in visitor.get(f"/n/{secret}/change/reach").text
    visitor.send(f"/n/{secret}/stop", how="all")
    assert 'value="coordinator" checked' in visitor.get(f"/n/{secret}/change/reach").text
    visitor.send(f"/n/{secret}/stop", how="need")
    assert visitor.the_need().ending == "withdrawn"


def test_who_is_erased_is_gone_and_the_page_with_them(tmp_path: Path):
    tools = living_tools(tmp_path)
    visitor = Visitor(create_app(tools))
    secret, match_id = helped(visitor)
    assert visitor.send(f"/n/{secret}/erase").status_code == 422
    assert "Everything is erased" in visitor.send(f"/n/{secret}/erase", sure="yes").text
    assert visitor.get(f"/n/{secret}").status_code == 404
    assert match(visitor, match_id).status == "withdrawn"
    person_id = visitor.the_need().person_id
    with tools.looking() as act:
        assert act.store.get(ContactRow, person_id) is None
        kinds = [row.kind for row in act.store.query(OutboxRow).filter_by(state="waiting")]
        assert kinds == ["no_longer_needed"]
    tools.database.close()


def test_whoever_has_waited_long_can_say_that_it_is_still_wanted(visitor: Visitor):
    secret = visitor.asks()
    visitor.confirms(secret)
    assert "/still" not in visitor.get(f"/n/{secret}").text
    long_ago = visitor.tools.now() - timedelta(days=26)
    with visitor.tools.acting() as act:
        need = act.store.get_one(NeedRow, visitor.the_need().id)
        need.confirmed_at = need.changed_at = long_ago
    assert f"/n/{secret}/still" in visitor.get(f"/n/{secret}").text
    pressed = visitor.send(f"/n/{secret}", to=f"/n/{secret}/still")
    assert "We go on looking" in visitor.get(pressed.headers["Location"]).text
    assert visitor.the_need().changed_at > long_ago
