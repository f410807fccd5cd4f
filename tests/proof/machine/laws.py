"""What must hold in a town after every step, whoever did what: one law a function.

Each returns what it complains of. They look at the rows before and after, and at nothing that a
service said; which letters are owed is read off what became of each match.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from matcher.domain.life_cycles import MATCH_MOVES, MatchStatus
from tests.proof.machine.seen import HOLDS_A_PLACE, HOLDS_A_UNIT, MatchSeen, Seen

Pair = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """One operation: how the town stood before and after it, and what may never happen again.

    `refused` are the pairs of need and offer to which somebody had said no before, `apart` those
    of resident and volunteer who were to be kept apart. `refusal` is true when a rule said no.
    """

    did: str
    before: Seen
    after: Seen
    refusal: bool = False
    refused: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    by_machine: bool = field(default=False)


def held_equals_live_matches(step: Step) -> Iterator[str]:
    now = step.after
    counted = Counter(m.offer_id for m in now.matches.values() if m.status in HOLDS_A_PLACE)
    for id, offer in now.offers.items():
        if offer.held != counted[id]:
            yield f"an offer says that it holds {offer.held}, and its matches are {counted[id]}"


def nobody_is_over_capacity(step: Step) -> Iterator[str]:
    now = step.after
    counted = Counter(m.offer_id for m in now.matches.values() if m.status in HOLDS_A_PLACE)
    for id, held in counted.items():
        if held > now.offers[id].capacity:
            yield f"an offer of {now.offers[id].capacity} places has {held} matches"


def a_unit_is_held_once(step: Step) -> Iterator[str]:
    matches = step.after.matches.values()
    held = Counter(m.unit_id for m in matches if m.status in HOLDS_A_UNIT)
    asked = Counter(m.unit_id for m in matches if m.status == "proposed" and not m.asked_together)
    for number in (held + asked).values():
        if number > 1:
            yield f"a unit is held {number} times"


def no_pair_is_proposed_again_that_was_refused(step: Step) -> Iterator[str]:
    by_hand = step.did == "pair_by_hand"
    if not step.by_machine and not by_hand:
        return
    for match in _new_matches(step):
        people = step.after.needs[match.need_id].person_id, _volunteer(step.after, match)
        if match.pair in step.refused and not by_hand:
            yield "a pair was proposed again after a no"
        if people in step.apart:
            yield "two people were brought together who are to be kept apart"


def what_people_touched_stands_through_a_round(step: Step) -> Iterator[str]:
    if step.did != "round":
        return
    for id, match in step.before.matches.items():
        if step.after.matches.get(id) != match:
            locked = "locked " if match.locked or match.status in HOLDS_A_UNIT else ""
            yield f"a round changed a {locked}match that was {match.status}"


def only_open_needs_have_live_matches(step: Step) -> Iterator[str]:
    for match in step.after.matches.values():
        status = step.after.needs[match.need_id].status
        if match.status in HOLDS_A_PLACE and status != "open":
            yield f"a need that is {status} has a match that is {match.status}"


def nobody_gone_has_live_matches(step: Step) -> Iterator[str]:
    now = step.after
    for match in now.matches.values():
        if match.status in HOLDS_A_PLACE:
            if _volunteer(now, match) in now.suspended:
                yield f"somebody suspended has a match that is {match.status}"
            if {_volunteer(now, match), now.needs[match.need_id].person_id} & now.erased:
                yield f"somebody erased has a match that is {match.status}"
            if now.offers[match.offer_id].status == "ended":
                yield f"an offer that has ended has a match that is {match.status}"


def who_is_erased_leaves_no_details(step: Step) -> Iterator[str]:
    now = step.after
    if now.erased & now.reachable:
        yield "somebody erased can still be reached"
    for letter in now.letters.values():
        if letter.person_id in now.erased and letter.state in {"waiting", "sending"}:
            yield f"a letter ({letter.kind}) waits for somebody who was erased"


def matches_move_along_the_table(step: Step) -> Iterator[str]:
    for id, match in step.before.matches.items():
        now = step.after.matches.get(id)
        if now is None:
            yield f"a match that was {match.status} is gone"
        elif now.status != match.status and now.status not in _within_two_moves(match.status):
            yield f"a match that was {match.status} became {now.status}"


def a_refusal_changes_nothing(step: Step) -> Iterator[str]:
    if step.refusal and step.before != step.after:
        yield f"{step.did} was refused, and something changed all the same"


def what_was_done_is_told(step: Step) -> Iterator[str]:
    for id, match in step.after.matches.items():
        was = step.before.matches.get(id)
        if was is None or was.status != match.status:
            yield from _untold(step, id, was, match)


def nothing_is_told_twice(step: Step) -> Iterator[str]:
    told = Counter(
        (letter.kind, letter.person_id, letter.match_id)
        for letter in step.after.letters.values()
        if letter.match_id is not None
    )
    for (kind, _person, _match), number in told.items():
        if number > 1:
            yield f"{kind} was told {number} times"


def no_letter_is_lost(step: Step) -> Iterator[str]:
    for key, letter in step.before.letters.items():
        if key not in step.after.letters:
            yield f"a letter ({letter.kind}) is gone"


def no_question_waits_that_is_answered(step: Step) -> Iterator[str]:
    answered = {"accepted", "declined", "withdrawn"}
    for letter in step.after.letters.values():
        if letter.kind == "proposal" and letter.state == "waiting" and letter.match_id:
            status = step.after.matches[letter.match_id].status
            if status in answered:
                yield f"a proposal waits to go out that is {status}"
    for key, letter in step.before.letters.items() if step.did == "send" else ():
        now = step.after.letters.get(key)
        if now and (letter.state, now.state) == ("waiting", "sent") and now.kind == "proposal":
            match = step.after.matches.get(now.match_id or "")
            if match and match.status != "proposed":
                yield f"a proposal went out that is {match.status}"


Law = Callable[[Step], Iterator[str]]
LAWS: tuple[Law, ...] = (
    held_equals_live_matches,
    nobody_is_over_capacity,
    a_unit_is_held_once,
    no_pair_is_proposed_again_that_was_refused,
    what_people_touched_stands_through_a_round,
    only_open_needs_have_live_matches,
    nobody_gone_has_live_matches,
    who_is_erased_leaves_no_details,
    matches_move_along_the_table,
    a_refusal_changes_nothing,
    what_was_done_is_told,
    nothing_is_told_twice,
    no_letter_is_lost,
    no_question_waits_that_is_answered,
)


class LawBroken(AssertionError):
    """A law of the town does not hold after a step."""

    def __init__(self, law: str, did: str, complaint: str) -> None:
        super().__init__(f"{law}: after {did}, {complaint}")
        self.law = law


def hold(step: Step) -> None:
    """Raise `LawBroken` for the first law that does not hold."""
    for law in LAWS:
        for complaint in law(step):
            raise LawBroken(law.__name__, step.did, complaint)


# A no of the volunteer's, or something that went wrong with them.
_WENT_WRONG = {"did_not_come", "unwell", "no_time", "not_safe", "other"}


def says_no(match: MatchSeen) -> bool:
    """Whether somebody has said by this end that these two are not to be paired again."""
    return (
        match.status == "declined"
        or (match.status == "failed" and match.why in _WENT_WRONG)
        or (match.status == "withdrawn" and match.by != "system" and match.why == "handed_back")
    )


def _untold(step: Step, id: str, was: MatchSeen | None, now: MatchSeen) -> Iterator[str]:
    people = {
        "volunteer": _volunteer(step.after, now),
        "resident": step.after.needs[now.need_id].person_id,
    }
    for whom, kinds in _owed(step, id, was.status if was else None, now):
        person = people[whom]
        letters = [step.after.letters.get(f"{kind}:{id}") for kind in kinds]
        if person in step.before.reachable and not any(
            letter and letter.person_id == person for letter in letters
        ):
            yield f"the {whom} was not told ({' or '.join(kinds)})"


_VOLUNTEER_KNOWS = {"handed_back", "offer_ended", "volunteer_suspended"}
_RESIDENT_KNOWS = {"no_longer_needed", "need_changed", "need_closed"}


def _owed(
    step: Step, id: str, was: str | None, now: MatchSeen
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who is to be told of a move, and by a letter of which kind."""
    question = step.before.letters.get(f"proposal:{id}")
    knew = question is not None and question.state == "sent"
    if now.status == "proposed":
        yield "volunteer", ("proposal",)
    if now.status == "lapsed":
        yield "volunteer", ("lapsed",)
    if now.status == "confirmed":
        yield "volunteer", ("thanks",)
    if now.status == "accepted":
        yield "resident", ("accepted", "may_they_know")
    if now.status == "failed" and step.did == "could_not":
        yield "resident", ("handed_back",)
    if now.status == "withdrawn" and was == "proposed" and knew:
        if now.why == "taken_by_another":
            yield "volunteer", ("taken",)
        elif now.why not in _VOLUNTEER_KNOWS:
            yield "volunteer", ("no_longer",)
    if now.status == "withdrawn" and was == "accepted":
        if now.why not in _VOLUNTEER_KNOWS:
            yield "volunteer", ("no_longer",)
        if now.by != "resident" and now.why not in _RESIDENT_KNOWS:
            yield "resident", ("handed_back",)


def _new_matches(step: Step) -> list[MatchSeen]:
    return [match for id, match in step.after.matches.items() if id not in step.before.matches]


def _volunteer(seen: Seen, match: MatchSeen) -> str:
    return seen.offers[match.offer_id].volunteer_id


def _within_two_moves(status: str) -> set[str]:
    # The resident confirms what the volunteer has not reported: both in one step.
    one = MATCH_MOVES[MatchStatus(status)]
    return {str(end) for end in one} | {str(end) for move in one for end in MATCH_MOVES[move]}
