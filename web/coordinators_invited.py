"""The page behind an invitation: a name and a password, once."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from matcher.domain.refusals import Invalid
from matcher.service.accounts.invite import choose_password, invited_by
from matcher.service.accounts.passwords import check_new_password, hashed
from matcher.service.accounts.sign_in import Step, next_step
from web.current import tools
from web.forms import Answered, Question
from web.private_pages import keep_private
from web.secret_field import SecretField
from web.signed_in import come_half_in, come_in, page_wanted

bp = Blueprint("invited", __name__)
keep_private(bp)


class ChoosePassword(Question):
    """Who they are, and the password that they will use."""

    name = StringField(
        lazy_gettext("Your name"),
        [Answered(lazy_gettext("Say your name, as residents may hear it on the telephone."))],
    )
    password = SecretField(
        lazy_gettext("A new password"),
        [Answered(lazy_gettext("Choose a password of 12 letters or more."))],
    )


@bp.route("/i/<secret>", methods=["GET", "POST"])
def choose(secret: str) -> ResponseReturnValue:
    """Choose a password; what comes next is the second step, new or as it was."""
    with tools().looking() as act:
        invited = invited_by(act, secret)
    form = ChoosePassword(data={"name": invited.name})
    if form.validate_on_submit():
        try:
            check_new_password(form.password.data, name=form.name.data, email=invited.email)
        except Invalid as no:
            form.password.errors = [gettext(str(no))]
        else:
            return _chosen(secret, form)
    page = render_template("coordinators/invited.html", form=form, invited=invited)
    return page, 422 if form.errors else 200


@bp.get("/i/<secret>/stop")
def stop(secret: str) -> ResponseReturnValue:
    """Where a letter says how to stop it: there is no list to leave, and the link runs out."""
    return render_template("coordinators/invited_stop.html", secret=secret)


def _chosen(secret: str, form: ChoosePassword) -> ResponseReturnValue:
    password_hash = hashed(form.password.data)
    with tools().acting() as act:
        word = choose_password(act, secret, name=form.name.data, password_hash=password_hash)
        step = next_step(act, word)
    if step is Step.SECOND_STEP:
        come_half_in(word)
        return redirect(url_for("coordinators.second_step"), 303)
    come_in(word)
    return redirect(url_for("account.set_up") if step is Step.SET_UP else page_wanted(), 303)
