"""Bringing the demo town to life: people come, a round runs, some say yes, some of it is done.

Everything goes through the verbs that people use, at moments of the last days, so that each page
has something true to show. Nobody in it exists.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.london_time import in_london, moment_at
from matcher.domain.outcomes import DeclineReason
from matcher.domain.roles import Role
from matcher.messages.letters.letter import LetterKind
from matcher.service.accounts.passwords import hashed
from matcher.service.accounts.ready_made import Login, ready_made_account
from matcher.service.accounts.staff import charity_named
from matcher.service.acting import MACHINE, Act, Rules
from matcher.service.demo.arrivals import Arrived, resident_asks, volunteer_arrives
from matcher.service.demo.drawn import BOROUGHS, Asker, Helper, draw_people
from matcher.service.demo.neighbours import WORKS_IN, is_nobodys, neighbours_come
from matcher.service.example.homes import PostcodeArrays
from matcher.service.gazetteer import Gazetteer
from matcher.service.matches import accept_match, decline_match, report_done
from matcher.service.matches_resident import agree_to_details, confirm_done
from matcher.service.needs import Registered
from matcher.service.proposals import lapse_proposals
from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from matcher.storage.reading.pairings import Pairing, pairings_of_need
from matcher.storage.sealed import Sealer
from matcher.storage.writing.links import Subject, new_link
from matcher.storage.writing.sending import drop_kind

CHARITY = "Three Boroughs Mutual Aid (demo)"
PASSWORD = "open for everybody here"
STAFF = (
    ("Kim Administrator", "admin@nearhand.example.org", Role.ADMINISTRATOR),
    ("Sam Coordinator", "coordinator@nearhand.example.org", Role.COORDINATOR),
    ("Jo Intake", "intake@nearhand.example.org", Role.INTAKE),
)
NEIGHBOUR = ("Ade Neighbour", "neighbour@nearhand.example.org", Role.COORDINATOR)
BEGAN = timedelta(days=12)
FIRST_ROUND = timedelta(days=3)
MORNING = time(10)
A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
NO = (DeclineReason.WRONG_TIME, DeclineReason.TOO_FAR, DeclineReason.OTHER)


@dataclass(frozen=True, slots=True)
class DemoTown:
    """What to show of the town: who may sign in, and private pages by what they are of."""

    logins: tuple[Login, ...]
    pages: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the town in one database, which has all tables and nothing in them."""

    database: Database
    sealer: Sealer
    gazetteer: Gazetteer
    postcodes: PostcodeArrays
    now: datetime
    rules: Rules = field(default_factory=Rules)

    def make(self, *, residents: int, volunteers: int, seed: int) -> DemoTown:
        """Make all of it, once: a second time would make everybody twice."""
        askers, helpers = draw_people(
            self.postcodes, residents=residents, volunteers=volunteers, seed=seed
        )
        kept = hashed(PASSWORD)
        with self.acting(self.now - BEGAN, "somebody") as act:
            charity_id = charity_named(act, CHARITY, BOROUGHS)
            small_id = neighbours_come(act, self.gazetteer)
        early = 2 * len(askers) // 3
        self._volunteers(helpers, charity_id)
        needs = self._needs(askers[:early], charity_id, until=self.now - FIRST_ROUND)
        self._round(self._first_round)
        self._answers(needs)
        needs += self._needs(askers[early:], charity_id, until=self.now - 5 * A_MINUTE)
        with self.acting(self.now) as act:
            while lapse_proposals(act):
                pass
        self._round(self.now, looks_ahead=True)
        with self.acting(self.now) as act:
            logins = self._staff(act, charity_id, small_id, kept)
            # Codes that were typed in days ago, and invitations that were taken up just now.
            for kind in (LetterKind.PROVE_CONTACT, LetterKind.INVITE_COORDINATOR):
                drop_kind(act.store, kind)
            return DemoTown(logins, self._pages(act, needs))

    @contextmanager
    def acting(self, now: datetime, by: str = MACHINE) -> Iterator[Act]:
        """Yield an act of somebody at a moment."""
        with self.database.begin() as store:
            yield Act(store, now, self.sealer, by, self.rules)

    @property
    def _first_round(self) -> datetime:
        return moment_at(in_london(self.now - FIRST_ROUND).date(), MORNING)

    def _volunteers(self, helpers: Sequence[Helper], charity_id: str) -> list[Arrived]:
        arrived = []
        for number, helper in enumerate(helpers):
            came = self.now - BEGAN + number * A_MINUTE
            with self.acting(came, "coordinator:demo") as act:
                arrived.append(volunteer_arrives(act, self.gazetteer, helper, number, charity_id))
        return arrived

    def _needs(
        self, askers: Sequence[Asker], charity_id: str, *, until: datetime
    ) -> list[Registered]:
        """Spread over the days before a moment, the last of them just before it."""
        needs = []
        for number, asker in enumerate(askers):
            came = until - (len(askers) - number) * (BEGAN - FIRST_ROUND) / max(len(askers), 1) / 2
            nobodys = is_nobodys(self.gazetteer, asker.postcode, number)
            holder = None if nobodys else charity_id
            with self.acting(came) as act:
                needs.append(resident_asks(act, self.gazetteer, asker, number, holder))
        return needs

    def _round(self, at: datetime, *, looks_ahead: bool = False) -> None:
        run_round(
            self.database,
            self.sealer,
            slot=slot_at(at),
            now=lambda: at,
            rules=self.rules,
            looks_ahead=looks_ahead,
        )

    def _answers(self, needs: Sequence[Registered]) -> None:
        """What became of the first round's proposals: most said yes, and half of that is done."""
        with self.database.read() as store:
            found = [match for need in needs for match in pairings_of_need(store, need.need_id)]
        for number, match in enumerate(found):
            self._answer(match, number, self._first_round + (5 + number % 50) * A_MINUTE)

    def _answer(self, match: Pairing, number: int, at: datetime) -> None:
        volunteer, resident = f"volunteer:{match.volunteer_id}", f"resident:{match.resident_id}"
        if number % 10 == 9:
            return  # No answer: it lapses.
        with self.acting(at, volunteer) as act:
            if number % 10 == 8:
                decline_match(act, match.match_id, NO[number % len(NO)])
                return
            accept_match(act, match.match_id)
        if match.asks_first:
            with self.acting(at + AN_HOUR, resident) as act:
                agree_to_details(act, match.match_id)
        if number % 10 < 5:
            with self.acting(at + 5 * AN_HOUR, volunteer) as act:
                report_done(act, match.match_id, minutes=20 + 5 * (number % 9))
        if number % 10 < 4:
            with self.acting(at + 20 * AN_HOUR, resident) as act:
                confirm_done(act, match.match_id)

    def _staff(self, act: Act, charity_id: str, small_id: str, kept: str) -> tuple[Login, ...]:
        scope = [(charity_id, borough) for borough in BOROUGHS]
        small = [(small_id, borough) for borough in WORKS_IN]
        people = [(one, scope) for one in STAFF] + [(NEIGHBOUR, small)]
        return tuple(
            ready_made_account(act, *who, where, password=PASSWORD, password_hash=kept)
            for who, where in people
        )

    def _pages(self, act: Act, needs: Sequence[Registered]) -> dict[str, str]:
        """Private pages worth a look, by what they are of."""
        pages: dict[str, str] = {}
        for need in needs:
            for match in pairings_of_need(act.store, need.need_id):
                if match.status is MatchStatus.ACCEPTED and "accepted" not in pages:
                    pages["accepted"] = self._link(act, "p", match_id=match.match_id)
                    pages["resident"] = self._link(act, "n", need_id=need.need_id)
                if match.status is MatchStatus.PROPOSED and "proposal" not in pages:
                    pages["proposal"] = self._link(act, "p", match_id=match.match_id)
                    pages["volunteer"] = self._link(act, "v", person_id=match.volunteer_id)
        return pages

    def _link(self, act: Act, page: str, **about: str) -> str:
        purpose = {
            "n": LinkPurpose.NEED,
            "p": LinkPurpose.PROPOSAL,
            "v": LinkPurpose.VOLUNTEER,
        }[page]
        subject = Subject(**about)  # type: ignore[arg-type]
        secret = new_link(act.store, act.sealer, purpose, subject, now=act.now)
        return f"/{page}/{secret}"
