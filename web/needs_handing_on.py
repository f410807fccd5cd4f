"""A resident says whether their need may be handed on: to whom, what is seen there, and back."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.referrals import SharedPart
from matcher.service.needs_standing import at_own_page
from matcher.service.referrals_consent import handing_on, say_consent, take_consent_back
from web.current import tools
from web.forms import Question
from web.needs_names import nobody_translates
from web.needs_page import press
from web.private_pages import keep_private
from web.referral_words import OWN_SHARED

bp = Blueprint("needs_handing_on", __name__, url_prefix="/n/<secret>/another-charity")
keep_private(bp)
# What they can say, with what stays behind.
SAID: dict[str, frozenset[SharedPart]] = {
    "yes": frozenset(),
    "yes-without-notes": frozenset({SharedPart.NOTES}),
    "no": frozenset(),
}


@bp.get("")
def show(secret: str) -> ResponseReturnValue:
    """What is asked, or how that stands to which they said yes."""
    with tools().looking() as act:
        _own, seen = at_own_page(act, secret)
        now = handing_on(act, seen.need_id)
    if now is None:
        return redirect(url_for("needs_page.show", secret=secret), 303)
    return render_template(
        "needs/handing_on.html",
        secret=secret,
        now=now,
        stay=[words for part, words in OWN_SHARED.items() if part not in now.shared],
        shared=[words for part, words in OWN_SHARED.items() if part in now.shared],
        nobody_translates=nobody_translates,
        back=url_for("needs_page.show", secret=secret),
        form=Question(),
    )


@bp.post("/<question_id>/<said>")
def answer(secret: str, question_id: str, said: str) -> ResponseReturnValue:
    """Yes, yes but without the notes, or no."""
    form = Question()
    if said not in SAID or not form.validate_on_submit():
        return redirect(url_for("needs_handing_on.show", secret=secret), 303)
    return press(
        secret,
        "may-not" if said == "no" else "may-go",
        form.key.data,
        lambda act, seen: say_consent(
            act, seen.need_id, question_id, yes=said != "no", left_out=SAID[said]
        ),
        question=question_id,
        said=said,
    )


@bp.post("/take-back")
def take_back(secret: str) -> ResponseReturnValue:
    """The way back."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_handing_on.show", secret=secret), 303)
    return press(
        secret, "took-back", form.key.data, lambda act, seen: take_consent_back(act, seen.need_id)
    )
