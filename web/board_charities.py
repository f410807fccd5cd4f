"""One's own charities: what they say, when they are full, who works there; and newcomers."""

from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right, Role
from matcher.service.charities import newcomers, refuse, verify, vouch
from matcher.service.charities_own import (
    change_words,
    charities_at,
    end_pause,
    invite_to,
    own_charity,
    pause_intake,
    take_out,
)
from matcher.service.drivers_invited import NO_DRIVERS, drivers_at
from matcher.service.typed_contact import typed_contact
from web.board_words import borough_name
from web.charities_forms import CharityForm, InviteTo, PauseForm
from web.coordinators_account import Press
from web.current import tools
from web.forms import Question, choice
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_charities", __name__, url_prefix="/board/charities")


@bp.get("")
@for_staff(Right.SEE_CHARITIES)
def show() -> ResponseReturnValue:
    """The charities that one works for, and those near them that wait to be let in."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        own = charities_at(act, desk)
        waiting = newcomers(act, desk) if desk.may(Right.VOUCH) else []
        today = act.today
    return render_template(
        "charities/own_list.html", desk=desk, own=own, waiting=waiting, today=today, press=Press()
    )


@bp.get("/<charity_id>")
@for_staff(Right.SEE_CHARITIES)
def show_one(charity_id: str) -> ResponseReturnValue:
    """A charity of one's own."""
    return _page(charity_id)


@bp.route("/<charity_id>/change", methods=["GET", "POST"])
@for_staff(Right.STEER_CHARITIES)
def change(charity_id: str) -> ResponseReturnValue:
    """Say something else of it."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        charity = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity
    form = CharityForm(data=CharityForm.of(charity))
    if form.validate_on_submit():
        form.boroughs.data = list(charity.boroughs)
        try:
            words = form.words()
            with tools().acting(desk.actor) as act:
                do = partial(change_words, act, desk, charity_id, words)
                said = (charity_id, repr(words), words.phone, words.email)
                press_once(act, "charity-change", form, do, *said)
        except (Conflict, Invalid) as no:
            _beside(form, no, "name")
        else:
            flash(gettext("It is changed."))
            return _back(charity_id)
    page = render_template("charities/change.html", desk=desk, form=form, charity=charity)
    return page, 422 if form.errors else 200


@bp.post("/<charity_id>/pause")
@for_staff(Right.STEER_CHARITIES)
def pause(charity_id: str) -> ResponseReturnValue:
    """Full until a day."""
    desk, form = signed_in(), PauseForm()
    if form.validate_on_submit():
        assert form.until.data is not None
        why, until = form.why.data or "", form.until.data
        try:
            with tools().acting(desk.actor) as act:
                do = partial(pause_intake, act, desk, charity_id, why, until)
                press_once(act, "charity-pause", form, do, charity_id, why, str(until))
        except Invalid as no:
            _beside(form, no, "why")
        else:
            flash(gettext("Residents read now that you are full, why, and whom else to ask."))
            return _back(charity_id)
    return _page(charity_id, pause_form=form)


@bp.post("/<charity_id>/open")
@for_staff(Right.STEER_CHARITIES)
def take_up(charity_id: str) -> ResponseReturnValue:
    """Take new needs again."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        end_pause(act, desk, charity_id)
    flash(gettext("You take new needs again."))
    return _back(charity_id)


@bp.post("/<charity_id>/people")
@for_staff(Right.STEER_CHARITIES)
def ask_in(charity_id: str) -> ResponseReturnValue:
    """Invite somebody to it."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        charity = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity
    form = _invite_form(charity.boroughs)
    if form.validate_on_submit():
        try:
            contact = typed_contact("", form.colleague.data)
            assert contact.email is not None
            email, role = contact.email.address, Role(form.role.data)
            where = frozenset(form.where.data)
            with tools().acting(desk.actor) as act:
                do = partial(invite_to, act, desk, charity_id, email, role, where)
                press_once(act, "charity-invite", form, do, charity_id, email, role, *sorted(where))
        except Invalid as no:
            _beside(form, no, "colleague")
        else:
            flash(gettext("They are invited. Whoever has an account already sees it there."))
            return _back(charity_id)
    return _page(charity_id, invite_form=form)


@bp.post("/<charity_id>/people/<account_id>/take-out")
@for_staff(Right.STEER_CHARITIES)
def leave(charity_id: str, account_id: str) -> ResponseReturnValue:
    """Somebody works here no longer."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        take_out(act, desk, charity_id, account_id)
    flash(gettext("They see nothing of this charity any more."))
    return _back(charity_id)


@bp.post("/<charity_id>/vouch")
@for_staff(Right.VOUCH)
def put_name_to(charity_id: str) -> ResponseReturnValue:
    """Vouch for a newcomer in the name of one's charity."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        let_in = vouch(act, desk, charity_id, request.form.get("by", ""))
    flash(
        gettext("You vouch for them, and so does another: they are verified now.")
        if let_in
        else gettext("You vouch for them. It takes one more neighbour, or an administrator.")
    )
    return redirect(url_for("board_charities.show"), 303)


@bp.post("/<charity_id>/settle/<deed>")
@for_staff(Right.SETTLE_CHARITIES)
def settle(charity_id: str, deed: str) -> ResponseReturnValue:
    """Let a newcomer in, or not: an administrator's word."""
    deeds = {"verify": verify, "refuse": refuse}
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        deeds[deed](act, desk, charity_id)
    flash(gettext("That is done."))
    return redirect(url_for("board_charities.show"), 303)


def _page(
    charity_id: str, *, pause_form: PauseForm | None = None, invite_form: InviteTo | None = None
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        own = own_charity(act, desk, charity_id)
        steers = desk.may_at(Right.STEER_CHARITIES, charity_id)
        drivers = drivers_at(act, desk, charity_id) if steers else NO_DRIVERS
        today, now = act.today, act.now
    html = render_template(
        "charities/own.html",
        desk=desk,
        own=own,
        charity=own.charity,
        today=today,
        now=now,
        drivers=drivers,
        pause_form=pause_form or PauseForm(formdata=None),
        invite_form=invite_form or _invite_form(own.charity.boroughs, formdata=None),
        press=Press(formdata=None),
    )
    mistakes = any(form is not None and form.errors for form in (pause_form, invite_form))
    return html, 422 if mistakes else 200


def _invite_form(boroughs: tuple[str, ...], **said: object) -> InviteTo:
    form = InviteTo(**said)
    form.where.choices = [choice(one, borough_name(one)) for one in boroughs]
    if "formdata" in said:
        form.where.data = list(boroughs)
    return form


def _beside(form: Question, no: Conflict | Invalid, first: str) -> None:
    named = getattr(no, "field", None)
    form[named if named in form._fields else first].errors = [in_words(no)]


def _back(charity_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_charities.show_one", charity_id=charity_id), 303)
