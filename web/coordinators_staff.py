"""The staff, for administrators: who is there, inviting somebody, ending an account."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right, Role
from matcher.service.accounts.invite import AskedStaff, invite
from matcher.service.accounts.staff import (
    all_staff,
    charities_of,
    charity_named,
    end_account,
    forget_second_step,
    invite_again,
    take_up_account,
)
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.typed_contact import typed_contact
from web.board_words import ROLES, borough_choices
from web.current import tools
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("staff", __name__)

DEEDS: dict[str, Callable[[Act, Desk, str], None]] = {
    "end": end_account,
    "take-up": take_up_account,
    "forget-second-step": forget_second_step,
    "invite-again": invite_again,
}


class Invite(Question):
    """Whom to invite, as what, and what they are to see."""

    email = StringField(
        lazy_gettext("Their e-mail address"),
        [Answered(lazy_gettext("Give their e-mail address."))],
    )
    role = OneOf(
        lazy_gettext("What they will do"),
        lazy_gettext("Choose what they will do."),
        choices=[choice(role, words, hint) for role, (words, hint) in ROLES.items()],
    )
    charity = SelectField(lazy_gettext("For which charity"), validate_choice=False)
    new_charity = StringField(lazy_gettext("Or a charity that is new here"))
    boroughs = AnyOf(lazy_gettext("In which boroughs"), None, choices=[])


@bp.get("/staff")
@for_staff(Right.MANAGE_STAFF)
def show() -> ResponseReturnValue:
    """Every account."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        lines = all_staff(act, desk)
    return render_template("coordinators/staff.html", desk=desk, lines=lines)


@bp.route("/staff/invite", methods=["GET", "POST"])
@for_staff(Right.MANAGE_STAFF)
def ask_in() -> ResponseReturnValue:
    """Invite somebody; the link goes to them by e-mail."""
    desk = signed_in()
    form = Invite()
    with tools().looking(desk.actor) as act:
        form.charity.choices = [choice("", "–")] + [
            choice(id, name) for id, name in charities_of(act, desk, Right.MANAGE_STAFF)
        ]
    form.boroughs.choices = borough_choices()
    if form.validate_on_submit():
        try:
            _invite(desk, form)
        except Invalid as no:
            field = form[no.field if no.field in ("boroughs", "charity") else "email"]
            field.errors = [in_words(no)]
        except Conflict as no:
            form.email.errors = [in_words(no)]
        else:
            flash(gettext("The invitation is on its way."))
            return redirect(url_for("staff.show"), 303)
    page = render_template("coordinators/invite.html", desk=desk, form=form)
    return page, 422 if form.errors else 200


@bp.post("/staff/<account_id>/<deed>")
@for_staff(Right.MANAGE_STAFF)
def change(account_id: str, deed: str) -> ResponseReturnValue:
    """End an account, take it up again, send a new link, or let the second step be set up anew."""
    desk = signed_in()
    if deed not in DEEDS:
        return redirect(url_for("staff.show"), 303)
    with tools().acting(desk.actor) as act:
        DEEDS[deed](act, desk, account_id)
    flash(gettext("That is done."))
    return redirect(url_for("staff.show"), 303)


def _invite(desk: Desk, form: Invite) -> None:
    contact = typed_contact("", form.email.data)
    assert contact.email is not None
    with tools().acting(desk.actor) as act:
        charity_id = form.charity.data
        if form.new_charity.data:
            charity_id = charity_named(act, form.new_charity.data, form.boroughs.data)
        scope = frozenset((charity_id, one) for one in form.boroughs.data if charity_id)
        asked = AskedStaff(contact.email.address, Role(form.role.data), scope)
        invite(act, asked, by=desk)
