"""Volunteers whom a charity's own programs bring along."""

from matcher.domain.refusals import Conflict
from matcher.service.acting import Act
from matcher.service.offers import OfferWords, make_offer
from matcher.service.tokens import Holder
from matcher.service.volunteers import Joined, sign_up
from matcher.storage.tables import VolunteerRow

NOT_YOURS_YET = (
    "We cannot add this volunteer for you: please ask them to sign up on our pages themselves."
)


def bring_volunteer(act: Act, holder: Holder, joined: Joined, words: OfferWords) -> str:
    """Sign a volunteer of the charity up and keep their offer; return the offer's id.

    They are written to, and prove that they can be reached, before anybody is asked. Somebody who
    helps already and is not the charity's own stays so: `Conflict`, and nothing is kept or sent.
    """
    volunteer_id = sign_up(act, joined, charity_id=holder.charity_id)
    volunteer = act.store.get_one(VolunteerRow, volunteer_id)
    if volunteer.charity_id != holder.charity_id:
        raise Conflict(NOT_YOURS_YET)
    return make_offer(act, volunteer_id, words, charity_id=holder.charity_id)
