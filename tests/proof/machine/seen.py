"""How a town stands at one moment: every row that the laws speak of, read in plain SQL.

It does not go through the services' own readings, so that a fault in those cannot hide itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from matcher.storage.database import Database


class NeedSeen(NamedTuple):
    person_id: str
    status: str
    confirmed: bool


class OfferSeen(NamedTuple):
    volunteer_id: str
    status: str
    capacity: int
    held: int


class MatchSeen(NamedTuple):
    unit_id: str
    need_id: str
    offer_id: str
    status: str
    locked: bool
    asked_together: bool
    why: str | None
    by: str | None
    on_date: str | None

    @property
    def pair(self) -> tuple[str, str]:
        return self.need_id, self.offer_id


class LetterSeen(NamedTuple):
    kind: str
    person_id: str
    match_id: str | None
    state: str


@dataclass(frozen=True)
class Seen:
    """One moment of a town; everything by its id, letters by what they tell of."""

    needs: Mapping[str, NeedSeen]
    offers: Mapping[str, OfferSeen]
    matches: Mapping[str, MatchSeen]
    letters: Mapping[str, LetterSeen]
    suspended: frozenset[str]
    erased: frozenset[str]
    reachable: frozenset[str]


HOLDS_A_PLACE = frozenset({"proposed", "accepted"})
HOLDS_A_UNIT = frozenset({"accepted", "done_reported", "confirmed"})

_NEEDS = "SELECT id, person_id, status, confirmed_at IS NOT NULL FROM needs"
_OFFERS = "SELECT id, volunteer_id, status, capacity, held FROM offers"
_MATCHES = """
    SELECT id, unit_id, need_id, offer_id, status, locked, asked_together,
           COALESCE(decline_reason, failure_reason, withdrawn_reason), withdrawn_by,
           CAST(on_date AS varchar(10)) FROM matches
"""
# A round's letter names nobody before it is taken: it is for the volunteer of its match.
_LETTERS = """
    SELECT idempotency_key, outbox.kind, CASE WHEN outbox.kind = 'proposal'
           THEN COALESCE(outbox.person_id, offers.volunteer_id) ELSE outbox.person_id END,
           match_id, outbox.state
      FROM outbox
      LEFT JOIN matches ON matches.id = outbox.match_id
      LEFT JOIN offers ON offers.id = matches.offer_id
"""
_SUSPENDED = "SELECT person_id FROM volunteers WHERE status = 'suspended'"
_ERASED = "SELECT id FROM people WHERE erased_at IS NOT NULL"
_REACHABLE = "SELECT person_id FROM contacts"

NOTHING_YET = Seen({}, {}, {}, {}, frozenset(), frozenset(), frozenset())


def seen(database: Database) -> Seen:
    """Read how the town stands now."""
    with database.read() as store:
        ask = store.connection().exec_driver_sql
        return Seen(
            needs={row[0]: NeedSeen(*row[1:]) for row in ask(_NEEDS)},
            offers={row[0]: OfferSeen(*row[1:]) for row in ask(_OFFERS)},
            matches={row[0]: MatchSeen(*row[1:]) for row in ask(_MATCHES)},
            letters={row[0]: LetterSeen(*row[1:]) for row in ask(_LETTERS)},
            suspended=frozenset(ask(_SUSPENDED).scalars()),
            erased=frozenset(ask(_ERASED).scalars()),
            reachable=frozenset(ask(_REACHABLE).scalars()),
        )
