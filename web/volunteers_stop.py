"""Fewer messages, a break, or the end: where every letter to a volunteer leads below its link."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.life_cycles import OfferStatus
from matcher.service.acting import Act
from matcher.service.erasure import erase_person
from matcher.service.matches_page import match_behind, volunteer_of_match
from matcher.service.offers import end_offer, pause_offer
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.volunteers_limits import fewer_messages
from matcher.service.volunteers_page import own_offer
from web.current import tools
from web.private_pages import keep_private
from web.volunteers_forms import Stop
from web.volunteers_own import volunteer_behind

bp = Blueprint("volunteers_stop", __name__)
keep_private(bp)


@bp.route("/v/<secret>/stop", methods=["GET", "POST"])
def from_own_page(secret: str) -> ResponseReturnValue:
    # Whoever has stopped is not asked at once how they would like to help.
    return _stop(volunteer_behind(secret), url_for("own.show", secret=secret, later=1))


@bp.route("/p/<secret>/stop", methods=["GET", "POST"])
def from_letter(secret: str) -> ResponseReturnValue:
    with tools().looking() as act:
        volunteer_id = volunteer_of_match(act, match_behind(act, secret))
    return _stop(volunteer_id, url_for("proposals.show", secret=secret))


def _stop(volunteer_id: str, back: str) -> ResponseReturnValue:
    form = Stop()
    if form.validate_on_submit():
        how = form.how.data
        with tools().acting(f"volunteer:{volunteer_id}") as act:

            def do() -> Ids:
                _do(act, volunteer_id, how)
                return {}

            once_pressed(act, f"stop:{volunteer_id}", form.key.data, {"how": how}, do)
        return render_template("own/stopped.html", how=how, back=back)
    page = render_template("own/stop.html", form=form, back=back)
    return page, 422 if form.errors else 200


def _do(act: Act, volunteer_id: str, how: str) -> None:
    offer = own_offer(act, volunteer_id)
    if how in {"fewer", "none"}:
        fewer_messages(act, volunteer_id, 1 if how == "fewer" else 0)
    elif how == "erase":
        erase_person(act, volunteer_id)
    elif offer is not None and how == "end":
        end_offer(act, offer.id)
    elif offer is not None and offer.status is OfferStatus.ACTIVE:
        pause_offer(act, offer.id)
