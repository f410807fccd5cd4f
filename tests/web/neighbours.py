"""Two charities that share a borough, each with one of everything, for tests of what leaks.

What is private of the first has words that stand nowhere else: whoever reads one has seen it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import inspect, text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.domain.contact import Contact, Phone
from matcher.domain.holding import ReleaseReason
from matcher.domain.imports import SheetKind
from matcher.domain.referrals import SHARED
from matcher.domain.roles import Role, Scope
from matcher.domain.scopes import TokenScope
from matcher.service.acting import Act
from matcher.service.contacts import Details, seal_details
from matcher.service.desk import Desk
from matcher.service.holding import ask_release
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.tokens import make_token
from matcher.storage.ids import new_id
from matcher.storage.sealed import note_seal
from matcher.storage.tables import (
    CharityRow,
    CheckRow,
    CoordinatorRow,
    DepotRow,
    DriverInvitationRow,
    NeedRow,
    NoteRow,
    ReferralRow,
    RegistrationRow,
    RotaPlaceRow,
    RotaSlotRow,
    RotaTrainingRow,
    StockItemRow,
    StockPlaceRow,
    StopRow,
)
from matcher.storage.writing.contacts import put_need_details
from tests.builders import LAMBETH
from tests.matcher.service.charitable import a_group
from tests.matcher.storage.rows import a_stored_need
from tests.web.run_days import RunsTown, a_day_of_runs
from tests.web.staffed import Staffed, a_member, a_town, signed_in
from tests.web.stocked import Stocked, a_stocked_charity
from web.app import Site

RESIDENT, VOLUNTEER, STAFF = "Xanthippe", "Zebedee", "Quillon"
NOTE, PLACE, TITLE, ITEM, SHELF = (
    "violetnote",
    "Indigohall",
    "Ambersorting",
    "Jadeparcel",
    "Onyxroom",
)
SHEET, DRIVER = "coralrows.csv", "x…@garnet.example"
REFERENCE, NUMBER, MAILBOX = "K7-SECRE-T1", "7700900987", "quillon@example.org"
WORDS = (RESIDENT, VOLUNTEER, STAFF, NOTE, PLACE, TITLE, ITEM, SHELF, REFERENCE, NUMBER, MAILBOX)
WORDS += (SHEET, DRIVER)
# What a link hides: nobody of another charity holds one.
A_SECRET = "x" * 43
NOT_OURS = frozenset({"idempotency", "rates", "alembic_version", "job_runs"})


@dataclass(frozen=True)
class Neighbour:
    """All ids of one charity; `shared_by_all` are those that others may meet, such as a volunteer
    who is near somebody else's need."""

    ids: Mapping[str, str]
    stock: Stocked
    runs: RunsTown

    @property
    def charities(self) -> set[str]:
        """The charities of whom it consists: each of the three towns made one."""
        return {self.ids["charity_id"], self.stock.charity_id, self.runs.charity_id}

    @property
    def private(self) -> frozenset[str]:
        """Ids that nobody else's page has a reason to hold."""
        theirs = {name: id for name, id in self.ids.items() if name not in MET_ELSEWHERE}
        stocks = {getattr(self.stock, name) for name in ("item_id", "lot_id", "holding_id")}
        runs = {getattr(self.runs, name) for name in ("day_id", "run_id", "stop_id", "depot_id")}
        return frozenset({*theirs.values(), *stocks, *runs})

    def word(self, rule: str, name: str) -> str:
        """What stands in an address for a name in its rule; KeyError for one that nobody knows."""
        if name in BY_LINK:
            return A_SECRET
        if rule.startswith("/stock") and hasattr(self.stock, name):
            return str(getattr(self.stock, name))
        if name in OF_RUNS:
            return str(getattr(self.runs, name))
        if name == "id":
            return self.ids[OF_THE_API[rule.split("/")[3]]]
        return self.ids[name]


# A charity's name and page are everybody's; a volunteer is looked for over every border.
MET_ELSEWHERE = frozenset(
    {
        *("charity_id", "offer_id", "volunteer_id", "round_id"),
        *("deed", "said", "kind", "code", "page", "day"),
    }
    | {"use"}
)
BY_LINK = frozenset({"secret", "token", "donation_id", "slug", "filename", "match", "about_id"})
OF_RUNS = frozenset({"day_id", "run_id", "stop_id"})
OF_THE_API = {
    "needs": "need_id",
    "offers": "offer_id",
    "matches": "match_id",
    "proposals": "match_id",
    "rounds": "round_id",
}


# What an address names: `<need_id>`, `<path:filename>`.
_NAMES = re.compile(r"<([^:<>]+:)?(\w+)>")


def a_neighbour(tools: Tools, *, plain: bool = False) -> Neighbour:
    """A charity in Lambeth with one of everything, all of it with words of its own, or `plain`."""
    town, stock = a_town(tools), a_stocked_charity(tools)
    runs = a_day_of_runs(tools, state="out", needs=1)
    with tools.acting("coordinator:tests") as act:
        extra = _more_of_it(act, town, plain=plain)
        if not plain:
            _with_words_of_its_own(act, town, stock, runs)
    ids = {name: getattr(town, name) for name in Staffed.__slots__ if name != "colleague_id"}
    ids |= extra | {"note_id": town.concern_id, "account_id": town.colleague_id}
    ids |= {"deed": "undo", "said": "yes", "kind": "place", "code": "en", "page": "n"}
    ids["day"] = "2026-03-03"
    return Neighbour(ids, stock, runs)


def _more_of_it(act: Act, town: Staffed, *, plain: bool) -> dict[str, str]:
    """A check, a training, a note, and a need that somebody else is asked to release."""
    check, training = new_id(), new_id()
    seen = {"volunteer_id": town.volunteer_id, "seen_on": act.today, "seen_by": "coordinator:x"}
    act.store.add(CheckRow(id=check, level="identity", created_at=act.now, **seen))
    trained = {"skill": "first_aid", "charity_id": town.charity_id}
    act.store.add(RotaTrainingRow(id=training, created_at=act.now, **seen, **trained))
    note = new_id()
    said = {"kind": "note", "need_id": town.need_id, "charity_id": town.charity_id}
    sealed = act.sealer.seal({"text": NOTE}, note_seal(note))
    by = f"coordinator:{town.colleague_id}"
    act.store.add(NoteRow(id=note, sealed=sealed, by=by, at=act.now, **said))
    asker = a_group(act.store, "A third")
    taken = a_stored_need(
        act.store,
        charity_id=town.charity_id,
        taken_at=act.now - timedelta(days=9),
    )
    ask = ask_release(act, asker.desk, taken.id, asker.id, ReleaseReason.CAN_SERVE)
    handed = ReferralRow(
        id=new_id(),
        need_id=town.need_id,
        from_id=town.charity_id,
        to_id=asker.id,
        shared=SHARED,
        consent_by="telephone",
        state="offered",
        asked_by=by,
        asked_at=act.now,
        deadline=act.now + timedelta(days=1),
    )
    act.store.add(handed)
    act.store.flush()
    scope = Scope(frozenset({(town.charity_id, LAMBETH)}))
    desk = Desk(town.colleague_id, "", Role.COORDINATOR, scope)
    # Nobody has said what is in which column, so there is the name of the sheet to be seen.
    read = read_sheet("plain.csv" if plain else SHEET, b"Name,Phone\nSomebody,07700 900111\n")
    sheet = keep_sheet(act, desk, SheetKind.VOLUNTEERS, town.charity_id, read)
    more = {"import_id": sheet, "referral_id": handed.id, "use": "yes", "entry_id": new_id()}
    more["question_id"] = new_id()
    invited = DriverInvitationRow(
        id=new_id(),
        charity_id=town.charity_id,
        person_id=town.volunteer_id,
        token_hash=new_id(),
        hint="…" if plain else DRIVER,
        invited_by=by,
        invited_at=act.now,
        expires_at=act.now + timedelta(days=1),
    )
    act.store.add(invited)
    act.store.flush()
    more["invitation_id"] = invited.id
    return more | {"check_id": check, "training_id": training, "ask_id": ask, "taken_id": taken.id}


def _with_words_of_its_own(act: Act, town: Staffed, stock: Stocked, runs: RunsTown) -> None:
    get = act.store.get_one
    at_the_door = get(NeedRow, get(StopRow, runs.stop_id).need_id)
    get(DepotRow, runs.depot_id).name = PLACE
    told = Details(RESIDENT, Contact(phone=Phone("+447700900987")))
    seal_details(act, at_the_door.person_id, told)
    put_need_details(act.store, act.sealer, at_the_door.id, {"notes": NOTE}, now=act.now)
    need = get(NeedRow, town.need_id)
    need.reference = REFERENCE
    seal_details(act, need.person_id, told)
    put_need_details(act.store, act.sealer, need.id, {"notes": NOTE}, now=act.now)
    seal_details(act, town.volunteer_id, Details(VOLUNTEER, Contact(phone=Phone("+447700900987"))))
    colleague = get(CoordinatorRow, town.colleague_id)
    colleague.name, colleague.email = STAFF, MAILBOX
    get(RotaPlaceRow, town.place_id).name = PLACE
    get(RotaSlotRow, town.slot_id).title = TITLE
    get(StockItemRow, stock.item_id).name = ITEM
    get(StockPlaceRow, stock.place_id).name = SHELF
    for need_id in (stock.need_id, stock.other_need_id):
        get(NeedRow, need_id).charity_id = stock.charity_id
    concern = get(NoteRow, town.concern_id)
    concern.sealed = act.sealer.seal({"text": NOTE}, note_seal(concern.id))
    act.store.flush()


def somebody_else(site: Site, tools: Tools, who: str) -> FlaskClient:
    """Signed in: somebody of another charity in the same borough, in a role, or a pending one."""
    town = a_town(tools)
    a_stocked_charity(tools)
    role = Role.COORDINATOR if who == "pending" else Role(who)
    charity_id = town.charity_id
    if who == "pending":
        with tools.acting() as act:
            row = CharityRow(id=new_id(), slug=new_id(), name="New", created_at=act.now)
            act.store.add(row)
            act.store.flush()
            first = {"coordinator_id": town.colleague_id, "registered_at": act.now}
            act.store.add(RegistrationRow(charity_id=row.id, **first))
            charity_id = row.id
    return signed_in(site, tools, a_member(tools, role, charity_id=charity_id))


def a_token(tools: Tools) -> str:
    """A token, with every scope, of another charity in the same borough."""
    with tools.acting() as act:
        group = a_group(act.store, "With a program")
        slug = act.store.get_one(CharityRow, group.id).slug
        return make_token(act, slug, "tests", tuple(TokenScope))


def address(rule: Rule, neighbour: Neighbour) -> str:
    """Where a rule leads to what is the neighbour's."""
    return _NAMES.sub(lambda found: neighbour.word(rule.rule, found[2]), rule.rule)


def mixed_address(rule: Rule, ours: Neighbour, theirs: Neighbour) -> str | None:
    """An address of several things, the last of which is the neighbour's; None for other rules."""
    things = [name for _, name in _NAMES.findall(rule.rule) if name not in BY_LINK | MET_ELSEWHERE]
    named = [name for _, name in _NAMES.findall(rule.rule)]
    if len(named) < 2 or not things:
        return None

    def word(found: re.Match[str]) -> str:
        whose = theirs if found[2] == things[-1] else ours
        return whose.word(rule.rule, found[2])

    return _NAMES.sub(word, rule.rule)


def methods_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def about_something(rule: Rule) -> bool:
    """Whether an address names a thing that a charity holds."""
    return bool({*rule.arguments} - BY_LINK - MET_ELSEWHERE)


def filled_in(neighbour: Neighbour) -> dict[str, str]:
    """A form that says what many forms ask, in the neighbour's ids where it asks for one."""
    ids, stock = neighbour.ids, neighbour.stock
    return {
        "text": "x",
        "ending": "met",
        "offers": ids["offer_id"],
        "how": "each",
        "knowingly": "yes",
        "charity": ids["charity_id"],
        "by": ids["charity_id"],
        "why": "can_serve",
        "item": stock.item_id,
        "place": stock.place_id,
        "quantity": "1",
        "given": "1",
        "unit": stock.unit_id,
        "level": "identity",
        "name": "x",
        "does": "x",
        "minutes": "5",
        "postcode": "SW2 1RW",
        "opens": "09:00",
        "closes": "17:00",
        "label": "x",
        "place_name": "x",
        "expected": "1",
        "found": "1",
        "why_count": "mislaid",
        "wasted": "1",
        "why_waste": "damaged",
    }


def rows_about(tools: Tools, neighbour: Neighbour) -> dict[str, set[str]]:
    """Every row that names one of the neighbour's ids, whole, by its table."""
    return rows_naming(tools, neighbour.private)


def rows_naming(tools: Tools, ids: Collection[str]) -> dict[str, set[str]]:
    """Every row that names one of these ids, whole, by its table."""
    ids = {*ids}
    with tools.database.read() as store:
        tables = inspect(store.connection()).get_table_names()
        return {
            table: {str(row) for row in _rows(store, table) if ids & {str(one) for one in row}}
            for table in tables
            if table not in NOT_OURS
        }


def _rows(store: Any, table: str) -> Iterator[tuple[object, ...]]:
    yield from store.execute(text(f'SELECT * FROM "{table}"'))


def words_in(answer: TestResponse, words: frozenset[str] | tuple[str, ...]) -> set[str]:
    """Which of these stand in an answer, or where it leads to."""
    said = answer.get_data(as_text=True) + (answer.location or "")
    return {word for word in words if word in said}
