"""Becoming a volunteer: what it is, who you are, the code, and the way back."""

from datetime import date
from typing import cast

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.exceptions import TooManyRequests

from matcher.domain.contact import Contact
from matcher.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from matcher.service.askers import may_register
from matcher.service.contacts import Details
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.typed_contact import typed_contact
from matcher.service.volunteers import (
    Joined,
    ask_for_proof,
    open_own_page,
    prove_by_code,
    prove_contact,
    send_way_back,
    sign_up,
    volunteer_of_proof,
)
from web.current import tools
from web.private_pages import keep_private
from web.refusals import in_words
from web.volunteers_forms import Join, Pressed, Reach, TypedCode

bp = Blueprint("volunteers", __name__)
# The links in letters: what is behind them is private, and so is who follows them.
proof = Blueprint("proof", __name__)
keep_private(proof)

# Who has just signed up in this browser, so that the page of the code knows whose it is. It is
# an id and opens nothing; only the code does.
WHO = "signing-up"


@bp.get("/volunteer")
def start() -> str:
    """What it is to volunteer, before anything is asked."""
    return render_template("volunteers/start.html")


@bp.route("/volunteer/join", methods=["GET", "POST"])
def join() -> ResponseReturnValue:
    """Name, birthday, and where to write to."""
    form = Join()
    if form.validate_on_submit():
        try:
            session[WHO] = _signed_up(form)
            return redirect(url_for("volunteers.code"), 303)
        except (Invalid, NotAllowed) as no:
            _say(form, no)
    return render_template("volunteers/join.html", form=form), 422 if form.errors else 200


@bp.route("/volunteer/code", methods=["GET", "POST"])
def code() -> ResponseReturnValue:
    """The code that came by text or e-mail."""
    volunteer_id = session.get(WHO)
    if volunteer_id is None:
        return redirect(url_for("volunteers.back"), 303)
    form = TypedCode()
    if form.validate_on_submit():
        try:
            with tools().acting(f"volunteer:{volunteer_id}") as act:
                secret = (
                    open_own_page(act, volunteer_id)
                    if prove_by_code(act, volunteer_id, form.code.data)
                    else None
                )
            if secret is not None:
                session.pop(WHO)
                return redirect(url_for("own.show", secret=secret), 303)
            form.code.errors = [gettext("That is not the code. Look at the newest message.")]
        except (NotFound, NotAllowed) as no:
            form.code.errors = [in_words(no)]
    sent_again = "again" in request.args and not form.errors
    page = render_template("volunteers/code.html", form=form, sent_again=sent_again)
    return page, 422 if form.errors else 200


@bp.post("/volunteer/code/again")
def again() -> ResponseReturnValue:
    """Send another code."""
    volunteer_id = session.get(WHO)
    if volunteer_id is None:
        return redirect(url_for("volunteers.back"), 303)
    with tools().acting() as act:
        ask_for_proof(act, volunteer_id)
    return redirect(url_for("volunteers.code", again="1"), 303)


@bp.route("/volunteer/back", methods=["GET", "POST"])
def back() -> ResponseReturnValue:
    """Back to one's own page, for whoever lost the link; the same answer for everybody."""
    form = Reach()
    if form.validate_on_submit():
        try:
            contact = _contact_of(form.reach.data)
            with tools().acting() as act:

                def do() -> Ids:
                    send_way_back(act, contact)
                    return {}

                once_pressed(act, "way-back", form.key.data, {}, do)
            return render_template("volunteers/back_sent.html")
        except Invalid as no:
            form.reach.errors = [in_words(no)]
    return render_template("volunteers/back.html", form=form), 422 if form.errors else 200


@proof.route("/s/<secret>", methods=["GET", "POST"])
def prove(secret: str) -> ResponseReturnValue:
    """The link of the message. To open it proves nothing: programs open links too."""
    form = Pressed()
    with tools().looking() as act:
        volunteer_id = volunteer_of_proof(act, secret)
    if form.validate_on_submit():
        with tools().acting(f"volunteer:{volunteer_id}") as act:
            prove_contact(act, volunteer_id)
            own = open_own_page(act, volunteer_id)
        session.pop(WHO, None)
        return redirect(url_for("own.show", secret=own), 303)
    return render_template("volunteers/prove.html", form=form), 422 if form.errors else 200


def _signed_up(form: Join) -> str:
    """Keep a volunteer, once however often the button is pressed; their id."""
    contact = typed_contact(form.phone.data, form.email.data, translate=gettext)
    if contact.phone is not None and contact.email is None and not _gets_texts(contact):
        raise Invalid(
            gettext("Texts do not reach that number. Give a mobile number, or an e-mail too."),
            "phone",
        )
    locale = get_locale()
    joined = Joined(
        Details(form.name.data.strip(), contact),
        cast(date, form.born_on.data),
        language=locale.language if locale else "en",
    )
    # Neither name nor number goes into what is kept of the key, even hashed.
    with tools().acting() as act:

        def do() -> Ids:
            allowance = may_register(act, request.remote_addr or "")
            if not allowance:
                wait = allowance.again_at - act.now
                raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))
            return {"volunteer": sign_up(act, joined)}

        return str(once_pressed(act, "join", form.key.data, {}, do)["volunteer"])


def _gets_texts(contact: Contact) -> bool:
    return any(way.value == "text" for way in contact.ways())


def _contact_of(typed: str) -> Contact:
    """What somebody typed, as a number or as a mailbox."""
    if "@" in typed:
        return typed_contact("", typed, translate=gettext)
    return typed_contact(typed, "", translate=gettext)


def _say(form: Join, no: Refusal) -> None:
    """Put a refusal beside the field that it is about."""
    field = {"name": form.name, "phone": form.phone, "email": form.email}.get(
        getattr(no, "field", None) or "", form.born_on
    )
    field.errors = [in_words(no)]
