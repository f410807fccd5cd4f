"""The page of one match, by link and without a login: yes, no, whom to call, done."""

import pytest

from matcher.bootstrap import Tools
from matcher.domain.refusals import NotAllowed
from matcher.service.matches import accept_match
from matcher.service.matches_resident import agree_to_details, confirm_done
from matcher.service.needs_after import say_concern_of_volunteer, say_thanks
from matcher.service.own_record import everything_of, what_was_done
from matcher.service.volunteers_known import suspend_volunteer
from matcher.service.volunteers_record import everything_of_volunteer
from matcher.storage.tables import LookRow, MatchRow, NeedRow, NoteRow
from tests.web.asking import Visitor
from tests.web.volunteering import A_MOBILE, Volunteer, a_volunteer, ask, asked
from web.app import Site, create_app


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    """The pages for visitors without a browser; each test makes people of its own."""
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def status(one: Volunteer) -> str:
    with one.tools.looking() as act:
        return act.store.get_one(MatchRow, one.matches[0]).status


def looks(one: Volunteer) -> list[str]:
    with one.tools.looking() as act:
        return [look.by for look in act.store.query(LookRow).filter_by(match_id=one.matches[0])]


PRIVATE = ("Rosa", A_MOBILE, "07700", "Example Road", "ring twice", "SE15")


def test_before_the_yes_the_page_says_what_and_why_and_never_who(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    text = visitor.get(f"/p/{secret}").text
    for said in ("Groceries", "Southwark", "about 1 km or less", "You live in the same borough."):
        assert said in text
    assert not [word for word in PRIVATE if word in text]
    assert looks(one) == []
    assert status(one) == "proposed"


def test_the_own_page_says_how_far_it_is_before_and_after_the_yes(visitor: Visitor, tools: Tools):
    one, _secret = asked(tools)
    far = " · Close by: about 1 km or less · "
    assert far in visitor.get(f"/v/{one.own}").text
    one.accept(one.matches[0])
    text = visitor.get(f"/v/{one.own}").text
    assert text.index("What is next") < text.index(far)


def test_whoever_is_asked_beyond_what_they_said_reads_so(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    with tools.acting() as act:
        match = act.store.get_one(MatchRow, one.matches[0])
        match.reasons = match.reasons | {"set_aside": ["radius"], "cell_distance_m": 3_000}
    text = visitor.get(f"/p/{secret}").text
    assert "It is further than you said you would go." in text
    assert "asks you all the same" in text
    assert "within the distance that you go" not in text


def test_a_yes_shows_whom_to_call_and_each_look_is_noted(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    answer = visitor.send(f"/p/{secret}", to=f"/p/{secret}/yes")
    text = visitor.get(answer.headers["Location"]).text
    for word in ("Rosa", f"tel:{A_MOBILE}", "Flat 4, 1 Example Road", "SE15 4QN", "ring twice"):
        assert word in text
    assert looks(one) == [one.by]
    visitor.get(f"/v/{one.own}/m/{one.matches[0]}")
    assert looks(one) == [one.by, one.by]


def test_opening_the_link_says_nothing_for_anybody(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    for page in ("yes", "on-my-way"):
        assert visitor.get(f"/p/{secret}/{page}").status_code == 405
    assert status(one) == "proposed"


def test_pressing_yes_twice_is_one_yes(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    page = visitor.get(f"/p/{secret}")
    for _ in range(2):
        assert visitor.press(page, f"/p/{secret}/yes").headers["Location"].endswith("said=yes")
    assert status(one) == "accepted"


def test_of_two_who_say_yes_the_second_is_told_kindly(visitor: Visitor, tools: Tools):
    first, second = a_volunteer(tools), a_volunteer(tools)
    ask(tools, first, second)
    secrets = [one.secret_of("proposal") for one in (first, second)]
    pages = [visitor.get(f"/p/{secret}") for secret in secrets]
    answers = [
        visitor.press(page, f"/p/{secret}/yes") for page, secret in zip(pages, secrets, strict=True)
    ]
    assert [status(first), status(second)] == ["accepted", "withdrawn"]
    text = visitor.get(answers[1].headers["Location"]).text
    assert "Somebody else said yes first" in text
    assert not [word for word in PRIVATE if word in text]


def test_a_no_asks_why_and_is_not_asked_again(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    assert visitor.send(f"/p/{secret}/no").status_code == 422
    visitor.send(f"/p/{secret}/no", reason="too_far")
    assert status(one) == "declined"
    assert "You said no, and that is fine" in visitor.get(f"/p/{secret}").text
    assert visitor.get(f"/p/{secret}/no").status_code == 303


def test_on_my_way_then_done_with_the_minutes(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    one.accept(one.matches[0])
    visitor.send(f"/p/{secret}", to=f"/p/{secret}/on-my-way")
    assert "On the way" in visitor.get(f"/p/{secret}").text
    visitor.send(f"/p/{secret}/done", minutes="45")
    text = visitor.get(f"/p/{secret}").text
    assert "Thank you, it is done" in text
    assert "Rosa" in text
    with tools.acting() as act:
        confirm_done(act, one.matches[0])
    assert "it was confirmed" in visitor.get(f"/p/{secret}").text
    assert "45 minutes" in visitor.get(f"/v/{one.own}").text
    with tools.looking() as act:
        need_id = act.store.get_one(MatchRow, one.matches[0]).need_id
    with tools.acting(f"resident:{need_id}") as act:
        say_thanks(act, one.matches[0], need_id, "So <kind> of you.")
    for path in (f"/p/{secret}", f"/v/{one.own}"):
        assert "So &lt;kind&gt; of you." in visitor.get(path).text


@pytest.mark.parametrize(
    ("page", "fields", "became", "said"),
    [
        ("could-not", {"reason": "not_in"}, "failed", "It did not work out"),
        ("hand-back", {}, "withdrawn", "You have handed it back"),
    ],
)
def test_what_cannot_be_done_is_given_back(
    visitor: Visitor, tools: Tools, page, fields, became, said
):
    one, secret = asked(tools)
    one.accept(one.matches[0])
    answer = visitor.send(f"/p/{secret}/{page}", **fields)
    assert status(one) == became
    assert said in visitor.get(answer.headers["Location"]).text


def test_what_was_wrong_is_told_to_the_board_alone_while_and_after_it_was_theirs(
    visitor: Visitor, tools: Tools
):
    one, secret = asked(tools)
    assert "something was wrong" not in visitor.get(f"/p/{secret}").text
    assert visitor.get(f"/p/{secret}/wrong").status_code == 303
    one.accept(one.matches[0])
    assert f'href="/p/{secret}/wrong"' in visitor.get(f"/p/{secret}").text
    empty = visitor.send(f"/p/{secret}/wrong", words=" ")
    assert (empty.status_code, "in your own words" in empty.text) == (422, True)
    page = visitor.get(f"/p/{secret}/wrong")
    for _press in range(2):
        there = visitor.press(page, f"/p/{secret}/wrong", words="She was cold.")
    assert "The local group has it now" in visitor.get(there.headers["Location"]).text
    visitor.send(f"/p/{secret}/hand-back")
    assert f'href="/p/{secret}/wrong"' in visitor.get(f"/p/{secret}").text
    with tools.looking() as act:
        [note] = act.store.query(NoteRow).filter_by(match_id=one.matches[0])
        need = act.store.get_one(NeedRow, note.need_id)
        assert (note.kind, note.by, note.person_id) == ("concern", one.by, None)
        assert [deed.verb for deed in what_was_done(act, one.id)].count("concern") == 1
        assert "concern" not in [deed.verb for deed in what_was_done(act, need.person_id)]
    with tools.acting() as act:
        assert "cold" in str(everything_of_volunteer(act, one.id)["notes_by_you"])
        assert "cold" not in str(everything_of(act, need.person_id))


def test_who_was_asked_and_never_said_yes_tells_of_nothing(visitor: Visitor, tools: Tools):
    one, other = a_volunteer(tools), a_volunteer(tools)
    ask(tools, one, other)
    other.accept(other.matches[0])
    secret = one.secret_of("proposal")
    assert "something was wrong" not in visitor.get(f"/p/{secret}").text
    with pytest.raises(NotAllowed), tools.acting(one.by) as act:
        say_concern_of_volunteer(act, one.matches[0], "x")


def test_who_takes_a_break_handed_nothing_back_that_they_had_not_taken(
    visitor: Visitor, tools: Tools
):
    one, secret = asked(tools)
    visitor.send(f"/v/{one.own}/break")
    text = visitor.get(f"/p/{secret}").text
    assert ("handed it back" in text, "asked nothing for now" in text) == (False, True)


def test_who_asked_to_agree_first_is_waited_for(visitor: Visitor, tools: Tools):
    one, secret = asked(tools, asks_first=True)
    one.accept(one.matches[0])
    text = visitor.get(f"/p/{secret}").text
    assert "They say yes or no first" in text
    assert not [word for word in PRIVATE if word in text]
    with tools.acting() as act:
        agree_to_details(act, one.matches[0])
    assert "Rosa" in visitor.get(f"/p/{secret}").text


def test_a_link_opens_its_own_match_and_nobody_elses(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    other, _ = asked(tools)
    assert visitor.get(f"/v/{one.own}/m/{other.matches[0]}").status_code == 404
    assert visitor.get(f"/v/{secret}").status_code == 404
    assert visitor.get(f"/p/{one.own}").status_code == 404


def test_who_is_suspended_sees_no_details(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    one.accept(one.matches[0])
    with tools.acting() as act:
        suspend_volunteer(act, one.id)
    text = visitor.get(f"/p/{secret}").text
    assert "Please ring us first" in text
    assert not [word for word in PRIVATE if word in text]


def test_what_a_check_forbids_is_said_in_a_sentence(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools, level=None)
    ask(tools, one)
    secret = one.secret_of("proposal")
    page = visitor.send(f"/p/{secret}", to=f"/p/{secret}/yes")
    assert page.status_code == 403
    assert "two references" in page.text
    with tools.acting() as act, pytest.raises(Exception, match="references"):
        accept_match(act, one.matches[0])
