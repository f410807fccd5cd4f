"""A site with staff and a small town on its board, for tests and for those who look at pages."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from time import time as machine_time

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.domain.day_times import hours
from matcher.domain.imports import ImportStatus, SheetKind, Verdict, Why
from matcher.domain.roles import Role, Scope
from matcher.domain.rota import Skill, SlotWords
from matcher.domain.rota_times import ShiftTimes
from matcher.service.accounts.keeping import keep_authenticator
from matcher.service.acting import MACHINE, Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.rota.signing import sign_up
from matcher.service.rota.slots import add_place, make_slot
from matcher.service.runs_days import NewDepot, add_depot, open_day
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.reading.rota import shifts_of_slot
from matcher.storage.sealed import note_seal
from matcher.storage.tables import (
    BlockedNeedRow,
    CharityRow,
    CheckRow,
    CoordinatorRow,
    ImportLineRow,
    ImportRow,
    NoteRow,
    OutboxRow,
    RoundRow,
    ScopeRow,
)
from matcher.storage.writing.contacts import put_contact, put_need_details
from matcher.storage.writing.proposals import record_batch
from tests.builders import HERE, LAMBETH
from tests.matcher.storage.rows import (
    a_person,
    a_proposal,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)
from web.accounts.shift import SINCE
from web.app import Site

# Of everybody's authenticator here.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True, slots=True)
class Staffed:
    """Ids of one of each that a page is about."""

    charity_id: str
    need_id: str
    unconfirmed_id: str
    volunteer_id: str
    offer_id: str
    match_id: str
    concern_id: str
    message_id: str
    round_id: str
    import_id: str
    place_id: str
    slot_id: str
    shift_id: str
    sign_up_id: str
    colleague_id: str


def a_member(
    tools: Tools,
    role: str = "coordinator",
    *,
    charity_id: str | None = None,
    boroughs: tuple[str, ...] = (LAMBETH,),
    second_step: bool = True,
    **said: object,
) -> CoordinatorRow:
    """An account that could sign in, with a second step unless it is said otherwise."""
    with tools.acting() as act:
        row = CoordinatorRow(
            **{
                "id": new_id(),
                "email": f"{new_id()[:10]}@example.org",
                "name": "Cora",
                "role": role,
                "fs_uniquifier": new_id() * 2,
                "created_at": tools.now(),
                "changed_at": tools.now(),
            }
            | said
        )
        act.store.add(row)
        act.store.flush()
        if second_step:
            keep_authenticator(act, row.id, SECRET)
        if charity_id:
            act.store.add_all(
                ScopeRow(coordinator_id=row.id, charity_id=charity_id, borough=borough)
                for borough in boroughs
            )
        return row


def session_of(tools: Tools, account: CoordinatorRow) -> dict[str, object]:
    """What is in the session of somebody who has just signed in."""
    # How fresh it is, Flask-Security tells by the machine's own clock.
    fresh = {"_fresh": True, "fs_paa": machine_time()}
    return {"_user_id": account.fs_uniquifier, SINCE: int(tools.now().timestamp()), **fresh}


def signed_in(site: Site, tools: Tools, account: CoordinatorRow) -> FlaskClient:
    """A browser without a screen in which somebody has signed in."""
    client = site.test_client()
    with client.session_transaction() as session:
        session.update(session_of(tools, account))
    return client


def cookie_of(tools: Tools, account: CoordinatorRow) -> str:
    """The session cookie of the same, for a browser with one."""
    signer = Flask("tests", root_path=".")
    signer.secret_key = tools.config.web.secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(signer)
    assert serializer is not None
    return str(serializer.dumps(session_of(tools, account)))


def a_town(tools: Tools) -> Staffed:
    """A charity in Lambeth with needs, a volunteer, a match, a concern, a call and a round."""
    now, sealer = tools.now(), tools.sealer
    today = now.date()
    with tools.database.begin() as store:
        charity = CharityRow(id=new_id(), slug=new_id(), name="Larder", created_at=now)
        store.add(charity)
        store.flush()

        def need(**said: object):
            person = a_person(store)
            sealed = {"name": "Rosa", "phone": "+447700900123", "never": []}
            put_contact(store, sealer, person.id, sealed, now=now)
            row = a_stored_need(
                store,
                **{
                    "person_id": person.id,
                    "charity_id": charity.id,
                    "registered_on": today - timedelta(days=3),
                    "created_at": now,
                    "changed_at": now,
                }
                | said,
            )
            put_need_details(store, sealer, row.id, {"address": "1", "notes": "2"}, now=now)
            return row

        urgent = need(urgency="urgent", requires={"woman"}, languages={"bn"}, people_needed=2)
        need(urgency="soon", category="visit", wanted_on=today + timedelta(days=2))
        unconfirmed = need(confirmed_at=None, confirmed_by=None)
        blocked = need(category="transport")
        store.add(
            BlockedNeedRow(
                need_id=blocked.id,
                blocker="none_within_radius",
                units=1,
                wider_radius_m=700,
                since=now,
            )
        )
        volunteer = a_volunteer(store, charity_id=charity.id, status="checked")
        put_contact(store, sealer, volunteer.person_id, {"name": "Val", "never": []}, now=now)
        offers = [
            a_stored_offer(
                store,
                volunteer_id=volunteer.person_id,
                capacity=3,
                languages={"en", "bn"},
                provides={"woman"},
                categories={"groceries", "visit"},
            )
        ]
        store.add(
            CheckRow(
                id=new_id(),
                volunteer_id=volunteer.person_id,
                level="references",
                seen_on=date(2026, 1, 5),
                seen_by="coordinator:x",
                review_on=today + timedelta(days=9),
                created_at=now,
            )
        )
        for _ in range(3):
            other = a_volunteer(store, status="checked")
            store.add(
                CheckRow(
                    id=new_id(),
                    volunteer_id=other.person_id,
                    level="references",
                    seen_on=date(2026, 1, 5),
                    seen_by="coordinator:x",
                    created_at=now,
                )
            )
            offers.append(
                a_stored_offer(
                    store,
                    volunteer_id=other.person_id,
                    languages={"bn"},
                    provides={"woman"},
                )
            )
        store.flush()
        unit = units_of(store, urgent)[0]
        match = a_proposal(
            unit,
            offers[0],
            deadline=now + timedelta(hours=1),
            reasons={"cell_distance_m": 1000},
        )
        assert record_batch(store, [match], now=now).skipped == []
        concern = new_id()
        store.add(
            NoteRow(
                id=concern,
                kind="concern",
                need_id=urgent.id,
                sealed=sealer.seal({"text": "123"}, note_seal(concern)),
                by=f"resident:{urgent.person_id}",
                at=now,
            )
        )
        message = OutboxRow(
            id=new_id(),
            idempotency_key=new_id(),
            kind="was_it_done",
            person_id=urgent.person_id,
            need_id=urgent.id,
            way="ring",
            state="waiting",
            not_before=now,
            created_at=now,
        )
        round = RoundRow(
            id=new_id(),
            slot=now,
            started_at=now,
            finished_at=now,
            needs=4,
            units=5,
            offers=4,
            matched=1,
            recorded=1,
            objective=1_234,
            lower_bound=1_234,
            gap=0.0,
            report={
                "unserved": {"none_within_radius": 1},
                "what_if": {
                    "wider": {"500": {}, "1000": {LAMBETH: 1}, "2000": {LAMBETH: 1}},
                    "more": [
                        {
                            "borough": LAMBETH,
                            "category": "transport",
                            "matched": 1,
                            "matched_by_several": 2,
                            "shorter_m": -420,
                        }
                    ],
                },
            },
        )
        store.add_all([message, round])
        rota = a_rota_in(tools, store, charity.id, volunteer.person_id)
        ids = (
            charity.id,
            urgent.id,
            unconfirmed.id,
            volunteer.person_id,
            offers[1].id,
            match.id,
            concern,
            message.id,
            round.id,
            a_looked_sheet(Act(store, now, sealer, "machine"), charity.id),
            *rota,
        )
    return Staffed(*ids, a_member(tools, charity_id=ids[0]).id)


def a_looked_sheet(act: Act, charity_id: str) -> str:
    """A sheet of one row, which is perhaps twice, that waits for a yes."""
    act.store.flush()
    rows = b"Name,Phone,Postcode,Help\nRosa,07700 900123,SW2 1RW,visit\n"
    import_id = a_sheet_of(act, charity_id, SheetKind.NEEDS, rows)
    act.store.get_one(ImportRow, import_id).status = ImportStatus.LOOKED
    line = act.store.get_one(ImportLineRow, (import_id, 2))
    line.verdict, line.why, line.like_line = Verdict.DUPLICATE, Why.PHONE, 1
    line.made_id = line.person_id = new_id()
    act.store.flush()
    return import_id


def a_sheet_of(act: Act, charity_id: str, kind: SheetKind, rows: bytes) -> str:
    """A sheet whose columns nobody has said yet."""
    desk = a_desk_at(charity_id, new_id())
    return keep_sheet(act, desk, kind, charity_id, read_sheet("list.csv", rows))


def a_desk_at(charity_id: str, coordinator_id: str) -> Desk:
    """Somebody who coordinates for a charity in Lambeth."""
    scope = Scope.of(Role.COORDINATOR, [(charity_id, LAMBETH)])
    return Desk(coordinator_id, "Cora", Role.COORDINATOR, scope)


def a_day_with_a_list(act: Act, town: Staffed, on: date) -> str:
    """A day of the town's charity on whose list nobody is yet."""
    desk = a_desk_at(town.charity_id, town.colleague_id)
    hall = Whereabouts(HERE, LAMBETH, "TQ3175", "SW2 1RW")
    new = NewDepot("The hall", hall, hours("08:00", "20:00"))
    return open_day(act, desk, add_depot(act, desk, town.charity_id, new), on)


def a_rota_in(
    tools: Tools, store: Store, charity_id: str, volunteer_id: str
) -> tuple[str, str, str, str]:
    """A hall with a slot on Saturdays, and the volunteer on the first shift."""
    act = Act(store, tools.now(), tools.sealer, MACHINE)
    account = CoordinatorRow(
        id=new_id(),
        email=f"{new_id()[:10]}@example.org",
        name="Led",
        role=Role.COORDINATOR,
        fs_uniquifier=new_id() * 2,
        created_at=act.now,
        changed_at=act.now,
    )
    store.add(account)
    store.flush()
    desk = Desk(account.id, "Led", Role.COORDINATOR, Scope(frozenset({(charity_id, LAMBETH)})))
    hall = Whereabouts(HERE, LAMBETH, "TQ3175", "SW2 1RW")
    place_id = add_place(act, desk, charity_id, "Brixton Hall", hall)
    saturday = act.today + timedelta(days=(5 - act.today.weekday()) % 7 or 7)
    slot_id = make_slot(
        act,
        desk,
        place_id,
        SlotWords(
            title="Sorting",
            rule="FREQ=WEEKLY;BYDAY=SA",
            first_on=saturday,
            times=ShiftTimes(time(10), time(12)),
            wanted=4,
            trained_wanted=1,
            skill=Skill.FOOD_HYGIENE,
            # Whoever leaves is late, whatever day of the week it is.
            late_hours=14 * 24,
        ),
    )
    shift_id = shifts_of_slot(store, slot_id, act.now)[0].id
    return place_id, slot_id, shift_id, sign_up(act, volunteer_id, shift_id)


def a_member_of(tools: Tools, town: Staffed, role: Role = Role.COORDINATOR) -> CoordinatorRow:
    """Somebody of the town's charity."""
    return a_member(tools, role, charity_id=town.charity_id)
