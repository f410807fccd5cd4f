"""A need on its way between charities, as both sides press it."""

from collections.abc import Iterator

import pytest

from matcher.bootstrap import Tools
from matcher.domain.links import LinkPurpose
from matcher.domain.roles import Role
from matcher.storage.tables import ConsentQuestionRow, DirectoryRow, NeedRow, ReferralRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.links import Subject, new_link
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.charitable import a_group
from tests.matcher.storage.rows import a_stored_need
from tests.web.sites import living_tools
from tests.web.staffed import a_member, signed_in
from tests.web.test_board import press
from web.app import create_app

YES = {"consent": "telephone", "read_out": "y", "key": "k" * 20}


@pytest.fixture
def tools(tmp_path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


def holder(tools: Tools, need_id: str) -> str | None:
    with tools.looking() as act:
        return act.store.get_one(NeedRow, need_id).charity_id


def test_a_need_is_taken_handed_on_taken_there_and_given_back(tools):
    site = create_app(tools)
    with tools.acting() as act:
        giver, taker = a_group(act.store, "Giver"), a_group(act.store, "Taker")
        need_id = a_stored_need(act.store, reference="K7-GIVEN-A1").id
    here, there = (
        signed_in(site, tools, a_member(tools, charity_id=one.id)) for one in (giver, taker)
    )
    assert "K7-GIVEN-A1" in there.get("/board/shared").text
    assert press(here, f"/board/shared/{need_id}/take", charity=giver.id).status_code == 303
    late = press(there, f"/board/shared/{need_id}/take", charity=taker.id)
    assert (late.status_code, "was first" in late.text) == (409, True)
    assert "K7-GIVEN-A1" not in there.get("/board/shared").text
    path = f"/board/needs/{need_id}/refer"
    to = f"charity:{taker.id}"
    without_a_yes = press(here, path, **YES | {"to": to, "read_out": ""})
    assert (without_a_yes.status_code, "Without their yes" in without_a_yes.text) == (422, True)
    for _ in range(2):
        assert press(here, path, to=to, **YES).status_code == 303
    offered = there.get("/board/referrals").text
    assert "their address" in offered
    assert "K7-GIVEN-A1" not in offered
    assert there.get(f"/board/needs/{need_id}").status_code == 404
    with tools.looking() as act:
        [referral] = act.store.query(ReferralRow)
    answers = f"/board/referrals/{referral.id}"
    assert press(here, f"{answers}/accept").status_code == 404
    assert press(there, f"{answers}/accept").location == f"/board/needs/{need_id}"
    assert holder(tools, need_id) == taker.id
    assert here.get(f"/board/needs/{need_id}").status_code == 404
    assert press(there, f"{answers}/return", reason="full").status_code == 303
    assert holder(tools, need_id) == giver.id
    assert "Came back" in here.get(path).text


def test_somebody_outside_is_kept_by_administrators_and_its_use_is_noted(tools):
    site = create_app(tools)
    with tools.acting() as act:
        group = a_group(act.store, "Group")
        need_id = a_stored_need(act.store, charity_id=group.id).id
    boss = signed_in(site, tools, a_member(tools, Role.ADMINISTRATOR))
    assert press(boss, "/staff/directory", kind="helpline", name="Advice line").status_code == 422
    said = {"kind": "helpline", "name": "Advice line", "phone": "020 7946 0018", "key": "d" * 20}
    said |= {"does": "Rings back about debts.", "boroughs": [SOUTHWARK, LAMBETH]}
    assert press(boss, "/staff/directory", **said).status_code == 303
    kept = boss.get("/staff/directory").text
    assert "Rings back about debts.</span>" in kept
    assert "Lambeth, Southwark</span>" in kept
    with tools.looking() as act:
        [entry] = act.store.query(DirectoryRow)
    here = signed_in(site, tools, a_member(tools, charity_id=group.id))
    path = f"/board/needs/{need_id}/refer"
    offered = here.get(path).text
    assert "Advice line" in offered
    assert "Rings back about debts." in offered
    assert press(here, path, to=f"outside:{entry.id}", **YES).status_code == 303
    assert "Was it of any use?" in here.get("/board/referrals").text
    with tools.looking() as act:
        [referral] = act.store.query(ReferralRow)
    assert press(here, f"/board/referrals/{referral.id}/use/perhaps").status_code == 404
    assert press(here, f"/board/referrals/{referral.id}/use/in_part").status_code == 303
    assert "In part" in here.get(path).text
    assert holder(tools, need_id) == group.id
    assert press(boss, f"/staff/directory/{entry.id}/end").status_code == 303
    assert "Advice line" not in boss.get("/staff/directory").text


def test_a_resident_is_asked_on_their_own_page_says_yes_and_takes_it_back(tools):
    site = create_app(tools)
    with tools.acting() as act:
        giver, taker = a_group(act.store, "Giver"), a_group(act.store, "Taker")
        need = a_stored_need(act.store, charity_id=giver.id)
        put_need_details(act.store, act.sealer, need.id, {"notes": "violet"}, now=act.now)
        about = Subject(need_id=need.id)
        secret = new_link(act.store, act.sealer, LinkPurpose.NEED, about, now=act.now)
    here = signed_in(site, tools, a_member(tools, charity_id=giver.id))
    path, own = f"/board/needs/{need.id}/refer", f"/n/{secret}"
    visitor = site.test_client()
    assert visitor.get(f"{own}/another-charity").location == own
    asked = {"to": f"charity:{taker.id}", "consent": "own_page"}
    assert press(here, path, **asked).status_code == 303
    assert "can answer until" in here.get(path).text
    assert "may another charity help you?" in visitor.get(own).text
    page = visitor.get(f"{own}/another-charity").text
    assert all(word in page for word in ("Giver", "Taker", "your address", "until", "violet"))
    with tools.looking() as act:
        [question] = act.store.query(ConsentQuestionRow)
    for _ in range(2):
        said = press(
            visitor, f"{own}/another-charity/{question.id}/yes-without-notes", key="k" * 24
        )
        assert said.status_code == 303
    page = visitor.get(f"{own}/another-charity").text
    assert "is offered to" in page
    seen, _, stays = page.partition("They do not see")
    assert "your address" in seen
    assert "what you said a helper should know" in stays
    assert "said yes" in here.get(path).text
    assert press(visitor, f"{own}/another-charity/take-back").status_code == 303
    assert "taken their yes back" in here.get(path).text
    assert holder(tools, need.id) == giver.id
