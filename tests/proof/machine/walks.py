"""Random walks through a town: Hypothesis chooses who does what next."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from matcher.domain.urgency import Urgency
from matcher.service.offers import OfferWords
from tests.proof.machine.town import DECLINES, FAILURES, LIVE, Town

PICK = st.integers(0, 10**6)
MOST_NEEDS, MOST_OFFERS, BETWEEN_ROUNDS = 6, 5, 4


def walks(steps: int, examples: int) -> settings:
    """So many walks of so many steps; one that fails is made shorter."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        print_blob=False,
    )


class Walk(RuleBasedStateMachine):
    """One walk; `new_town` is given by whoever runs it."""

    def new_town(self) -> Town:
        raise NotImplementedError

    @initialize(capacity=st.integers(1, 2), people=st.integers(1, 2))
    def settle(self, capacity: int, people: int) -> None:
        self.town = self.new_town()
        for _ in range(2):
            self.town.volunteer(capacity)
            self.town.register(len(self.town.people), Urgency.SOON, people, False, False)
            self.town.confirm(self.town.needs[-1])

    # Coming.

    @precondition(lambda self: len(self.town.needs_that_are("open", "paused")) < MOST_NEEDS)
    @rule(
        person=st.integers(0, 3),
        urgency=st.sampled_from(Urgency),
        people=st.integers(1, 2),
        weekly=st.booleans(),
        asks=st.booleans(),
        vouched=st.integers(0, 3),
    )
    def register(
        self, person: int, urgency: Urgency, people: int, weekly: bool, asks: bool, vouched: int
    ) -> None:
        before = len(self.town.needs)
        self.town.register(person, urgency, people, weekly, asks)
        if vouched and len(self.town.needs) > before:
            self.town.confirm(self.town.needs[-1])

    @precondition(lambda self: self.town.unconfirmed)
    @rule(pick=PICK)
    def confirm(self, pick: int) -> None:
        self.town.confirm(_one(self.town.unconfirmed, pick))

    @precondition(lambda self: len(self.town.offers_that_are("active", "paused")) < MOST_OFFERS)
    @rule(capacity=st.integers(1, 3))
    def volunteer(self, capacity: int) -> None:
        self.town.volunteer(capacity)

    # The machine.

    @precondition(lambda self: self.town.since_the_round >= BETWEEN_ROUNDS)
    @rule()
    def round(self) -> None:
        self.town.round()

    @precondition(lambda self: self.town.letters_wait)
    @rule(dispatched=st.booleans())
    def the_post_goes(self, dispatched: bool) -> None:
        if dispatched:
            self.town.send()
        else:
            self.town.the_post_goes()

    @precondition(lambda self: self.town.waiting_urgently)
    @rule(pick=PICK)
    def ask_nearby(self, pick: int) -> None:
        self.town.ask_nearby(_one(self.town.waiting_urgently, pick))

    @precondition(lambda self: self.town.matches_that_are("proposed"))
    @rule(hours=st.sampled_from((1, 6, 30, 80)))
    def time_passes(self, hours: int) -> None:
        self.town.time_passes(timedelta(hours=hours))
        self.town.lapse()

    # Answers. Most are about what waits for one; some come when it is over.

    @precondition(lambda self: self.town.matches_that_are("proposed"))
    @rule(pick=PICK)
    def accept(self, pick: int) -> None:
        self.town.of_match("accept", _one(self.town.matches_that_are("proposed"), pick))

    @precondition(lambda self: self.town.matches_that_are("proposed"))
    @rule(pick=PICK)
    def accept_another(self, pick: int) -> None:
        self.accept(pick)

    @precondition(lambda self: self.town.matches_that_are("proposed"))
    @rule(pick=PICK, reason=st.sampled_from(DECLINES))
    def decline(self, pick: int, reason: Any) -> None:
        self.town.of_match("decline", _one(self.town.matches_that_are("proposed"), pick), reason)

    @precondition(lambda self: self.town.matches_that_are("accepted"))
    @rule(pick=PICK)
    def report_done(self, pick: int) -> None:
        self.town.of_match("report_done", _one(self.town.matches_that_are("accepted"), pick), 30)

    @precondition(lambda self: self.town.matches_that_are("accepted"))
    @rule(pick=PICK)
    def hand_back(self, pick: int) -> None:
        self.town.of_match("hand_back", _one(self.town.matches_that_are("accepted"), pick))

    @precondition(lambda self: self.town.matches_that_are("accepted"))
    @rule(pick=PICK, reason=st.sampled_from(FAILURES))
    def could_not(self, pick: int, reason: Any) -> None:
        self.town.of_match("could_not", _one(self.town.matches_that_are("accepted"), pick), reason)

    @precondition(lambda self: self.town.matches_that_are(*LIVE[1:]))
    @rule(pick=PICK, done=st.booleans())
    def judge(self, pick: int, done: bool) -> None:
        match = _one(self.town.matches_that_are(*LIVE[1:]), pick)
        self.town.of_match("confirm_done" if done else "not_done", match)

    @precondition(lambda self: self.town.matches)
    @rule(pick=PICK, verb=st.sampled_from(("accept", "hand_back", "report_done", "confirm_done")))
    def answer_whatever_it_is(self, pick: int, verb: str) -> None:
        self.town.of_match(verb, _one(self.town.matches, pick))

    # Changes of mind.

    @precondition(lambda self: len(self.town.needs_that_are("open")) > 2)
    @rule(pick=PICK)
    def pause_need(self, pick: int) -> None:
        self.town.of_need("pause_need", _one(self.town.needs_that_are("open"), pick))

    @precondition(lambda self: self.town.needs_that_are("paused"))
    @rule(pick=PICK)
    def reopen_need(self, pick: int) -> None:
        self.town.of_need("reopen_need", _one(self.town.needs_that_are("paused"), pick))

    @precondition(lambda self: len(self.town.needs_that_are("open")) > 3)
    @rule(pick=PICK)
    def withdraw_need(self, pick: int) -> None:
        self.town.of_need("withdraw_need", _one(self.town.needs, pick))

    @precondition(lambda self: len(self.town.offers_that_are("active")) > 1)
    @rule(pick=PICK)
    def pause_offer(self, pick: int) -> None:
        self.town.of_offer("pause_offer", _one(self.town.offers, pick))

    @precondition(lambda self: self.town.offers_that_are("paused"))
    @rule(pick=PICK)
    def take_up_offer(self, pick: int) -> None:
        self.town.of_offer("take_up_offer", _one(self.town.offers_that_are("paused"), pick))

    @precondition(lambda self: self.town.matches_that_are("proposed", "accepted"))
    @rule(pick=PICK, capacity=st.integers(1, 3))
    def change_offer(self, pick: int, capacity: int) -> None:
        said = OfferWords(capacity=capacity)
        self.town.of_offer("change_offer", _one(self.town.offers, pick), said)

    @precondition(lambda self: len(self.town.offers_that_are("active")) > 2)
    @rule(pick=PICK)
    def end_offer(self, pick: int) -> None:
        self.town.of_offer("end_offer", _one(self.town.offers_that_are("active"), pick))

    # Coordinators.

    @precondition(lambda self: self.town.needs_that_are("open"))
    @rule(need=PICK, offer=PICK, together=st.booleans())
    def pair(self, need: int, offer: int, together: bool) -> None:
        some = self.town.offers_that_are("active", "paused") or self.town.offers
        full = [one for one in some if one not in self._with_room()]
        chosen = _some(full if full and offer % 2 else some, offer, 3 if together else 1)
        self.town.pair(_one(self.town.needs_that_are("open"), need), chosen, together=together)

    @precondition(lambda self: self.town.needs_that_are("open") and self._with_room())
    @rule(need=PICK, offer=PICK, together=st.booleans())
    def pair_by_hand(self, need: int, offer: int, together: bool) -> None:
        chosen = _some(self._with_room(), offer, 3 if together else 1)
        wants = _one(self.town.needs_that_are("open"), need)
        self.town.pair_by_hand(wants, chosen, together=together)

    @precondition(lambda self: len(self.town.apart) < 3)
    @rule(need=PICK, offer=PICK)
    def keep_apart(self, need: int, offer: int) -> None:
        self.town.keep_apart(_one(self.town.needs, need), _one(self.town.offers, offer))

    @precondition(lambda self: len(self._at_work()) > 2)
    @rule(pick=PICK)
    def suspend(self, pick: int) -> None:
        self.town.of_volunteer("suspend", _one(self._at_work(), pick))

    @precondition(lambda self: self.town.sees.suspended)
    @rule(pick=PICK)
    def lift(self, pick: int) -> None:
        seen = self.town.sees
        some = [o for o in self.town.offers if seen.offers[o].volunteer_id in seen.suspended]
        self.town.of_volunteer("lift", _one(some, pick))

    @precondition(lambda self: len(self.town.offers) > 3 and len(self.town.sees.erased) < 3)
    @rule(pick=PICK, volunteer=st.booleans())
    def erase(self, pick: int, volunteer: bool) -> None:
        seen = self.town.sees
        if volunteer:
            self.town.erase(seen.offers[_one(self.town.offers, pick)].volunteer_id)
        else:
            self.town.erase(seen.needs[_one(self.town.needs, pick)].person_id)

    def _with_room(self) -> list[str]:
        offers = self.town.sees.offers
        return [o for o in self._at_work() if offers[o].held < offers[o].capacity]

    def _at_work(self) -> list[str]:
        seen = self.town.sees
        active = self.town.offers_that_are("active")
        return [o for o in active if seen.offers[o].volunteer_id not in seen.suspended]


def _one(some: list[str], pick: int) -> str:
    return some[pick % len(some)]


def _some(some: list[str], pick: int, most: int) -> list[str]:
    first = pick % len(some)
    return [*some[first:], *some[:first]][:most]
