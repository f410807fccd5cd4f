"""A number in a sheet is proven only where somebody says how they know it."""

from datetime import timedelta

from matcher.domain.imports import Proven, SheetKind
from matcher.domain.links import LinkPurpose
from matcher.service.gazetteer import Gazetteer
from matcher.storage.database import Database
from matcher.storage.tables import LinkRow, LogRow, PersonRow, VolunteerRow
from matcher.storage.writing.links import Subject, new_link
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.imports.importing import Office, an_office, later

ADA = "Name,Phone,Email,Postcode,Help\nAda Bell,{},ada@example.org,SW2 1RW,visit\n"
FIRST, SECOND = ADA.format("07700 900001"), ADA.format("07700 900002")


def proofs(office: Office) -> list[tuple[str, bool]]:
    """Where each volunteer stands, and whether their contact counts as proven."""
    with looking(office.database) as act:
        return [
            (row.status, act.store.get_one(PersonRow, row.person_id).contact_proven_at is not None)
            for row in act.store.query(VolunteerRow)
        ]


def test_unless_somebody_says_how_nobody_in_a_sheet_is_proven(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, FIRST, how=None))
    assert proofs(office) == [("new", False)]


def test_how_it_is_known_is_in_the_log(database: Database, london: Gazetteer):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, FIRST, how=Proven.MET))
    assert proofs(office) == [("contact_proven", True)]
    with looking(database) as act:
        said = {row.verb: row.facts.get("how") for row in act.store.query(LogRow)}
    assert said["contact_proven"] == said["sheet_agreed"] == "met"


def test_a_proven_number_gives_way_only_to_one_that_somebody_answers_for(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, FIRST))
    unsaid = office.brought(SheetKind.VOLUNTEERS, SECOND, how=None)
    [(line, told)] = office.lines(unsaid)
    assert (line.verdict, told.column) == ("wrong", "phone")
    assert "Say with the columns how you know" in told.no["sentence"]
    # Whoever says how is believed; taken back, it is proven since when it was.
    tomorrow = later(office, timedelta(days=1))
    said = tomorrow.agreed(tomorrow.brought(SheetKind.VOLUNTEERS, SECOND, how=Proven.RANG))
    assert since(office) == tomorrow.shop.now()
    tomorrow.undone(said)
    assert since(office) == office.shop.now()


def since(office: Office) -> object:
    with looking(office.database) as act:
        return act.store.query(PersonRow).one().contact_proven_at


def test_a_number_that_nobody_proved_gives_way_and_its_codes_with_it(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, FIRST, how=None))
    with acting(database) as act:
        person_id = act.store.query(PersonRow).one().id
        subject, until = Subject(person_id=person_id), act.now + timedelta(days=2)
        new_link(
            act.store,
            act.sealer,
            LinkPurpose.PROVE_CONTACT,
            subject,
            now=act.now,
            expires_at=until,
        )
    second = office.agreed(office.brought(SheetKind.VOLUNTEERS, SECOND, how=None))
    assert office.fates(second) == ["changed"]
    assert proofs(office) == [("new", False)]
    with looking(database) as act:
        assert act.store.query(LinkRow).one().revoked_at is not None


def test_a_proof_between_the_dry_run_and_the_yes_keeps_the_number(
    database: Database, london: Gazetteer
):
    office = an_office(database, london)
    office.agreed(office.brought(SheetKind.VOLUNTEERS, FIRST, how=None))
    second = office.brought(SheetKind.VOLUNTEERS, SECOND, how=None)
    with acting(database) as act:
        act.store.query(PersonRow).one().contact_proven_at = act.now
    assert office.fates(office.agreed(second)) == ["refused"]
