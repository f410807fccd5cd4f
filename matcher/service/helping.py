"""One volunteer helps many charities: with one profile, which those see whom they chose.

How much somebody did, and when they rest, is counted over all charities: there is one offer, and
matches and shifts are the volunteer's, whoever holds the need.
"""

from dataclasses import dataclass

from matcher.domain.charities import CharityStanding
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.charities import NO_SUCH_CHARITY
from matcher.storage.reading.charities import CharityLine, charities_in, charity_with
from matcher.storage.reading.helping import HelpedLine, boroughs_offered, helped_by
from matcher.storage.tables import HelpingRow
from matcher.storage.writing.one_row import put_row

__all__ = ["HelpedLine", "OwnCharities", "help_charity", "own_charities", "stop_helping"]


@dataclass(frozen=True, slots=True)
class OwnCharities:
    """Whom a volunteer helps, and whom they could help near their home."""

    helped: tuple[HelpedLine, ...]
    others: tuple[CharityLine, ...]


def own_charities(act: Act, volunteer_id: str) -> OwnCharities:
    """Both, by name."""
    helped = helped_by(act.store, volunteer_id)
    known = {one.charity_id for one in helped}
    near: dict[str, CharityLine] = {}
    for borough in boroughs_offered(act.store, volunteer_id):
        near |= {one.id: one for one in charities_in(act.store, borough) if one.id not in known}
    others = sorted(near.values(), key=lambda one: one.name.lower())
    return OwnCharities(tuple(helped), tuple(others))


def help_charity(act: Act, volunteer_id: str, charity_id: str, *, drives: bool = False) -> None:
    """Let a charity see who one is; twice is once, and what is said later of driving counts."""
    charity = charity_with(act.store, id=charity_id)
    if charity is None or charity.standing is not CharityStanding.VERIFIED:
        raise NotFound(NO_SUCH_CHARITY)
    known = act.store.get(HelpingRow, (volunteer_id, charity_id))
    said = {
        "volunteer_id": volunteer_id,
        "charity_id": charity_id,
        "drives": drives,
        "since": known.since if known else act.now,
    }
    put_row(act.store, HelpingRow, said)
    act.note("helps", "charity", charity_id, person_id=volunteer_id, drives=drives)


def stop_helping(act: Act, volunteer_id: str, charity_id: str) -> None:
    """They see it no longer; what was promised stays promised. Twice is once."""
    theirs = act.store.query(HelpingRow).filter_by(volunteer_id=volunteer_id, charity_id=charity_id)
    if theirs.delete():
        act.note("helps_no_more", "charity", charity_id, person_id=volunteer_id)
