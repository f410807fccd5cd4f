"""A charity's drivers: who they are by six letters, whom it has invited, and inviting one."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.service.charities_own import own_charity
from matcher.service.drivers_invited import drivers_at, invite_driver, take_invitation_back
from matcher.service.typed_contact import typed_contact
from web.coordinators_account import Press
from web.current import tools
from web.forms import Question
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_drivers", __name__, url_prefix="/board/charities/<charity_id>/drivers")


class InviteDriver(Question):
    """Where to write to."""

    phone = StringField(lazy_gettext("Their mobile number"))
    email = StringField(lazy_gettext("Or their e-mail address"))


@bp.get("")
@for_staff(Right.STEER_CHARITIES)
def show(charity_id: str) -> ResponseReturnValue:
    """Who drives, and who was asked."""
    return _page(charity_id, InviteDriver(formdata=None))


@bp.post("")
@for_staff(Right.STEER_CHARITIES)
def ask(charity_id: str) -> ResponseReturnValue:
    """Invite one more."""
    desk, form = signed_in(), InviteDriver()
    if form.validate_on_submit():
        try:
            contact = typed_contact(form.phone.data or "", form.email.data or "", translate=gettext)
            with tools().acting(desk.actor) as act:
                do = partial(invite_driver, act, desk, charity_id, contact)
                # Neither number nor mailbox goes into what is kept of the key, even hashed.
                press_once(act, "drive", form, do, charity_id)
        except (Conflict, Invalid) as no:
            named = getattr(no, "field", None)
            form[named if named in ("phone", "email") else "phone"].errors = [in_words(no)]
        else:
            flash(gettext("The invitation is on its way. You see here what they answer."))
            return redirect(url_for("board_drivers.show", charity_id=charity_id), 303)
    return _page(charity_id, form)


@bp.post("/<invitation_id>/take-back")
@for_staff(Right.STEER_CHARITIES)
def take_back(charity_id: str, invitation_id: str) -> ResponseReturnValue:
    """Ask them no longer."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        take_invitation_back(act, desk, charity_id, invitation_id)
    flash(gettext("The invitation is taken back: its link opens nothing any more."))
    return redirect(url_for("board_drivers.show", charity_id=charity_id), 303)


def _page(charity_id: str, form: InviteDriver) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        charity = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity
        drivers = drivers_at(act, desk, charity_id)
        now = act.now
    html = render_template(
        "charities/drivers.html",
        desk=desk,
        charity=charity,
        drivers=drivers,
        form=form,
        now=now,
        press=Press(formdata=None),
    )
    return html, 422 if form.errors else 200
