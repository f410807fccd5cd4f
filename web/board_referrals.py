"""Handing a need on: to another charity or to somebody outside, and what became of it."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from matcher.domain.referrals import ConsentBy, ReferralReason, SharedPart, WasItUse
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.referrals import (
    accept_referral,
    decline_referral,
    return_referral,
    take_back_referral,
)
from matcher.service.referrals_consent import ask_resident
from matcher.service.referrals_offering import refer
from matcher.service.referrals_outside import note_use, refer_outside
from matcher.service.referrals_pages import (
    DirectoryLine,
    ReferralPage,
    referral_page,
    referrals,
)
from web.coordinators_account import Press
from web.current import tools
from web.forms import OneOf, Question, choice
from web.pressing import press_once
from web.referral_words import CONSENT, WORDS
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_referrals", __name__, url_prefix="/board")
CHARITY, OUTSIDE, ASK_THEM = "charity", "outside", "own_page"


class Refer(Question):
    """To whom, and how the resident said yes."""

    to = OneOf(
        lazy_gettext("To whom"), lazy_gettext("Choose to whom the need is handed on."), choices=[]
    )
    consent = OneOf(
        lazy_gettext("How they said yes"),
        lazy_gettext("Say how the resident agreed. Without their yes nothing is handed on."),
        choices=[
            *(choice(one, words) for one, words in CONSENT.items()),
            choice(
                ASK_THEM,
                lazy_gettext("Not yet: ask them on their own page"),
                lazy_gettext("They are written to, and nothing is handed on before their yes."),
            ),
        ],
    )
    read_out = BooleanField(
        lazy_gettext("I have told them to whom it goes and what is seen there, and they agree.")
    )

    without_notes = BooleanField(
        lazy_gettext("They would rather not pass on what they said a helper should know.")
    )

    def validate_read_out(self, field: Field) -> None:
        if self.consent.data != ASK_THEM and not field.data:
            raise StopValidation(gettext("Without their yes nothing may be handed on."))

    def validate_consent(self, field: Field) -> None:
        if field.data == ASK_THEM and not (self.to.data or "").startswith(f"{CHARITY}:"):
            raise StopValidation(
                gettext("Somebody outside sees nothing: tell the resident, and say how you did.")
            )


@bp.get("/referrals")
@for_staff(Right.REFER)
def show() -> ResponseReturnValue:
    """What waits for an answer on either side, and what was sent outside."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        lines = referrals(act, desk)
    return render_template(
        "board/referrals.html", desk=desk, lines=lines, said=WORDS, press=Press()
    )


@bp.route("/needs/<need_id>/refer", methods=["GET", "POST"])
@for_staff(Right.REFER)
def hand_on(need_id: str) -> ResponseReturnValue:
    """Hand a need of one's own on."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = referral_page(act, desk, need_id)
    form = _form(page)
    if form.validate_on_submit():
        try:
            _handed_on(desk, form, need_id)
        except (Conflict, Invalid) as no:
            form.to.errors = [in_words(no)]
        else:
            flash(gettext("It is written down. You see here what becomes of it."))
            return redirect(url_for("board_referrals.hand_on", need_id=need_id), 303)
    html = render_template(
        "board/refer.html",
        desk=desk,
        page=page,
        form=form,
        said=WORDS,
        now=tools().now(),
        press=Press(formdata=None),
    )
    return html, 422 if form.errors else 200


@bp.post("/referrals/<referral_id>/<deed>")
@for_staff(Right.REFER)
def answer(referral_id: str, deed: str) -> ResponseReturnValue:
    """Take it, do not take it, offer it no longer, give it back."""
    why = request.form.get("reason", "")
    reason = ReferralReason(why) if why in {*ReferralReason} else None
    deeds: dict[str, Callable[[Act, Desk, str], object]] = {
        "accept": accept_referral,
        "decline": partial(decline_referral, reason=reason),
        "take-back": take_back_referral,
        "return": partial(return_referral, reason=reason),
    }
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        need_id = deeds[deed](act, desk, referral_id)
    flash(gettext("That is done."))
    if deed == "accept":
        return redirect(url_for("board_need.show", need_id=need_id), 303)
    return redirect(url_for("board_referrals.show"), 303)


@bp.post("/referrals/<referral_id>/use/<use>")
@for_staff(Right.REFER)
def was_it_use(referral_id: str, use: str) -> ResponseReturnValue:
    """What came of it."""
    if use not in {*WasItUse}:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        note_use(act, desk, referral_id, WasItUse(use))
    flash(gettext("Thank you: it is noted."))
    return redirect(url_for("board_referrals.show"), 303)


def _form(page: ReferralPage) -> Refer:
    form = Refer()
    charities = [choice(f"{CHARITY}:{one.id}", one.name) for one in page.charities]
    outside = [
        choice(f"{OUTSIDE}:{one.id}", one.name, " · ".join(_does_and_dialled(one)))
        for one in page.outside
    ]
    form.to.choices = [*charities, *outside]
    return form


def _does_and_dialled(one: DirectoryLine) -> list[str]:
    """What they do; number and website, each from left to right in every language."""
    dialled = [f"\u2066{part}\u2069" for part in (one.phone, one.website) if part]
    return [f"\u2068{one.does}\u2069", *dialled] if one.does else dialled


def _handed_on(desk: Desk, form: Refer, need_id: str) -> None:
    kind, _, there = form.to.data.partition(":")
    consent = form.consent.data
    left_out = frozenset({SharedPart.NOTES} if form.without_notes.data else ())
    with tools().acting(desk.actor) as act:
        if consent == ASK_THEM:
            do: Callable[[], object] = partial(ask_resident, act, desk, need_id, there)
        else:
            by = ConsentBy(consent)
            do = (
                partial(refer, act, desk, need_id, there, by, left_out)
                if kind == CHARITY
                else partial(refer_outside, act, desk, need_id, there, by)
            )
        press_once(act, "refer", form, do, need_id, form.to.data, consent, *sorted(left_out))
