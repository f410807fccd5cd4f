"""The rota on a volunteer's own page: what they promised, what is open near them, with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import hypot

from matcher.domain.refusals import Refusal
from matcher.domain.rota import WEEKS_AHEAD, ShiftObstacle, SignUpState
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.rota.leaving import own_sign_up
from matcher.service.rota.may_come import cannot_come_yet, require_may_come
from matcher.storage.reading.rota import (
    Near,
    OwnSignUp,
    ShiftLine,
    offered_shifts_near,
    open_shifts_near,
)
from matcher.storage.reading.rota_own import own_sign_ups
from matcher.storage.reading.rota_people import sign_ups_on, ties_of, who_agreed_to_names
from matcher.storage.reading.rota_slots import SlotLine, slot_lines
from matcher.storage.reading.rota_trainings import is_trained, trainings_of
from matcher.storage.reading.volunteers import OfferSummary, standing_offer_of
from matcher.storage.tables import PersonRow, RotaSignUpRow

# A hall is worth a longer way than a neighbour's door.
NEAR_M = 5_000
_YEAR, _EVER = timedelta(days=365), datetime(2000, 1, 1, tzinfo=UTC)
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift with a free place, as one volunteer sees it.

    `sign_up_id` is that of a place which somebody offers, None for one that is free. `obstacle`
    says what stands in their way.
    """

    shift: ShiftLine
    distance_m: int | None
    sign_up_id: str | None = None
    obstacle: ShiftObstacle | None = None


@dataclass(frozen=True, slots=True)
class OwnRota:
    """All that the page shows. `mates` are first names by shift, of those who agreed."""

    coming: tuple[OwnSignUp, ...]
    past: tuple[OwnSignUp, ...]
    open: tuple[Seen, ...]
    ties: tuple[SlotLine, ...]
    regular: frozenset[str]
    standby: frozenset[str]
    shows_name: bool
    mates: Mapping[str, Sequence[str]]
    minutes: int


def own_rota(act: Act, volunteer_id: str) -> OwnRota:
    """A volunteer's rota as of now."""
    own = own_sign_ups(act.store, volunteer_id, act.now - _YEAR)
    coming = tuple(
        one for one in own if one.state is SignUpState.COMING and one.shift.ends > act.now
    )
    regular, standby = ties_of(act.store, volunteer_id)
    shows_name = bool(who_agreed_to_names(act.store, [volunteer_id]))
    return OwnRota(
        coming=coming,
        past=tuple(one for one in reversed(own) if one.shift.ends <= act.now),
        open=tuple(_open(act, volunteer_id, coming, regular | standby)),
        ties=tuple(slot_lines(act.store, regular | standby)),
        regular=regular,
        standby=standby,
        shows_name=shows_name,
        mates=_mates(act, volunteer_id, coming) if shows_name else {},
        minutes=sum(one.minutes or 0 for one in own),
    )


def has_shifts(act: Act, volunteer_id: str) -> tuple[OwnSignUp, ...]:
    """What a volunteer promised on the rota and is still to come, for the page with everything."""
    own = own_sign_ups(act.store, volunteer_id, act.now)
    return tuple(one for one in own if one.state is SignUpState.COMING)


def rota_of(act: Act, volunteer_id: str) -> dict[str, object]:
    """All that the rota keeps about a volunteer, for the copy that they take away."""
    regular, standby = (slot_lines(act.store, ids) for ids in ties_of(act.store, volunteer_id))
    return {
        "sign_ups": [
            {
                "title": one.shift.title,
                "place": one.shift.place,
                "begins": one.shift.begins,
                "ends": one.shift.ends,
                "state": one.state,
                "regular": one.regular,
                "late": one.late,
                "reason": one.reason,
                "minutes": one.minutes,
            }
            for one in own_sign_ups(act.store, volunteer_id, _EVER)
        ],
        "regular_of": [one.title for one in regular],
        "steps_in_at": [one.title for one in standby],
        "trainings": [asdict(one) for one in trainings_of(act.store, volunteer_id)],
        "shows_name": bool(who_agreed_to_names(act.store, [volunteer_id])),
    }


def sign_up_to_leave(
    act: Act, volunteer_id: str, sign_up_id: str
) -> tuple[RotaSignUpRow, ShiftLine]:
    """Their own sign-up with its shift, for the page that asks before it is given back."""
    return own_sign_up(act, volunteer_id, sign_up_id)


def _open(
    act: Act, volunteer_id: str, coming: Sequence[OwnSignUp], slots: frozenset[str]
) -> list[Seen]:
    offer = standing_offer_of(act.store, volunteer_id)
    near = _near(offer, slots)
    window = act.now, act.now + timedelta(weeks=WEEKS_AHEAD)
    places = [(None, one) for one in open_shifts_near(act.store, near, *window)] + [
        (id, shift)
        for id, whose, shift in offered_shifts_near(act.store, near, *window)
        if whose != volunteer_id
    ]
    on = {one.shift.id for one in coming}
    seen = [
        Seen(shift, far, id, _obstacle(act, volunteer_id, shift, coming, offered=id is not None))
        for id, shift in places
        if shift.id not in on
        for far in [_distance_m(offer, shift)]
        if far is None or far <= near.radius_m or shift.slot_id in slots
    ]
    return sorted(seen, key=lambda one: (one.shift.begins, one.distance_m or 0, one.shift.id))[
        :MOST_SHOWN
    ]


def _near(offer: OfferSummary | None, slots: frozenset[str]) -> Near:
    if offer is None:
        return Near(None, 0, slots)
    return Near(offer.place, max(NEAR_M, offer.radius_m), slots)


def _distance_m(offer: OfferSummary | None, shift: ShiftLine) -> int | None:
    if offer is None:
        return None
    return int(hypot(offer.easting - shift.easting, offer.northing - shift.northing) + 0.5)


def _obstacle(
    act: Act, volunteer_id: str, shift: ShiftLine, coming: Sequence[OwnSignUp], *, offered: bool
) -> ShiftObstacle | None:
    if cannot_come_yet(act, volunteer_id):
        return ShiftObstacle.NOT_YET
    try:
        require_may_come(act, shift, volunteer_id)
    except Refusal:
        return ShiftObstacle.CHECK
    if any(one.shift.stretch.meets(shift.stretch) for one in coming):
        return ShiftObstacle.ELSEWHERE
    # A place that is offered may be of either kind; whoever takes it is told if it is not theirs.
    kept = not offered and shift.free_untrained <= 0
    if kept and not is_trained(
        act.store, volunteer_id, shift.skill, shift.charity_id, shift.on_date
    ):
        return ShiftObstacle.TRAINING
    return None


def _mates(act: Act, volunteer_id: str, coming: Sequence[OwnSignUp]) -> dict[str, list[str]]:
    """First names of those on the same shifts; they agreed, and so did whoever asks."""
    others = [
        one
        for one in sign_ups_on(act.store, [own.shift.id for own in coming])
        if one.state is SignUpState.COMING and one.volunteer_id != volunteer_id
    ]
    agreed = who_agreed_to_names(act.store, {one.volunteer_id for one in others})
    mates: dict[str, list[str]] = {}
    for one in others:
        if one.volunteer_id in agreed:
            name = first_name(act, one.volunteer_id)
            if name:
                mates.setdefault(one.shift_id, []).append(name)
    return mates


def first_name(act: Act, volunteer_id: str) -> str:
    """What a volunteer is called; whoever shows it to staff notes the look."""
    person = act.store.get(PersonRow, volunteer_id)
    details = details_of(act, person) if person else None
    words = details.name.split() if details else []
    return words[0] if words else ""
