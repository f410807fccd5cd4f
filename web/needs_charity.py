"""The charity that a resident would like to ask, on its way through the journey."""

from dataclasses import dataclass

from matcher.domain.charities import CharityStanding
from matcher.domain.places import Unsure
from matcher.service.acting import Act
from matcher.service.charities_public import (
    CharityLine,
    Hearing,
    charity_called,
    hearing,
    others_like,
    others_who_hear,
)
from matcher.service.needs_asked import AskedNeed
from web.current import tools
from web.journey import Answers
from web.needs_answers import place_from

CHARITY = "charity"


@dataclass(frozen=True, slots=True)
class Heard:
    """Whom somebody asks, whether they take it, and who else would.

    `finds_out` where it drew a part of the borough, and of the place no more than that is known.
    """

    charity: CharityLine
    hearing: Hearing
    others: tuple[CharityLine, ...] = ()
    finds_out: bool = False


def with_charity(answers: Answers, slug: str | None) -> Answers:
    """The answers with another charity to ask; an empty word is none, None changes nothing."""
    if slug is None:
        return answers
    others = {name: said for name, said in answers.items() if name != CHARITY}
    return others | ({CHARITY: slug} if slug else {})


def charity_asked(answers: Answers) -> Heard | None:
    """Whom they would like to ask, as far as one can know before anything else is said."""
    with tools().looking() as act:
        charity = charity_called(act, str(answers.get(CHARITY, "")))
        if charity is None or charity.standing is not CharityStanding.VERIFIED:
            return None
        if not charity.is_full_on(act.today):
            return Heard(charity, Hearing.YES)
        return Heard(charity, Hearing.FULL, tuple(others_like(act, charity)))


def how_it_is_heard(answers: Answers) -> Heard | None:
    """Whether the charity takes what was answered; None where none was chosen."""
    with tools().looking() as act:
        charity = charity_called(act, str(answers.get(CHARITY, "")))
        if charity is None:
            return None
        place = place_from(answers, tools().gazetteer)
        asked = place.borough, place.spot, answers["kind"]
        heard = hearing(act, charity, *asked)
        if heard is Hearing.YES:
            unsure = isinstance(place.spot, Unsure) and charity.drawn is not None
            return Heard(charity, heard, finds_out=unsure)
        return Heard(charity, heard, tuple(others_who_hear(act, charity, *asked)))


def charity_that_takes_it(act: Act, answers: Answers, asked: AskedNeed) -> str | None:
    """The id of the charity that gets the need; None for the shared list of the borough.

    It is looked at once more at the last button: somebody may have become full meanwhile.
    """
    charity = charity_called(act, str(answers.get(CHARITY, "")))
    if charity is None:
        return None
    where = asked.place
    heard = hearing(act, charity, where.borough, where.spot, asked.category)
    return charity.id if heard is Hearing.YES else None
