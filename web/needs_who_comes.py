"""Whoever said yes, on a page of their own: how to reach them, and somebody else please."""

from flask import Blueprint, render_template

from matcher.domain.life_cycles import MatchStatus
from matcher.service.matches_details import details_for_resident
from matcher.service.needs_standing import at_own_page
from web.current import tools
from web.forms import Question
from web.private_pages import keep_private

bp = Blueprint("needs_who_comes", __name__, url_prefix="/n/<secret>/helpers")
keep_private(bp)


@bp.get("/<match_id>")
def show(secret: str, match_id: str) -> str:
    """Their name and number. Each look is noted for them to read, so it is an act."""
    with tools().acting() as act:
        own, seen = at_own_page(act, secret)
        one = seen.helper(match_id)
        details = details_for_resident(own, match_id)
    return render_template(
        "needs/who_comes.html",
        secret=secret,
        one=one,
        details=details,
        waits=seen.asks_first and one.agreed_at is None,
        comes=one.status is MatchStatus.ACCEPTED,
        form=Question(),
    )
