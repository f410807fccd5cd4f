"""Asking for help: every branch of the journey, without a browser."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.domain.availability import DAYS
from matcher.domain.london_time import in_london
from matcher.service.askers import MOST_NEEDS, may_register
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.tables import NeedRow, PersonRow, UnitRow
from tests.web.asking import ANSWERS, Visitor
from tests.web.sites import living_tools
from web.app import Site, create_app

COOKIE = "nearhand-ask"


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def count(visitor: Visitor, table: type) -> int:
    with visitor.tools.looking() as act:
        return act.store.query(table).count()


def test_the_front_page_leads_to_it(visitor: Visitor):
    assert 'href="/ask"' in visitor.get("/").text
    assert "Start" in visitor.get("/ask").text


def test_somebody_asks_confirms_and_sees_how_it_stands(visitor: Visitor):
    secret = visitor.asks()
    need = visitor.the_need()
    done = visitor.get(f"/n/{secret}/asked").text
    assert need.reference in done
    assert f"/n/{secret}</a>" in done
    assert "Please confirm" in visitor.get(f"/n/{secret}").text
    assert visitor.confirms(secret).status_code == 303
    assert "We are looking" in visitor.get(f"/n/{secret}").text
    need = visitor.the_need()
    assert (need.category, need.postcode, need.urgency) == ("groceries", "SE15 4QN", "soon")
    assert need.availability == {"mon-am", "tue-am"}
    assert (need.languages, need.requires) == ({"en", "bn"}, {"woman"})


def test_nothing_is_kept_before_the_last_button(visitor: Visitor):
    before = count(visitor, PersonRow)
    assert "Rosa Resident" in visitor.answers().text
    assert count(visitor, PersonRow) == before


def test_the_answers_travel_where_nobody_reads_them_and_go_with_the_journey(visitor: Visitor):
    visitor.answers()
    cookie = visitor.client.get_cookie(COOKIE, path="/ask")
    assert cookie is not None
    assert (cookie.http_only, cookie.path, cookie.max_age) == (True, "/ask", None)
    assert "Rosa" not in cookie.value
    assert len(cookie.value) < 3_900
    page = visitor.get("/ask/check")
    visitor.press(page, "/ask/check", agreed="yes")
    assert visitor.client.get_cookie(COOKIE, path="/ask") is None


def test_who_leaves_takes_everything_along(visitor: Visitor):
    page = visitor.answers()
    assert visitor.press(page, "/ask/stop").headers["Location"] == "/"
    assert visitor.client.get_cookie(COOKIE, path="/ask") is None
    assert "Rosa" not in visitor.get("/ask/who").text


def test_pressing_twice_asks_once(visitor: Visitor):
    before, page = count(visitor, NeedRow), visitor.answers()
    cookie = visitor.client.get_cookie(COOKIE, path="/ask")
    assert cookie is not None
    first = visitor.press(page, "/ask/check", agreed="yes")
    # The second press left the browser before the answer to the first arrived.
    visitor.client.set_cookie(COOKIE, cookie.value, path="/ask")
    second = visitor.press(page, "/ask/check", agreed="yes")
    assert count(visitor, NeedRow) == before + 1
    for answer in (first, second):
        assert answer.status_code == 303
        assert visitor.get(answer.headers["Location"]).status_code == 200


def test_who_comes_back_to_the_check_afterwards_is_told_what_happened(visitor: Visitor):
    page = visitor.answers()
    visitor.press(page, "/ask/check", agreed="yes")
    again = visitor.press(page, "/ask/check", agreed="yes")
    assert again.headers["Location"] == "/ask?gone=1"
    assert "no answers of yours" in visitor.get("/ask?gone=1").text


@pytest.mark.parametrize("slug", ANSWERS)
def test_a_page_that_is_sent_empty_says_what_to_mend_or_goes_on(visitor: Visitor, slug: str):
    answer = visitor.send(f"/ask/{slug}")
    optional = slug in {"day", "times", "languages", "diet", "matters", "notes"}
    assert answer.status_code == (303 if optional else 422)
    assert ("Error:" in answer.text) is not optional


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("kind", {"kind": "shopping"}, "If nothing fits, take “Something else”."),
        ("postcode", {"postcode": "5E15 4QN"}, "Did you mean SE15 4QN?"),
        ("postcode", {"postcode": "SE15"}, "That is half a postcode."),
        ("postcode", {"postcode": "nowhere"}, "We cannot find that postcode near London."),
        ("postcode", {"postcode": "LS1 1AA"}, "That postcode is outside London"),
        ("postcode", {"postcode": "SE15 4T"}, "Yes, SE15 4TG"),
        ("day", {"on_day-day": "1", "on_day-month": "1", "on_day-year": "2020"}, "is over"),
        ("day", {"on_day-day": "1", "on_day-month": "1", "on_day-year": "2999"}, "a year ahead"),
        ("day", {"on_day-day": "31"}, "Say the day, the month and the year."),
        ("week", {"days": ["tue"]}, "Choose how often it comes."),
        ("languages", {"another": "xx"}, "Choose a language from the list."),
        ("notes", {"notes": "x" * 401}, "Use at most 400 letters here."),
        ("who", {"name": "x" * 61}, "Use at most 60 letters here."),
        ("who", {"name": "Rosa", "address": "x" * 151}, "Use at most 150 letters here."),
        ("reach", {"phone": "0770", "prefers": "ring"}, "Check the number"),
        ("reach", {"email": "rosa", "prefers": "email"}, "has an @ in the middle"),
        ("reach", {"prefers": "ring"}, "For that we need your phone number"),
        ("reach", {"prefers": "email"}, "For that we need your e-mail"),
        ("reach", {"phone": "020 7946 0018", "prefers": "text"}, "Texts do not reach that"),
        ("reach", {"phone": "07700 900123", "prefers": "pigeon"}, "Choose what suits you best."),
        ("street", {"street": "1 Rye Lane"}, "Choose your borough from the list."),
        (
            "street",
            {"street": "1 Rye Lane", "borough": "E09000028", "first_half": "QQ"},
            "it looks like SE15",
        ),
        (
            "street",
            {"street": "1 Rye Lane", "borough": "E09000028", "first_half": "E17"},
            "lies in another borough",
        ),
        ("street", {"street": "x" * 121, "borough": "E09000028"}, "at most 120 letters"),
    ],
)
def test_a_slip_is_shown_with_what_was_typed(
    visitor: Visitor, slug: str, typed: dict[str, object], sentence: str
):
    answer = visitor.send(f"/ask/{slug}", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, text in typed.items():
        if name in ("postcode", "phone", "email", "street", "name"):
            assert f'value="{text}"' in answer.text


def test_the_postcode_that_was_meant_is_one_press_away(visitor: Visitor):
    page = visitor.send("/ask/postcode", postcode="5E15 4QN")
    assert 'value="SE15 4QN"' in page.text
    going = visitor.press(page, "/ask/postcode", postcode="5E15 4QN", meant="SE15 4QN")
    assert going.status_code == 303
    assert 'value="SE15 4QN"' in visitor.get("/ask/postcode").text


def test_without_a_postcode_street_and_borough_will_do(visitor: Visitor):
    visitor.send("/ask/kind", kind="groceries")
    street = {"street": "1 Rye Lane", "borough": "E09000028", "first_half": "SE15"}
    assert visitor.send("/ask/street", **street).headers["Location"] == "/ask/soon"
    # Both pages ask where somebody lives, so both are the second question.
    for slug in ("street", "postcode"):
        assert "Question 2 of" in visitor.get(f"/ask/{slug}").text
    for slug, said in ANSWERS.items():
        if slug not in ("kind", "postcode"):
            visitor.send(f"/ask/{slug}", **said)
    page = visitor.get("/ask/check")
    assert "1 Rye Lane, Southwark, SE15" in page.text
    visitor.press(page, "/ask/check", agreed="yes")
    need = visitor.the_need()
    assert (need.postcode, need.borough) == (None, "E09000028")


def test_what_comes_again_has_a_unit_for_each_date(visitor: Visitor):
    visitor.send("/ask/kind", kind="visit")
    said = ANSWERS | {
        "often": {"often": "weekly"},
        "week": {"days": ["tue", "fri"], "every": "1"},
        "times": {"free_parts": ["pm"]},
    }
    for slug, fields in said.items():
        if slug not in ("kind", "day"):
            visitor.send(f"/ask/{slug}", **fields)
    page = visitor.get("/ask/check")
    assert "Every week: Tuesday, Friday" in page.text
    visitor.press(page, "/ask/check", agreed="yes")
    need = visitor.the_need()
    assert need.recurrence == "FREQ=WEEKLY;BYDAY=TU,FR"
    assert need.availability == {"tue-pm", "fri-pm"}
    with visitor.tools.looking() as act:
        assert act.store.query(UnitRow).filter_by(need_id=need.id).count() >= 8


def test_a_rule_that_ends_before_its_first_date_is_said_so(visitor: Visitor):
    today = in_london(visitor.tools.now()).date()
    until = {f"until-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    tomorrow, now = (DAYS[(today + timedelta(days=one)).weekday()] for one in (1, 0))
    said = visitor.send("/ask/week", days=[tomorrow], every="1", **until)
    assert (said.status_code, "No such day comes before then" in said.text) == (422, True)
    assert visitor.send("/ask/week", days=[now], every="1", **until).status_code == 303


def test_many_hands_are_asked_for_only_where_they_may_be_wanted(visitor: Visitor):
    assert visitor.send("/ask/kind", kind="furniture").status_code == 303
    for slug, said in ANSWERS.items():
        if slug not in ("kind",):
            going = visitor.send(f"/ask/{slug}", **said)
            if slug == "matters":
                assert going.headers["Location"] == "/ask/people"
                visitor.send("/ask/people", people="3")
    visitor.press(visitor.get("/ask/check"), "/ask/check", agreed="yes")
    assert visitor.the_need().people_needed == 3


def test_something_else_is_said_in_words(visitor: Visitor):
    visitor.send("/ask/kind", kind="other")
    answer = visitor.send("/ask/notes", notes=" ")
    assert "Write in a few words what would help you." in answer.text


def test_nobody_asks_where_somebody_lives_who_wants_a_call(visitor: Visitor):
    visitor.send("/ask/kind", kind="phone_call")
    assert "house number" not in visitor.get("/ask/who").text


def test_please_ring_is_kept_to_whatever_else_was_ticked(visitor: Visitor):
    visitor.asks(matters={"matters": ["ring"]})
    with visitor.tools.looking() as act:
        person = act.store.get_one(PersonRow, visitor.the_need().person_id)
        assert person.contact_way == "ring"


def test_with_neither_phone_nor_e_mail_a_coordinator_is_the_way(visitor: Visitor):
    secret = visitor.asks(reach={"prefers": "coordinator"})
    page = visitor.get(f"/n/{secret}/asked").text
    assert "Write your reference down." in page
    assert "Type in the code" not in page


def test_one_answer_is_mended_and_all_others_stay(visitor: Visitor):
    visitor.answers()
    page = visitor.get("/ask/soon?change=1")
    assert "checked" in page.text
    going = visitor.press(page, "/ask/soon?change=1", soon="urgent")
    assert going.headers["Location"] == "/ask/check"
    check = visitor.get("/ask/check").text
    assert "Today or tomorrow" in check
    assert "Rosa Resident" in check


def test_a_mended_answer_that_raises_a_question_leads_to_it(visitor: Visitor):
    visitor.answers()
    page = visitor.get("/ask/often?change=1")
    going = visitor.press(page, "/ask/often?change=1", often="weekly")
    assert going.headers["Location"] == "/ask/week"


def test_without_consent_nothing_goes_on(visitor: Visitor):
    before = count(visitor, NeedRow)
    answer = visitor.press(visitor.answers(), "/ask/check")
    assert answer.status_code == 422
    assert "Tick the box if you agree." in answer.text
    assert count(visitor, NeedRow) == before


def test_a_day_that_passed_while_somebody_typed_is_said_on_the_last_page(tmp_path: Path):
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)
    tools = living_tools(tmp_path)
    object.__setattr__(tools, "now", lambda: evening)
    visitor = Visitor(create_app(tools))
    page = visitor.answers(day={"on_day-day": "2", "on_day-month": "3", "on_day-year": "2026"})
    object.__setattr__(tools, "now", lambda: evening + timedelta(hours=5))
    answer = visitor.press(page, "/ask/check", agreed="yes")
    assert answer.status_code == 422
    assert "That day is over" in answer.text
    assert 'href="/ask/day?change=1"' in answer.text
    assert count(visitor, NeedRow) == 0
    tools.database.close()


def test_too_many_from_one_address_wait_and_nobody_else_does(visitor: Visitor):
    with visitor.tools.acting() as act:
        for _need in range(MOST_NEEDS):
            assert may_register(act, visitor.address)
    before, page = count(visitor, NeedRow), visitor.answers()
    answer = visitor.press(page, "/ask/check", agreed="yes")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert count(visitor, NeedRow) == before
    # What was typed is still there.
    assert "Rosa Resident" in visitor.get("/ask/check").text


def test_a_form_from_nowhere_is_not_taken(visitor: Visitor):
    visitor.answers()
    assert visitor.client.post("/ask/check", data={"agreed": "yes"}).status_code == 400


def test_more_than_a_browser_can_carry_is_said_where_it_was_typed(visitor: Visitor):
    smile = "😀"
    visitor.send("/ask/kind", kind="groceries")
    visitor.send("/ask/street", street=smile * 120, borough="E09000028")
    for slug, said in (("notes", {"notes": smile * 400}), ("reach", {"prefers": "coordinator"})):
        assert visitor.send(f"/ask/{slug}", **said).status_code == 303
    answer = visitor.send("/ask/who", name=smile * 60, address=smile * 150)
    assert answer.status_code == 422
    assert "please make your notes shorter" in answer.text
    assert smile * 150 in answer.text


def test_no_such_question_is_no_page(visitor: Visitor):
    assert visitor.get("/ask/shoe-size").status_code == 404


def test_what_somebody_eats_is_kept_sealed_with_the_need_and_shown_before(visitor: Visitor):
    page = visitor.answers()
    assert "Halal; Without: Milk" in page.text
    visitor.press(page, "/ask/check", agreed="yes")
    with visitor.tools.looking() as act:
        details = need_details_of(act.store, act.sealer, visitor.the_need().id)
    assert details["dietary"] == ["halal", "no_milk"]


def test_what_somebody_eats_is_asked_only_where_it_is_about_food(visitor: Visitor):
    assert visitor.answers(kind={"kind": "visit"}, diet=None).status_code == 200
    page = visitor.get("/ask/check")
    assert "What you eat" not in page.text
