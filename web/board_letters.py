"""Where letters to a charity's staff lead: a short address, then on to the page it is about.

The id of a charity opens nothing: the pages are for whoever is signed in and may see them.
"""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.roles import Right
from matcher.service.charities_letters import ASKED_FOR, HANDED_ON, JOINED, NEWS, SETTLED
from web.signed_in import for_staff

bp = Blueprint("board_letters", __name__)


@bp.get(f"/{HANDED_ON}/<charity_id>", defaults={"word": HANDED_ON})
@bp.get(f"/{ASKED_FOR}/<charity_id>", defaults={"word": ASKED_FOR})
@bp.get(f"/{NEWS}/<charity_id>", defaults={"word": NEWS})
@bp.get(f"/{JOINED}/<charity_id>", defaults={"word": JOINED})
@bp.get(f"/{SETTLED}/<charity_id>", defaults={"word": SETTLED})
@for_staff(Right.SEE_CHARITIES)
def lead(word: str, charity_id: str) -> ResponseReturnValue:
    """On to what the letter told of."""
    if word == JOINED:
        return redirect(url_for("board_charities.show_one", charity_id=charity_id), 303)
    pages = {
        HANDED_ON: "board_referrals.show",
        ASKED_FOR: "board_shared.show",
        SETTLED: "board_charities.show",
    }
    return redirect(url_for(pages.get(word, "board.show")), 303)
