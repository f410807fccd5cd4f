"""A tiny town on a real database, and the verbs that people do in it, one at a time.

The town hands its verbs what they need and remembers what was said to whom; after each it looks
at all rows and holds the laws. A planted fault is another table of verbs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.london_time import in_london
from matcher.domain.origins import ConfirmedBy
from matcher.domain.outcomes import DeclineReason, FailureReason
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Refusal
from matcher.domain.urgency import Urgency
from matcher.messages.delivery import Delivery
from matcher.messages.message import Message
from matcher.service import matches, matches_resident, needs_resting, offers, volunteers_known
from matcher.service.acting import MACHINE, SOMEBODY, Act
from matcher.service.by_hand import pair_by_hand
from matcher.service.dispatch import send_due
from matcher.service.erasure import erase_person
from matcher.service.needs import register_need
from matcher.service.needs_confirming import confirm_need
from matcher.service.proposals import lapse_proposals, tell_of_proposals
from matcher.service.rounds import run_round, slot_at
from matcher.service.urgent import ask_nearby
from matcher.service.volunteers import prove_contact, sign_up
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Database
from matcher.storage.tables import AvoidedPairRow, OfferRow, OutboxRow, UnitRow
from matcher.storage.writing.proposals import record_batch
from tests.builders import LAMBETH, at
from tests.matcher.service.acts import SEALER, a_check
from tests.matcher.service.asked_needs import an_asked_need
from tests.matcher.service.sending import an_office
from tests.matcher.service.signing_up import joined, words
from tests.matcher.storage.rows import NOW, a_proposal
from tests.proof.machine.laws import Pair, Step, hold, says_no
from tests.proof.machine.seen import NOTHING_YET, MatchSeen, seen

Verb = Callable[..., Any]


class Deaf:
    """A sender that takes everything and keeps nothing."""

    def send(self, message: Message, /) -> Delivery:
        return Delivery.sent()


@dataclass(frozen=True)
class Verbs:
    """What the town calls; a test of the laws puts a faulty one in its place."""

    accept: Verb = matches.accept_match
    decline: Verb = matches.decline_match
    hand_back: Verb = matches.hand_back
    could_not: Verb = matches.could_not
    report_done: Verb = matches.report_done
    confirm_done: Verb = matches_resident.confirm_done
    not_done: Verb = matches_resident.say_not_done
    withdraw_need: Verb = needs_resting.withdraw_need
    pause_need: Verb = needs_resting.pause_need
    reopen_need: Verb = needs_resting.reopen_need
    pause_offer: Verb = offers.pause_offer
    take_up_offer: Verb = offers.take_up_offer
    end_offer: Verb = offers.end_offer
    change_offer: Verb = offers.change_offer
    suspend: Verb = volunteers_known.suspend_volunteer
    lift: Verb = volunteers_known.lift_suspension
    erase: Verb = erase_person
    lapse: Verb = lapse_proposals
    round: Verb = run_round
    ask_nearby: Verb = ask_nearby
    pair_by_hand: Verb = pair_by_hand
    send_due: Verb = send_due
    record: Verb = record_batch


VERBS = Verbs()
OFFICE = an_office(Deaf())


class Town:
    """People, needs and offers in the order in which they came, and the clock."""

    def __init__(
        self, database: Database, verbs: Verbs = VERBS, judge: Callable[[Step], None] = hold
    ) -> None:
        self.database, self.verbs, self.judge = database, verbs, judge
        self.now: datetime = NOW
        self.sees = NOTHING_YET
        self.needs: list[str] = []
        self.urgent: set[str] = set()
        self.offers: list[str] = []
        self.matches: list[str] = []
        self.people: list[str] = []
        self.refused: frozenset[Pair] = frozenset()
        self.apart: frozenset[Pair] = frozenset()
        self.steps = 0
        self.done: dict[str, int] = {}
        self.since_the_round = 0
        self._rounds = 0
        # Straight lines to no two places are of the same length, so that answers have no ties.
        self._homes: Iterator[Whereabouts] = (
            Whereabouts(at(37 * k * k % 1_201, 53 * k * k % 1_409), LAMBETH, "TQ3175", "SW2 1RW")
            for k in range(1, 10_000)
        )

    # What people do.

    def register(
        self, person: int, urgency: Urgency, people: int, weekly: bool, asks: bool
    ) -> None:
        today = in_london(self.now).date()
        rule = Weekly(today + timedelta(days=1), frozenset({"mon", "thu"}), times=4)
        asked = an_asked_need(
            place=next(self._homes),
            urgency=urgency,
            people_needed=people,
            weekly=rule if weekly else None,
            asks_first=asks,
        )
        known = self.people[person] if person < len(self.people) else None
        with self._step("register") as act:
            made = register_need(act, asked, person_id=known)
            self.needs.append(made.need_id)
            if urgency is Urgency.URGENT:
                self.urgent.add(made.need_id)
            if known is None:
                self.people.append(made.person_id)

    def confirm(self, need: str) -> None:
        with self._step("confirm") as act:
            confirm_need(act, need, ConfirmedBy.COORDINATOR)

    def volunteer(self, capacity: int) -> None:
        with self._step("volunteer") as act:
            mailbox = f"helper-{len(self.offers)}@example.org"
            volunteer = sign_up(act, joined(email=mailbox))
            prove_contact(act, volunteer)
            a_check(act.store, volunteer, "references")
            said = words(place=next(self._homes), capacity=capacity, radius_m=3_000)
            self.offers.append(offers.make_offer(act, volunteer, said))

    def of_match(self, verb: str, match: str, *said: Any) -> None:
        """A verb of a volunteer or a resident on one match."""
        pairing = self.sees.matches[match]
        by = f"volunteer:{self.sees.offers[pairing.offer_id].volunteer_id}"
        if verb in {"confirm_done", "not_done"}:
            by = f"resident:{self.sees.needs[pairing.need_id].person_id}"
        with self._step(verb, by=by) as act:
            getattr(self.verbs, verb)(act, match, *said)

    def of_need(self, verb: str, need: str) -> None:
        with self._step(verb, by=f"resident:{self.sees.needs[need].person_id}") as act:
            getattr(self.verbs, verb)(act, need)

    def of_offer(self, verb: str, offer: str, *said: Any) -> None:
        with self._step(verb, by=f"volunteer:{self.sees.offers[offer].volunteer_id}") as act:
            getattr(self.verbs, verb)(act, offer, *said)

    def of_volunteer(self, verb: str, offer: str) -> None:
        with self._step(verb, by="coordinator:tests") as act:
            getattr(self.verbs, verb)(act, self.sees.offers[offer].volunteer_id)

    def erase(self, person: str) -> None:
        with self._step("erase", by=f"resident:{person}") as act:
            self.verbs.erase(act, person)

    def pair_by_hand(self, need: str, some: list[str], *, together: bool) -> None:
        """A coordinator asks as the board does, and sets aside all that may be set aside."""
        with self._step("pair_by_hand", by="coordinator:tests") as act:
            self.verbs.pair_by_hand(act, need, some, together=together, knowingly=True)

    def pair(self, need: str, some: list[str], *, together: bool) -> None:
        """Somebody is asked whom no rule would let through; the machine leaves them alone."""
        with self._step("pair", by="coordinator:tests") as act:
            units = act.store.query(UnitRow).filter_by(need_id=need).order_by(UnitRow.number).all()
            held = {m.unit_id for m in self.sees.matches.values() if m.status in LIVE}
            free = [unit for unit in units if unit.id not in held] or units
            proposals = [
                a_proposal(
                    free[0],
                    act.store.get_one(OfferRow, offer),
                    deadline=self.now + timedelta(days=1),
                    asked_together=together,
                    locked=True,
                    touched_by="coordinator:tests",
                )
                for offer in some
            ]
            recorded = self.verbs.record(act.store, proposals, now=self.now)
            tell_of_proposals(act, recorded.proposals)

    def keep_apart(self, need: str, offer: str) -> None:
        pair = self.sees.needs[need].person_id, self.sees.offers[offer].volunteer_id
        if pair in self.apart:
            return
        with self._step("keep_apart", by="coordinator:tests") as act:
            act.store.add(
                AvoidedPairRow(resident_id=pair[0], volunteer_id=pair[1], by=act.by, at=self.now)
            )
        self.apart |= {pair}

    # What the machine does.

    def round(self) -> None:
        self._rounds += 1
        slot = slot_at(self.now) + timedelta(minutes=self._rounds)
        self.verbs.round(self.database, SEALER, slot=slot, now=lambda: self.now)
        self._after("round", by_machine=True)

    def ask_nearby(self, need: str) -> None:
        """The urgent path: the next few are asked at once."""
        with self._step("ask_nearby", by=MACHINE, by_machine=True) as act:
            self.verbs.ask_nearby(act, need)

    def lapse(self) -> None:
        with self._step("lapse", by=MACHINE) as act:
            self.verbs.lapse(act)

    def the_post_goes(self) -> None:
        """All letters that wait are sent."""
        with self._step("post", by=MACHINE) as act:
            for letter in act.store.query(OutboxRow).filter_by(state="waiting"):
                letter.state, letter.sent_at = "sent", self.now

    def send(self) -> None:
        """The dispatcher sends what is due, and drops what events have overtaken."""
        self.verbs.send_due(self.database, OFFICE, SEALER, by="walk", now=lambda: self.now)
        self._after("send")

    def time_passes(self, by: timedelta) -> None:
        self.now += by
        self._after("clock")

    # What there is to choose from, in the order in which it came.

    @property
    def unconfirmed(self) -> list[str]:
        return [
            id for id in self.needs_that_are("open", "paused") if not self.sees.needs[id].confirmed
        ]

    @property
    def waiting_urgently(self) -> list[str]:
        return [
            id
            for id in self.needs_that_are("open")
            if id in self.urgent and self.sees.needs[id].confirmed
        ]

    @property
    def letters_wait(self) -> bool:
        return any(letter.state == "waiting" for letter in self.sees.letters.values())

    def matches_that_are(self, *statuses: str) -> list[str]:
        return [id for id in self.matches if self.sees.matches[id].status in statuses]

    def needs_that_are(self, *statuses: str) -> list[str]:
        return [id for id in self.needs if self.sees.needs[id].status in statuses]

    def offers_that_are(self, *statuses: str) -> list[str]:
        return [id for id in self.offers if self.sees.offers[id].status in statuses]

    @contextmanager
    def _step(self, did: str, *, by: str = SOMEBODY, by_machine: bool = False) -> Iterator[Act]:
        refused = False
        try:
            with self.database.begin() as store:
                yield Act(store, self.now, SEALER, by)
        except Refusal:
            refused = True
        self._after(did, refusal=refused, by_machine=by_machine)

    def _after(self, did: str, *, refusal: bool = False, by_machine: bool = False) -> None:
        self.steps += 1
        self.since_the_round = 0 if did == "round" else self.since_the_round + 1
        name = f"{did} refused" if refusal else did
        self.done[name] = self.done.get(name, 0) + 1
        before, self.sees = self.sees, seen(self.database)
        self.judge(Step(did, before, self.sees, refusal, self.refused, self.apart, by_machine))
        self._remember()

    def _remember(self) -> None:
        known = set(self.matches)
        new = [id for id in self.sees.matches if id not in known]
        self.matches += sorted(new, key=lambda id: self._place(self.sees.matches[id]))
        nos = {one.pair for one in self.sees.matches.values() if says_no(one)}
        self.refused |= nos

    def _place(self, match: MatchSeen) -> tuple[int, int, str]:
        # Never by ids, which are drawn anew: the same walk has to come to the same places.
        need, offer = self.needs.index(match.need_id), self.offers.index(match.offer_id)
        return need, offer, match.on_date or ""


DECLINES, FAILURES = tuple(DeclineReason), tuple(FailureReason)
LIVE = (MatchStatus.PROPOSED, MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED)
