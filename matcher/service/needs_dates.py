"""The dates of a need that comes again: how each of the next stands, and leaving one out."""

from dataclasses import dataclass, replace
from datetime import date

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import WithdrawalReason
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Conflict
from matcher.service.acting import Act
from matcher.service.matches_withdrawn import withdraw_matches_of_need
from matcher.service.needs_recurring import dates_ahead, weekly_of
from matcher.service.needs_resting import withdrawn_by
from matcher.service.needs_standing import Standing
from matcher.service.needs_units import fit_units
from matcher.storage.reading.needs import Helper, helpers_of
from matcher.storage.tables import NeedRow
from matcher.storage.writing.needs import held_need, may_still_change


@dataclass(frozen=True, slots=True)
class ComingDate:
    """One date of the next weeks: who comes then, or that nobody is wanted."""

    day: date
    left_out: bool
    helpers: tuple[Helper, ...]

    @property
    def may_be_left_out(self) -> bool:
        """Whether nobody has said yet that it is done."""
        return all(one.status is MatchStatus.ACCEPTED for one in self.helpers)


def coming_dates(seen: Standing, today: date) -> tuple[ComingDate, ...]:
    """The next dates of a need that comes again, those left out among them; else none."""
    if seen.weekly is None or seen.closed:
        return ()
    return tuple(
        ComingDate(
            day,
            day in seen.weekly.without,
            tuple(one for one in seen.helpers if one.on_date == day),
        )
        for day in dates_ahead(seen.weekly.whole(), today)
    )


def shown_first(seen: Standing, today: date) -> tuple[tuple[Helper, ...], tuple[Helper, ...]]:
    """Whom the page of a need speaks about at length, and whose help is over.

    Of what comes again these are the questions that wait for an answer, the next who comes, and
    the latest who came; the others stand with their dates, or are a year of Tuesdays.
    """
    if seen.weekly is None:
        return seen.helpers, ()
    over = [one for one in seen.helpers if one.status is MatchStatus.CONFIRMED]
    ahead = [one for one in seen.coming if one.on_date is not None and one.on_date > today]
    next_day = ahead[0].on_date if ahead else None
    first = tuple(
        one
        for one in seen.helpers
        if one in over[-1:]
        or one.status is MatchStatus.DONE_REPORTED
        or (one in seen.coming and (one not in ahead or one.on_date == next_day))
        or (one in ahead and seen.asks_first and one.agreed_at is None)
    )
    return first, tuple(reversed(over[:-1]))


def leave_out(act: Act, need_id: str, day: date) -> None:
    """Want nobody on one date; who was asked or said yes for it is told, and the others stand."""
    need, weekly = _ahead(act, need_id, day)
    if any(
        one.on_date == day and one.status is not MatchStatus.ACCEPTED
        for one in helpers_of(act.store, need_id)
    ):
        raise Conflict("Somebody says that it is done on that day: please say whether it was.")
    by = withdrawn_by(act)
    withdraw_matches_of_need(act, need_id, by, WithdrawalReason.NO_LONGER_NEEDED, on_date=day)
    # Those that are over need not be known any more.
    kept = frozenset(one for one in weekly.without if one >= act.today)
    _keep(act, need, replace(weekly, without=kept | {day}), "date_left_out")


def take_in_again(act: Act, need_id: str, day: date) -> None:
    """Want somebody after all on a date that was left out."""
    need, weekly = _ahead(act, need_id, day)
    _keep(act, need, replace(weekly, without=weekly.without - {day}), "date_wanted_again")


def _ahead(act: Act, need_id: str, day: date) -> tuple[NeedRow, Weekly]:
    """The need and its rule, where the day is among its next dates."""
    need = held_need(act.store, need_id)
    may_still_change(need)
    weekly = weekly_of(need)
    if weekly is None or day not in dates_ahead(weekly.whole(), act.today):
        raise Conflict("That is none of its next dates. Look at your page again.")
    return need, weekly


def _keep(act: Act, need: NeedRow, weekly: Weekly, verb: str) -> None:
    need.recurrence = weekly.rule()
    need.changed_at = act.now
    act.store.flush()
    fit_units(act, need)
    act.note(verb, "need", need.id, person_id=need.person_id)
