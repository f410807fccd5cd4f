"""What a charity's programs read: their own people wholly, the others of their boroughs afar."""

import pytest

from matcher.storage.database import Database
from matcher.storage.tables import LookRow, NeedRow
from tests.builders import LAMBETH, LEWISHAM, SOUTHWARK
from tests.matcher.service.acts import A_PHONE
from tests.web.api.towns import Town, later_needs

AFAR = {"ours", "id", "status", "urgency", "category", "borough", "cell"}


def all_pages(program, path: str, **query: object) -> list[dict]:
    items, cursor = [], None
    while True:
        page = program.get(path, **query, **({"cursor": cursor} if cursor else {})).json
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def test_own_needs_are_shown_in_full_and_others_of_the_boroughs_from_afar(still: Town):
    needs = {one["id"]: one for one in all_pages(still.charity("larder"), "/needs", limit=5)}
    own, other = (
        needs[still.ours["lambeth need"]],
        needs[still.theirs["lambeth need"]],
    )
    assert own["ours"]
    assert own["reference"]
    assert own["people_needed"] == 1
    assert set(other) == AFAR
    assert not other["ours"]
    assert still.ours["lewisham need"] in needs
    assert still.theirs["lewisham need"] not in needs


def test_how_many_said_yes_is_counted(still: Town):
    program = still.charity("larder")
    found = {
        name: program.get(f"/needs/{still.ours[f'{name} need']}").json["need"]["people_found"]
        for name in ("proposed", "accepted", "declined", "confirmed")
    }
    assert found == {"proposed": 0, "accepted": 1, "declined": 0, "confirmed": 1}


@pytest.mark.parametrize("noun", ["needs", "offers"])
def test_what_is_asked_for_is_what_is_listed(still: Town, noun: str):
    program = still.charity("larder")
    ours = all_pages(program, f"/{noun}", ours="true")
    assert {one["id"] for one in ours} == {
        id for name, id in still.ours.items() if name.endswith(noun[:-1])
    }
    assert {one["borough"] for one in all_pages(program, f"/{noun}", borough=LEWISHAM)} == {
        LEWISHAM
    }
    assert program.get(f"/{noun}", category="garden").json["items"] == []
    everything = all_pages(program, f"/{noun}", category="groceries")
    assert len(everything) == len(all_pages(program, f"/{noun}"))


def test_needs_can_be_asked_for_by_how_they_stand(still: Town):
    program = still.charity("larder")
    closed = all_pages(program, "/needs", status="closed", ours="true")
    assert [one["id"] for one in closed] == [still.ours["confirmed need"]]
    assert closed[0]["ending"] == "met"
    assert program.get("/needs", urgency="urgent").json["items"] == []


def test_a_match_shows_both_sides_by_borough_and_cell_and_no_distance(still: Town):
    match = still.charity("larder").get(f"/matches/{still.ours['accepted match']}").json
    assert match["status"] == "accepted"
    assert match["need"]["ours"]
    assert match["offer"]["ours"]
    assert match["need"]["borough"] == LAMBETH
    assert not [name for name in match if "distance" in name or "cost" in name]


def test_proposals_are_the_matches_that_wait(still: Town):
    program = still.charity("larder")
    waiting = all_pages(program, "/proposals")
    assert [one["id"] for one in waiting] == [still.ours["proposed match"]]
    assert len(all_pages(program, "/matches", limit=2)) == 5
    declined = all_pages(program, "/matches", status="declined")
    assert [one["decline_reason"] for one in declined] == ["too_far"]


def test_contact_details_of_own_people_are_shown_and_each_look_is_noted(
    town: Town, database: Database
):
    program = town.charity("larder")
    need = town.ours["lambeth need"]
    for path, name in (("needs", "Nora Needful"), ("offers", "Val Volunteer")):
        shown = program.get(f"/{path}/{town.ours[f'lambeth {path[:-1]}']}/contact").json
        assert (shown["name"], shown["phone"]) == (name, A_PHONE)
    with database.read() as store:
        looks = store.query(LookRow).order_by(LookRow.id).all()
        assert [look.by for look in looks] == [f"charity:{town.larder}"] * 2
        assert looks[0].person_id == store.get_one(NeedRow, need).person_id
        assert looks[0].need_id == need


def test_what_was_said_of_the_place_comes_with_the_contact(still: Town):
    path = f"/needs/{still.ours['accepted need']}/contact"
    shown = still.charity("larder").get(path).json
    nothing = {"street": "", "step_free": False, "dietary": []}
    assert shown["said"] == {"address": "1 Example Road", "notes": "Ring twice."} | nothing


def test_turning_pages_while_needs_come_shows_each_that_was_there_once(
    town: Town, database: Database
):
    before = later_needs(database, town.larder, 9, minutes=5)
    program = town.charity("larder")
    seen, cursor, came = [], None, 0
    while True:
        page = program.get("/needs", limit=4, ours="true", **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in page.json["items"]]
        cursor = page.json["next"]
        if cursor is None:
            break
        came += 1
        later_needs(database, town.larder, 3, minutes=5 + came)
    assert came >= 3
    assert len(seen) == len(set(seen))
    assert seen[:9] == before[::-1]
    assert set(seen) == set(before) | {i for n, i in town.ours.items() if n.endswith("need")}


def test_needs_of_one_and_the_same_moment_are_not_lost_between_pages(
    town: Town, database: Database
):
    program = town.charity("larder")
    one_by_one = all_pages(program, "/needs", limit=1)
    assert [one["id"] for one in one_by_one] == [
        one["id"] for one in all_pages(program, "/needs", limit=100)
    ]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "not-one-of-ours", "A" * 200])
def test_a_made_up_cursor_is_refused(still: Town, cursor: str):
    answer = still.charity("larder").get("/needs", cursor=cursor)
    assert answer.status_code == 422
    assert answer.get_json(force=True)["field"] == "cursor"


def test_the_cursor_of_one_list_opens_no_other_and_tells_nothing(still: Town):
    program = still.charity("larder")
    cursor = program.get("/needs", limit=1).json["next"]
    assert program.get("/offers", cursor=cursor).status_code == 422
    assert "2026" not in cursor
    assert still.ours["lambeth need"] not in cursor


def test_rounds_show_their_numbers(still: Town):
    program = still.charity("larder")
    [one] = all_pages(program, "/rounds")
    assert one["objective"] == 7
    assert program.get(f"/rounds/{one['id']}").json == one


def test_boroughs_and_categories_are_open_to_everybody(still: Town):
    client = still.site.test_client()
    boroughs = client.get("/api/v1/boroughs").json["items"]
    assert {"code": SOUTHWARK, "name": "Southwark", "in_london": True} in boroughs
    assert len([one for one in boroughs if one["in_london"]]) == 33
    categories = client.get("/api/v1/categories").json["items"]
    assert categories[0] == {
        "slug": "groceries",
        "name": "Groceries",
        "task_class": "money",
        "remote": False,
    }


@pytest.mark.parametrize(
    "query", ["status=open&status=paused", "limit=0", "limit=101", "colour=red", "status=asleep"]
)
def test_what_cannot_be_asked_is_refused_by_name(sqlite_town: Town, query: str):
    program = sqlite_town.charity("larder")
    answer = program.client.get(f"/api/v1/needs?{query}", headers=program.headers)
    assert answer.status_code == 422
    [mistake] = answer.get_json(force=True)["errors"]
    assert mistake["field"] == query.partition("=")[0]
