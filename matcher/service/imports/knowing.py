"""Whether somebody in a sheet is somebody whom the charity knows, and by what.

Numbers and mailboxes are compared by their keyed hashes. Names are sealed, so those of the
charity's own people are opened once for each dry run, in memory, and forgotten with it; nobody
else's are opened at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import NamedTuple

from rapidfuzz import fuzz, process

from matcher.domain.alike import (
    ALIKE_AT_ONE_POSTCODE,
    ALIKE_WITH_ONE_NUMBER,
    NEAR_M,
    enough,
    folded_name,
    sounds_of,
)
from matcher.domain.imports import Why
from matcher.domain.refusals import Invalid
from matcher.domain.sheet_words import COLUMN_WORDS
from matcher.service.acting import Act
from matcher.service.imports.ground import Ground, Known, Texts
from matcher.service.imports.kind import Kind
from matcher.service.imports.rows import WrongRow
from matcher.storage.normal_form import normal_email, normal_phone

SEVERAL_FIT = (
    "%(people)s people on your list fit this row: write their name and postcode just as your list"
    " has them, or take your list out and fill in “%(column)s”."
)
_COLUMN_OF = {Why.PHONE: "phone", Why.EMAIL: "email", Why.NAME_AND_PLACE: "name"}
# So many of the most alike are looked at: the very best may live too far away.
_MOST_LOOKED_AT = 5
NOWHERE = (-10_000_000, -10_000_000)
# What a record is about that stands for its person alone, whatever a row is about.
ANYTHING = "*"


class Somebody(NamedTuple):
    """Who a row is about, as far as it is compared; hashes under every key that is in use."""

    phones: tuple[str, ...]
    emails: tuple[str, ...]
    name: str
    postcode: str | None
    easting: int
    northing: int
    what: str


def somebody(act: Act, kind: Kind, ground: Ground, said: Texts) -> Somebody:
    """Whom a row is about; of goods its code stands for a number, and its item for a name."""
    if kind.goods:
        code = (said["code"],) if said.get("code") else ()
        return Somebody(code, (), said.get("item", ""), None, *NOWHERE, kind.what(said))
    phone, email = said.get("phone", ""), said.get("email", "")
    search, postcode, at = act.sealer.search_hashes, None, NOWHERE
    try:
        place = ground.place(said)
        postcode, at = place.postcode, (place.point.easting, place.point.northing)
    except Invalid:
        pass
    return Somebody(
        search(f"phone:{normal_phone(phone)}") if phone else (),
        search(f"email:{normal_email(email)}") if email else (),
        said.get("name", ""),
        postcode,
        *at,
        kind.what(said),
    )


def as_known(id: str, person_id: str, row: Somebody) -> Known:
    """Somebody whom a row brings, for the rows that follow."""
    phone, email = (some[0] if some else None for some in (row.phones, row.emails))
    place = row.postcode, row.easting, row.northing
    return Known(id, person_id, id, phone, email, row.name, *place, row.what)


class Found(NamedTuple):
    """A record that a row is like. `sure`: it is the same one, and not only a likely duplicate.

    `same_person`: the person is known and only what the row is about is new. `people`: how many
    fit as well as this one; with more than one it is for a person to say which.
    """

    known: Known
    why: Why
    sure: bool
    same_person: bool = False
    people: int = 1


def require_one(kind: Kind, found: Found | None, said: Texts) -> None:
    """Nobody is chosen for the coordinator where several fit as well: `WrongRow` says how to."""
    if found is not None and found.people > 1:
        at = _COLUMN_OF.get(found.why, kind.id_column)
        column = COLUMN_WORDS[kind.id_column]
        raise WrongRow(
            at, Invalid(SEVERAL_FIT, people=found.people, column=column), said.get(at, "")
        )


@dataclass(slots=True)
class People:
    """Records to hold rows against, found by hash, by name and postcode, and by what is near."""

    by_mark: dict[str, Known] = field(default_factory=dict)
    _by_hash: defaultdict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    _by_home: defaultdict[tuple[str, str], list[Known]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _near: defaultdict[tuple[int, int, str], list[tuple[Known, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _choices: dict[tuple[int, int, tuple[str, ...]], tuple[list[Known], list[str]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, known: Iterable[Known]) -> "People":
        """An index of these records; looking for names that are much alike is part of it."""
        people = cls()
        for one in known:
            people.add(one)
        return people

    def add(self, one: Known) -> None:
        """Let one more record be found."""
        folded = folded_name(one.name)
        for mark in (one.mark, *one.also):
            self.by_mark.setdefault(mark, one)
        for hash in (one.phone_hash, one.email_hash):
            if hash:
                self._by_hash[hash].append(one)
        if one.postcode:
            self._by_home[folded, one.postcode].append(one)
        square = one.easting // NEAR_M, one.northing // NEAR_M
        for sound in sounds_of(folded):
            self._near[*square, sound].append((one, folded))
        self._choices.clear()

    def like(self, row: Somebody) -> Found | None:
        """The record that a row is about, or most like; None for somebody who is not known."""
        folded = folded_name(row.name)
        return (
            self._by_contact(row, folded)
            or self._at_home(row, folded)
            or self._by_likeness(row, folded)
        )

    def _by_contact(self, row: Somebody, folded: str) -> Found | None:
        best: Found | None = None
        for why, hashes in ((Why.PHONE, row.phones), (Why.EMAIL, row.emails)):
            reached = [one for hash in hashes for one in self._by_hash.get(hash, ())]
            named = _told_apart(_called_so(reached, folded), row)
            about = [one for one in named if one.what == row.what]
            if about:
                return Found(about[0], why, sure=True, people=_people(about))
            if best is None and named:
                best = Found(named[0], why, sure=False, same_person=True, people=_people(named))
            if best is None and (others := [one for one in reached if one.what == row.what]):
                most_alike = max(others, key=lambda one: _likeness(one, folded))
                best = Found(most_alike, why, sure=False)
        return best

    def _at_home(self, row: Somebody, folded: str) -> Found | None:
        """The very same name at the very same postcode, with nothing that speaks against it."""
        if not row.postcode:
            return None
        there = self._by_home.get((folded, row.postcode), ())
        alike = [
            one
            for one in there
            if not (row.phones and one.phone_hash) and not (row.emails and one.email_hash)
        ]
        if about := [one for one in alike if one.what == row.what]:
            return Found(about[0], Why.NAME_AND_PLACE, sure=True, people=_people(about))
        if alike:
            known, people = alike[0], _people(alike)
            return Found(known, Why.NAME_AND_PLACE, sure=False, same_person=True, people=people)
        return None

    def _by_likeness(self, row: Somebody, folded: str) -> Found | None:
        square = row.easting // NEAR_M, row.northing // NEAR_M
        near, names = self._near_to(*square, tuple(sounds_of(folded)))
        found = process.extract(
            folded,
            names,
            scorer=fuzz.ratio,
            score_cutoff=ALIKE_AT_ONE_POSTCODE,
            limit=_MOST_LOOKED_AT,
        )
        for _, alike, place in found:
            one = near[place]
            metres = hypot(one.easting - row.easting, one.northing - row.northing)
            same_postcode = bool(row.postcode) and one.postcode == row.postcode
            if one.what in (row.what, ANYTHING) and enough(
                alike, metres, same_postcode=same_postcode
            ):
                return Found(one, Why.NAME_AND_PLACE, sure=False)
        return None

    def _near_to(
        self, east: int, north: int, sounds: tuple[str, ...]
    ) -> tuple[Sequence[Known], Sequence[str]]:
        key = (east, north, sounds)
        if key not in self._choices:
            near = {
                one.id: (one, folded)
                for x in (east - 1, east, east + 1)
                for y in (north - 1, north, north + 1)
                for sound in sounds
                for one, folded in self._near.get((x, y, sound), ())
            }
            self._choices[key] = [one for one, _ in near.values()], [f for _, f in near.values()]
        return self._choices[key]


def _called_so(reached: Sequence[Known], folded: str) -> list[Known]:
    """Those who are called so; where one has the very same name, only who is called just so."""
    named = [one for one in reached if _likeness(one, folded) >= ALIKE_WITH_ONE_NUMBER]
    return [one for one in named if folded_name(one.name) == folded] or named


def _told_apart(named: list[Known], row: Somebody) -> list[Known]:
    """Of several people only those whose mailbox, or else whose postcode, is that of the row."""
    for fits in (
        lambda one: one.email_hash in row.emails,
        lambda one: bool(row.postcode) and one.postcode == row.postcode,
    ):
        if _people(named) > 1:
            named = [one for one in named if fits(one)] or named
    return named


def _likeness(one: Known, folded: str) -> float:
    return float(fuzz.ratio(folded_name(one.name), folded))


def _people(records: Sequence[Known]) -> int:
    return len({one.person_id for one in records})
