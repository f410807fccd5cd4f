"""From a sheet to records and back: looked through, agreed, brought in, undone."""

from matcher.domain.imports import SheetKind
from matcher.service.gazetteer import Gazetteer
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow, OfferRow, PersonRow, UnitRow, VolunteerRow
from tests.matcher.service.acts import looking
from tests.matcher.service.imports.importing import NEEDS, VOLUNTEERS, an_office


def test_volunteers_come_in_once_and_go_again(database: Database, london: Gazetteer):
    office = an_office(database, london)
    first = office.brought(SheetKind.VOLUNTEERS, VOLUNTEERS)
    assert office.verdicts(first) == ["new"] * 3, office.lines(first)
    with looking(database) as act:
        assert act.store.query(PersonRow).count() == 0
    office.agreed(first)
    assert office.status(first) == "done"
    with looking(database) as act:
        volunteers = act.store.query(VolunteerRow).all()
        assert [one.status for one in volunteers] == ["contact_proven"] * 3
        assert act.store.query(OfferRow).filter_by(charity_id=office.charity_id).count() == 3
    again = office.brought(SheetKind.VOLUNTEERS, VOLUNTEERS)
    assert office.verdicts(again) == ["same"] * 3, office.lines(again)
    office.undone(first)
    assert office.status(first) == "undone"
    with looking(database) as act:
        for table in (PersonRow, VolunteerRow, OfferRow):
            assert act.store.query(table).count() == 0


def test_needs_come_in_with_their_residents_and_go_again(database: Database, london: Gazetteer):
    office = an_office(database, london)
    first = office.brought(SheetKind.NEEDS, NEEDS)
    assert office.verdicts(first) == ["new"] * 3, office.lines(first)
    office.agreed(first)
    with looking(database) as act:
        assert act.store.query(NeedRow).filter_by(confirmed_by="coordinator").count() == 3
        assert act.store.query(UnitRow).count() >= 3
    again = office.brought(SheetKind.NEEDS, NEEDS)
    assert office.verdicts(again) == ["same"] * 3, office.lines(again)
    office.undone(first)
    with looking(database) as act:
        for table in (PersonRow, NeedRow, UnitRow):
            assert act.store.query(table).count() == 0
