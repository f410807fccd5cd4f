"""One small answer, made by hand, from which every result is drawn."""

from datetime import date

import pytest

from matcher.domain.eligibility import Blocker
from matcher.domain.params import Params
from matcher.domain.urgency import Urgency
from matcher.service.matching import MatchFact, Matching, UnservedFact, VolunteerValue
from matcher.service.outcome.matched_files import MatchedFiles
from matcher.service.outcome.tally import tally_of
from matcher.service.sheets.reading import Sheet
from matcher.service.sheets.rejected import RejectedRow
from tests.builders import LAMBETH, SOUTHWARK, a_need, an_offer


def a_match(need_id: str = "n1", offer_id: str = "o1", **said: object) -> MatchFact:
    """A match of 850 m inside Lambeth, with nobody else to choose, unless said otherwise."""
    usual: dict[str, object] = {
        "distance_m": 850,
        "cost": 850,
        "need_borough": LAMBETH,
        "offer_borough": LAMBETH,
        "shared_languages": (),
        "remote": False,
        "next_best_offer_id": None,
        "next_best_cost": None,
    }
    return MatchFact(need_id, offer_id, **(usual | said))  # type: ignore[arg-type]


@pytest.fixture
def done(london) -> MatchedFiles:
    """Three units in Lambeth, one of them served; one in Southwark, served by phone."""
    needs = (
        a_need("n1", people_needed=2, urgency=Urgency.URGENT, avoid={"gone"}),
        a_need("=n2", urgency=Urgency.SOON),
        a_need("n3", category="phone_call", borough=SOUTHWARK),
    )
    offers = (an_offer("o1"), an_offer("@o2", categories={"phone_call"}, borough=SOUTHWARK))
    matching = Matching(
        matches=(a_match(), a_match("n3", "@o2", remote=True, distance_m=0, cost=0)),
        unserved=(
            UnservedFact("n1", 1, Blocker.ALL_FULL, None),
            UnservedFact("=n2", 1, Blocker.NONE_WITHIN_RADIUS, 1_200),
        ),
        values=(VolunteerValue(LAMBETH, "groceries", 99_000), VolunteerValue(None, "visit", 5)),
        objective=1_100_850,
        lower_bound=1_100_850,
        gap=0.0,
        seconds={"solve": 0.25},
    )
    rejected = (RejectedRow("needs.csv", 9, "id", "id is empty; every row needs one.", ""),)
    return MatchedFiles(
        needs=Sheet("needs.csv", needs, rejected, ("notes",), ()),
        offers=Sheet("offers.csv", offers, (), (), ("Only the first of 2 sheets was read.",)),
        matching=matching,
        tally=tally_of(needs, offers, matching),
        borough_name=london.borough_names(),
        today=date(2026, 3, 2),
        params=Params(),
    )
