"""What is only taken out: the ledger, the rota and the runs, each of one charity and no other."""

import csv
import io

import pytest

from matcher.domain.imports import ListKind, SheetKind
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.desk import Desk
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.exporting import Format, a_list, list_of_day, note_handed_out
from matcher.service.imports.ground import Ground
from matcher.storage.database import Database
from matcher.storage.tables import LogRow, LookRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.day_of_runs import a_day
from tests.matcher.service.desks import a_desk
from tests.matcher.service.imports.importing import an_office
from tests.matcher.service.imports.test_stock_sheets import STOCK
from tests.matcher.service.rota.rotas import a_rota

Lines = list[dict[str, str]]


def taken_out(
    database: Database, desk: Desk, kind: ListKind, charity_id: str, london: Gazetteer
) -> Lines:
    with acting(database, by=desk.actor) as act:
        found = a_list(act, desk, kind, charity_id, Ground(london, TODAY))
        note_handed_out(act, desk, found, Format.CSV)
    text = found.written(Format.CSV).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_ledger_has_every_line_of_the_charitys_stock(database: Database, london: Gazetteer):
    office = an_office(database, london)
    other = an_office(database, london)
    for one in (office, other):
        one.agreed(one.brought(SheetKind.STOCK, STOCK))
    office.agreed(office.brought(SheetKind.STOCK, STOCK.replace(",12,yes", ",9,yes")))
    lines = taken_out(database, office.desk, ListKind.LEDGER, office.charity_id, london)
    assert len(lines) == 6
    last = lines[-1]
    assert (last["movement"], last["quantity"], last["why"]) == ("missing", "3", "unknown")
    assert (last["item"], last["place"]) == ("Food parcel", "Church hall")
    # What a spreadsheet program would work out stands behind a mark.
    assert {line["item"] for line in lines} >= {"'=Nappies"}
    with looking(database) as act:
        [noted] = act.store.query(LogRow).filter_by(verb="list_exported")
        assert noted.facts["kind"] == "ledger"
        assert act.store.query(LookRow).count() == 0


def test_the_rota_names_who_is_on_it_and_they_can_read_so(database: Database, london: Gazetteer):
    rota, other = a_rota(database), a_rota(database)
    who = rota.person(name="Val Volunteer", trained=True)
    rota.on(who)
    lines = taken_out(database, rota.desk, ListKind.ROTA, rota.charity_id, london)
    on = [line for line in lines if line["volunteer"]]
    assert [(line["volunteer"], line["first_name"], line["state"]) for line in on] == [
        (who, "Val", "coming")
    ]
    first = on[0]
    said = first["from"], first["until"], first["slot"], first["wanted"], first["free"]
    assert said == ("10:00", "12:00", "Saturday sorting", "4", "3")
    assert len(lines) > 4
    with looking(database) as act:
        assert [row.person_id for row in act.store.query(LookRow)] == [who]
    with looking(database) as act, pytest.raises(NotFound):
        a_list(act, other.desk, ListKind.ROTA, rota.charity_id, Ground(london, TODAY))


def test_the_runs_say_what_each_came_to(database: Database, london: Gazetteer):
    day = a_day(database, needs=3)
    day.plan()
    day.send_out()
    [line] = taken_out(database, day.desk, ListKind.RUNS, day.charity_id, london)
    assert line["driver"] == "The red van"
    assert (line["state"], line["stops"], line["parcels"], line["kg"]) == ("out", "3", "3", "18")
    assert float(line["km"]) > 1
    assert int(line["minutes"]) > 9
    assert (line["parcels_out"], line["missing"]) == ("3", "")


def test_the_list_of_a_day_is_for_those_who_see_that_day(database: Database, london: Gazetteer):
    day, ground = a_day(database, needs=2), Ground(london, TODAY)
    with acting(database) as act:
        stranger = a_desk(act.store)
        intake = a_desk(act.store, Role.INTAKE, charity_id=day.charity_id)
    with looking(database) as act:
        found = list_of_day(act, day.desk, day.id, ground)
        assert (len(found.rows), len(found.listed.people)) == (2, 2)
        with pytest.raises(NotFound):
            list_of_day(act, stranger, day.id, ground)
        with pytest.raises(NotAllowed):
            list_of_day(act, intake, day.id, ground)
        with pytest.raises(Invalid, match="nothing on this list"):
            a_list(act, day.desk, ListKind.LEDGER, day.charity_id, ground)
