"""Charities as everybody reads of them, and as their neighbours do who may vouch for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, exists, func, literal, select

from matcher.domain.charities import CharityStanding, Pause
from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.places import Spot, Unsure
from matcher.domain.roles import Role
from matcher.storage.asking import ask_for_value
from matcher.storage.database import Store
from matcher.storage.reading.staff_there import works_where
from matcher.storage.reading.verified import is_pending, is_verified
from matcher.storage.tables import (
    AreaRow,
    CharityPageRow,
    CharityRow,
    CoordinatorRow,
    DrawnAreaRow,
    IntakePauseRow,
    MembershipRow,
    NeedRow,
    RegistrationRow,
    ScopeRow,
    VouchRow,
    table_of,
)


@dataclass(frozen=True, slots=True)
class CharityLine:
    """One charity with all that it says of itself; `pause` may be over."""

    id: str
    slug: str
    name: str
    standing: CharityStanding
    does: str
    categories: frozenset[str]
    opening: str
    number: str
    phone: str = field(repr=False)
    email: str = field(repr=False)
    website: str
    pause: Pause | None
    boroughs: tuple[str, ...]
    drawn: DrawnArea | None = None

    def works_at(self, borough: str, at: Spot) -> bool:
        """Whether it works at a place: in this borough, and within what it drew if it drew."""
        there = borough in self.boroughs
        return there and (self.drawn is None or self.drawn.may_hold(borough, at))

    def works_near(self, borough: str, cell: str | Unsure) -> bool:
        """The same, as far as it is known of something that is seen afar: by its 1 km square."""
        there = borough in self.boroughs
        return there and (self.drawn is None or self.drawn.may_touch(borough, cell))

    def is_full_on(self, day: date) -> bool:
        """Whether it takes no new needs on this day."""
        return self.pause is not None and self.pause.holds_on(day)

    def helps_with(self, category: str) -> bool:
        """Whether it offers this kind of help; one that named none offers all."""
        return not self.categories or category in self.categories


@dataclass(frozen=True, slots=True)
class VouchLine:
    """Which charity put its name to another, and when."""

    charity_id: str
    charity: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnStaffLine:
    """Somebody who works for a charity, as their colleagues see them."""

    id: str
    name: str
    email: str = field(repr=False)
    role: Role
    active: bool
    has_password: bool
    boroughs: tuple[str, ...]


# Asked behind each resident's own page, so it is made once.
_HOLDER = (
    select(table_of(CharityRow).c.name)
    .join(table_of(NeedRow), table_of(NeedRow).c.charity_id == table_of(CharityRow).c.id)
    .where(table_of(NeedRow).c.id == bindparam("need_id"))
)
_PAGE = ("does", "categories", "opening", "number", "phone", "email", "website")


def charities_in(
    store: Store, borough: str | None = None, *, but_not: str = ""
) -> list[CharityLine]:
    """The verified charities of a borough, or of all, by name."""
    wanted = [is_verified(), CharityRow.id != but_not]
    if borough is not None:
        wanted.append(_works_in([borough]))
    return _lines(store, *wanted)


def pending_charities(store: Store, boroughs: Collection[str] | None) -> list[CharityLine]:
    """Those that wait to be let in, in these boroughs, or in all where that is None."""
    wanted = [CharityRow.ended_at.is_(None), is_pending()]
    if boroughs is not None:
        wanted.append(_works_in(boroughs))
    return _lines(store, *wanted)


def charity_with(store: Store, *, slug: str = "", id: str = "") -> CharityLine | None:
    """One charity by its short name or its id, however it stands."""
    wanted = CharityRow.slug == slug if slug else CharityRow.id == id
    return next(iter(_lines(store, wanted)), None)


def charities_of_account(store: Store, coordinator_id: str) -> list[CharityLine]:
    """The charities that somebody works for, pending ones too, by name."""
    theirs = exists().where(
        ScopeRow.charity_id == CharityRow.id, ScopeRow.coordinator_id == coordinator_id
    )
    return _lines(store, CharityRow.ended_at.is_(None), theirs)


def vouches_for(store: Store, charity_ids: Collection[str]) -> Mapping[str, list[VouchLine]]:
    """Who vouches for each of these charities, the first first."""
    found = (
        select(VouchRow.charity_id, VouchRow.by_charity_id, CharityRow.name, VouchRow.at)
        .join(CharityRow, CharityRow.id == VouchRow.by_charity_id)
        .where(VouchRow.charity_id.in_(sorted(charity_ids)))
        .order_by(VouchRow.at, VouchRow.by_charity_id)
    )
    vouches: dict[str, list[VouchLine]] = {}
    for charity_id, by_id, name, at in store.execute(found):
        vouches.setdefault(charity_id, []).append(VouchLine(by_id, name, at))
    return vouches


def own_staff(store: Store, charity_id: str) -> list[OwnStaffLine]:
    """Who works for a charity, by name, with the boroughs in which they do."""
    found = (
        select(CoordinatorRow, MembershipRow.role, ScopeRow.borough)
        .join(MembershipRow, MembershipRow.coordinator_id == CoordinatorRow.id)
        .join(ScopeRow, works_where())
        .where(ScopeRow.charity_id == charity_id)
        .order_by(func.lower(CoordinatorRow.name), CoordinatorRow.id, ScopeRow.borough)
    )
    people: dict[str, tuple[CoordinatorRow, Role, list[str]]] = {}
    for row, role, borough in store.execute(found):
        people.setdefault(row.id, (row, role, []))[2].append(borough)
    return [
        OwnStaffLine(
            row.id,
            row.name,
            row.email,
            role,
            row.active,
            row.password is not None,
            tuple(boroughs),
        )
        for row, role, boroughs in people.values()
    ]


def _works_in(boroughs: Collection[str]) -> ColumnElement[bool]:
    return exists().where(
        AreaRow.charity_id == CharityRow.id, AreaRow.borough.in_(sorted(boroughs))
    )


def _lines(store: Store, *wanted: ColumnElement[bool]) -> list[CharityLine]:
    rows = store.execute(_charities().where(*wanted).order_by(func.lower(CharityRow.name))).all()
    areas = _areas(store, [row.id for row in rows])
    return [_line(row, areas.get(row.id, [])) for row in rows]


def _charities() -> Select[*tuple[Any, ...]]:
    standing = case(
        (CharityRow.ended_at.is_not(None), literal(CharityStanding.ENDED.value)),
        (is_pending(), literal(CharityStanding.PENDING.value)),
        else_=literal(CharityStanding.VERIFIED.value),
    )
    return (
        select(
            CharityRow.id,
            CharityRow.slug,
            CharityRow.name,
            standing.label("standing"),
            *(getattr(CharityPageRow, name) for name in _PAGE),
            IntakePauseRow.why,
            IntakePauseRow.until,
            DrawnAreaRow.corners,
            DrawnAreaRow.lies_in,
        )
        .outerjoin(CharityPageRow, CharityPageRow.charity_id == CharityRow.id)
        .outerjoin(IntakePauseRow, IntakePauseRow.charity_id == CharityRow.id)
        .outerjoin(DrawnAreaRow, DrawnAreaRow.charity_id == CharityRow.id)
    )


def _areas(store: Store, charity_ids: Sequence[str]) -> dict[str, list[str]]:
    found = select(AreaRow.charity_id, AreaRow.borough).where(AreaRow.charity_id.in_(charity_ids))
    areas: dict[str, list[str]] = {}
    for charity_id, borough in store.execute(found.order_by(AreaRow.borough)):
        areas.setdefault(charity_id, []).append(borough)
    return areas


def _line(row: Row[*tuple[Any, ...]], boroughs: Sequence[str]) -> CharityLine:
    return CharityLine(
        id=row.id,
        slug=row.slug,
        name=row.name,
        standing=CharityStanding(row.standing),
        # One that an administrator named has said nothing of itself yet.
        **{name: getattr(row, name) or "" for name in _PAGE if name != "categories"},
        categories=row.categories or frozenset(),
        pause=None if row.until is None else Pause(row.why, row.until),
        boroughs=tuple(boroughs),
        drawn=None if row.corners is None else DrawnArea.from_text(row.corners, row.lies_in),
    )


def holder_name(store: Store, need_id: str) -> str | None:
    """What the charity is called that holds a need."""
    name: str | None = ask_for_value(store, _HOLDER, need_id=need_id)
    return name


def registration_of(store: Store, charity_id: str) -> RegistrationRow | None:
    """The registration of a charity, held until the transaction ends."""
    return store.get(RegistrationRow, charity_id, with_for_update=True)
