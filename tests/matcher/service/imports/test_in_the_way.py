"""What keeps an import from being undone, what the machine's stopping does, and whose eyes see."""

from datetime import timedelta

import pytest

from matcher.domain.imports import Fate, Proven, SheetKind
from matcher.domain.refusals import Conflict, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.board_deeds import add_note
from matcher.service.erasure import erase_person
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.bringing_in import bring_in
from matcher.service.imports.forgetting import forget_sheets
from matcher.service.imports.ground import Bringing, Ground, Reach, Said
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.pages import import_page, what_is_in_the_way
from matcher.service.imports.steps import bring_lines, drop, say_yes, undo
from matcher.service.imports.working import work_on_sheets
from matcher.service.stock_in import Receipt, receive
from matcher.service.stock_items import add_item, add_place
from matcher.service.stock_needs import Wish, reserve
from matcher.storage.database import Database
from matcher.storage.reading.imports import lines_at
from matcher.storage.tables import (
    ImportLineRow,
    NeedRow,
    OfferRow,
    PersonRow,
    UnitRow,
    VolunteerRow,
)
from tests.builders import LAMBETH, SOUTHWARK, TODAY
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.imports.importing import NEEDS, VOLUNTEERS, an_office, later
from tests.matcher.service.stocked import an_item
from tests.matcher.storage.rows import a_stored_match, a_stored_need, units_of


def test_what_somebody_built_on_is_named_and_stays(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.agreed(office.brought(SheetKind.VOLUNTEERS, VOLUNTEERS))
    with acting(database) as act:
        offer = act.store.query(OfferRow).order_by(OfferRow.postcode).first()
        assert offer
        a_stored_match(act.store, units_of(act.store, a_stored_need(act.store))[0], offer)
    with looking(database) as act:
        number, named = what_is_in_the_way(act, office.desk, id, Ground(london, TODAY))
        assert (number, [one.why for one in named]) == (1, ["matched"])
        assert named[0].id == offer.volunteer_id
    # Between the look and the undoing somebody may build: the rest goes, and that stays.
    office.undone(id)
    assert office.status(id) == "done"
    assert sorted(office.fates(id)) == ["made", "undone", "undone"]


def test_notes_changes_and_a_week_stand_in_the_way(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.agreed(office.brought(SheetKind.NEEDS, NEEDS))
    with acting(database, by="coordinator:x") as act:
        needs = act.store.query(NeedRow).order_by(NeedRow.postcode).all()
        add_note(act, office.desk, needs[0].id, "spoke with her")
        needs[1].people_needed = 2
    with looking(database) as act:
        _, named = what_is_in_the_way(act, office.desk, id, Ground(london, TODAY))
        assert sorted(one.why for one in named) == ["changed", "noted"]
    late = later(office, timedelta(days=8))
    with pytest.raises(Conflict, match="7 days"):
        late.undone(id)
    with acting(database, now=late.shop.now()) as act:
        assert forget_sheets(act) == 1
        assert act.store.query(ImportLineRow).count() == 0
        assert import_page(act, office.desk, id).emptied


def test_what_is_set_aside_on_the_shelf_for_a_need_keeps_it(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.agreed(office.brought(SheetKind.NEEDS, NEEDS))
    with acting(database, by=office.desk.actor) as act:
        place_id = add_place(act, office.desk, office.charity_id, "Church hall")
        item_id = add_item(act, office.desk, office.charity_id, an_item(edible=False))
        receive(act, office.desk, Receipt(item_id, place_id, 2))
        need = act.store.query(NeedRow).filter_by(category="food_parcel").first()
        assert need
        unit = act.store.query(UnitRow).filter_by(need_id=need.id).first()
        assert unit
        reserve(act, office.desk, Wish(need.id, unit.id, item_id))
    with looking(database) as act:
        _, named = what_is_in_the_way(act, office.desk, id, Ground(london, TODAY))
        assert [(one.id, one.why) for one in named] == [(need.id, "set_aside")]


def test_a_machine_that_stops_anywhere_goes_on_and_does_nothing_twice(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    id = office.brought(SheetKind.VOLUNTEERS, VOLUNTEERS)
    with acting(database, by=office.desk.actor) as act:
        say_yes(act, office.desk, id)
        bringing = Bringing(
            id, Reach(office.charity_id, office.desk.whole.boroughs), Said(Proven.RANG)
        )
        kind = KINDS[SheetKind.VOLUNTEERS]
        for _ in range(2):
            bring_in(act, kind, Ground(london, TODAY), bringing, lines_at(act.store, id, [2, 3]))
    assert work_on_sheets(office.shop)
    assert work_on_sheets(office.shop) == 0
    assert office.fates(id) == [Fate.MADE] * 3
    with looking(database) as act:
        assert act.store.query(VolunteerRow).count() == 3


def test_likely_duplicates_come_in_only_when_somebody_says_so(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, VOLUNTEERS))
    twice = (
        "Name,Phone,Postcode,Help\n"
        "Ada Lovelaces,07700 900777,SW2 1RW,visit\n"
        "Bert Somebody,07700 900001,SW2 1RW,visit\n"
        "Ada Lovelace,07700 900778,SE5 8TS,visit\n"
    )
    id = office.brought(SheetKind.VOLUNTEERS, twice)
    found = [(str(line.verdict), str(line.why)) for line, _ in office.lines(id)]
    assert found == [("duplicate", "name_and_place"), ("duplicate", "phone"), ("new", "None")]
    with acting(database, by=office.desk.actor) as act:
        bring_lines(act, office.desk, id, [2, 3], [3])
    office.agreed(id)
    assert office.fates(id) == ["left_out", "made", "made"]


def test_nobody_learns_of_another_charitys_people(database: Database, london: Gazetteer):
    theirs, ours = an_office(database, london), an_office(database, london)
    theirs.agreed(theirs.brought(SheetKind.VOLUNTEERS, VOLUNTEERS))
    theirs.agreed(theirs.brought(SheetKind.NEEDS, NEEDS))
    for kind, text in ((SheetKind.VOLUNTEERS, VOLUNTEERS), (SheetKind.NEEDS, NEEDS)):
        id = ours.brought(kind, text)
        assert ours.verdicts(id) == ["new"] * 3
        assert all(line.like_id is None for line, _ in ours.lines(id))
        assert ours.fates(ours.agreed(id)) == ["made"] * 3
        for desk in (
            theirs.desk,
            a_stranger(database, theirs.charity_id, (LAMBETH, SOUTHWARK)),
            a_stranger(database, ours.charity_id, (LAMBETH,)),
        ):
            with acting(database, by=desk.actor) as act:
                for deed in (import_page, say_yes, undo, drop):
                    with pytest.raises(NotFound):
                        deed(act, desk, id)


def a_stranger(database: Database, charity_id: str, boroughs: tuple[str, ...]):
    with database.begin() as store:
        return a_desk(store, charity_id=charity_id, boroughs=boroughs)


def test_whoever_takes_calls_moves_no_sheets(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.brought(SheetKind.NEEDS, NEEDS)
    with acting(database) as act:
        desk = a_desk(act.store, Role.INTAKE, charity_id=office.charity_id)
        with pytest.raises(NotAllowed):
            import_page(act, desk, id)


def test_whoever_is_erased_is_gone_from_the_sheet_too(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.agreed(office.brought(SheetKind.NEEDS, NEEDS))
    with acting(database) as act:
        person = act.store.query(PersonRow).first()
        assert person
        erase_person(act, person.id)
    assert len(office.lines(id)) == 2
    office.undone(id)
    assert office.status(id) == "undone"
    with looking(database) as act:
        assert [one.erased_at is not None for one in act.store.query(PersonRow)] == [True]


def test_a_sheet_that_nobody_agreed_to_leaves_nothing(database: Database, london: Gazetteer):
    office = an_office(database, london)
    id = office.brought(SheetKind.NEEDS, NEEDS)
    with acting(database, by=office.desk.actor) as act:
        for _ in range(2):
            drop(act, office.desk, id)
        assert act.store.query(ImportLineRow).count() == 0
        assert act.store.query(PersonRow).count() == 0
