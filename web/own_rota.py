"""The rota on a volunteer's own pages, by their private link: next, open, leaving."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.refusals import Conflict, Invalid, NotAllowed
from matcher.domain.rota import LeaveReason, SignUpState, is_late
from matcher.service.acting import Act
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.rota.leaving import leave, offer_place, take_over
from matcher.service.rota.own import own_rota, sign_up_to_leave
from matcher.service.rota.signing import (
    agree_to_names,
    be_regular,
    sign_up,
    stand_by,
    stop_being_regular,
)
from matcher.service.volunteers import volunteer_of_page
from web.current import tools
from web.private_pages import keep_private
from web.rota_forms import WhyLeave
from web.volunteers_forms import Pressed
from web.volunteers_own import volunteer_behind

bp = Blueprint("own_rota", __name__)
keep_private(bp)

# What each button does: the verb, and what the page says afterwards.
_DEEDS: dict[str, tuple[Callable[[Act, str, str], object], str]] = {
    "sign-up": (sign_up, "signed"),
    "take-over": (take_over, "signed"),
    "offer": (offer_place, "offered"),
    "keep": (lambda act, who, id: offer_place(act, who, id, offered=False), "kept"),
    "regular": (be_regular, "regular"),
    "regular-no-more": (stop_being_regular, "changed"),
    "ask-me": (lambda act, who, id: stand_by(act, who, id, wanted=True), "asked"),
    "ask-me-not": (lambda act, who, id: stand_by(act, who, id, wanted=False), "changed"),
    "show-name": (lambda act, who, _id: agree_to_names(act, who, agreed=True), "changed"),
    "hide-name": (lambda act, who, _id: agree_to_names(act, who, agreed=False), "changed"),
}


@bp.get("/r/<secret>")
def from_letter(secret: str) -> ResponseReturnValue:
    """Where letters about shifts lead: the same secret opens a volunteer's own pages."""
    volunteer_behind(secret)
    return redirect(url_for("own_rota.show", secret=secret), 303)


@bp.get("/r/<secret>/stop")
def stop_from_letter(secret: str) -> ResponseReturnValue:
    """Fewer of these messages, or none."""
    volunteer_behind(secret)
    return redirect(url_for("volunteers_stop.from_own_page", secret=secret), 303)


@bp.get("/v/<secret>/shifts")
def show(secret: str) -> ResponseReturnValue:
    """What somebody promised, and what is open near them."""
    return _page(secret)


@bp.post("/v/<secret>/shifts/<deed>/<about_id>")
def do_it(secret: str, deed: str, about_id: str) -> ResponseReturnValue:
    """One button. Of two who want one place the second is told so, on the page as it stands."""
    if deed not in _DEEDS:
        abort(404)
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    verb, said = _DEEDS[deed]
    if form.validate_on_submit():
        try:
            with tools().acting(f"volunteer:{volunteer_id}") as act:

                def do() -> Ids:
                    verb(act, volunteer_id, about_id)
                    return {}

                # All buttons of a page carry one key, so each counts its presses for itself.
                button = f"shifts:{volunteer_id}:{deed}:{about_id}"[:90]
                once_pressed(act, button, form.key.data, {}, do)
        except (Conflict, NotAllowed) as no:
            return _page(secret, refused=str(no)), 409
    return redirect(url_for("own_rota.show", secret=secret, said=said), 303)


@bp.route("/v/<secret>/shifts/leave/<sign_up_id>", methods=["GET", "POST"])
def give_back(secret: str, sign_up_id: str) -> ResponseReturnValue:
    """Before a place is given back: late, it is asked why."""
    volunteer_id = volunteer_behind(secret)
    with tools().looking() as act:
        row, shift = sign_up_to_leave(act, volunteer_id, sign_up_id)
        late = is_late(shift.begins, shift.late_hours, act.now)
        over = row.state is not SignUpState.COMING or shift.begins <= act.now
    if over:
        return redirect(url_for("own_rota.show", secret=secret), 303)
    form = WhyLeave() if late else Pressed()
    if form.validate_on_submit():
        reason = LeaveReason(form.reason.data) if late else None
        try:
            with tools().acting(f"volunteer:{volunteer_id}") as act:

                def do() -> Ids:
                    leave(act, volunteer_id, sign_up_id, reason)
                    return {}

                what = {"sign_up": sign_up_id, "reason": reason}
                once_pressed(act, f"leave-shift:{volunteer_id}", form.key.data, what, do)
            return redirect(url_for("own_rota.show", secret=secret, said="left"), 303)
        except Invalid:
            # It became late while the page was open: then it asks why.
            form, late = WhyLeave(formdata=None), True
    page = render_template(
        "own/shift_leave.html", secret=secret, form=form, shift=shift, late=late, row=row
    )
    return page, 422 if form.errors else 200


def _page(secret: str, *, refused: str = "") -> str:
    with tools().looking() as act:
        rota = own_rota(act, volunteer_of_page(act, secret))
    return render_template(
        "own/shifts.html",
        secret=secret,
        rota=rota,
        form=Pressed(formdata=None),
        said=request.args.get("said", ""),
        refused=refused,
    )
