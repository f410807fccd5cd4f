"""Changing one's number or mailbox, and proving the new one: residents' pages and volunteers'.

Until it is proven, the old one stays in use; the pages say so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from matcher.domain.contact import ContactPart, ContactWay
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.needs_standing import at_own_page
from matcher.service.new_contacts import (
    NewContact,
    change_contact,
    leave_contact,
    new_contact,
    new_contact_behind,
    prove_new_by_code,
    prove_new_contact,
    send_proofs_again,
)
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.post import private_page
from matcher.service.typed_contact import as_typed, typed_contact
from matcher.service.volunteers import open_own_page, volunteer_of_page
from matcher.service.volunteers_page import own_details
from web.current import tools
from web.forms import Answered, Question
from web.private_pages import keep_private
from web.refusals import in_words
from web.volunteers_forms import Pressed

bp = Blueprint("reach", __name__)
keep_private(bp)


class Code(Question):
    """The code that was sent to a new number or mailbox."""

    code = StringField(
        lazy_gettext("Type in your code"),
        [Answered(lazy_gettext("Type in the six digits that we sent you."))],
    )


class Reach(Question):
    """How a volunteer is reached."""

    phone = StringField(lazy_gettext("Your mobile number"))
    email = StringField(lazy_gettext("Your e-mail"))

    def validate_phone(self, field: Field) -> None:
        if not (field.data or "").strip() and not (self.email.data or "").strip():
            raise StopValidation(lazy_gettext("Give a mobile number or an e-mail address."))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose page it is, as whom they act, and where their own page is."""

    person_id: str
    by: str
    page: str


def owner_behind(page: str, secret: str) -> Owner:
    """The resident (`n`) or volunteer (`v`) whose private link this is; `NotFound` else."""
    with tools().looking() as act:
        if page == "n":
            own, seen = at_own_page(act, secret)
            there = url_for("needs_page.show", secret=secret, news="contact")
            return Owner(seen.person_id, own.by, there)
        volunteer_id = volunteer_of_page(act, secret)
        there = url_for("own.show", secret=secret, said="contact")
        return Owner(volunteer_id, f"volunteer:{volunteer_id}", there)


def waits_for_proof(person_id: str) -> bool:
    """Whether somebody has a new number or mailbox to prove."""
    with tools().looking() as act:
        return new_contact(act, person_id) is not None


@bp.route("/v/<secret>/reach", methods=["GET", "POST"])
def change(secret: str) -> ResponseReturnValue:
    """Another number or mailbox for a volunteer."""
    owner = owner_behind("v", secret)
    with tools().looking() as act:
        known = own_details(act, owner.person_id) or Details()
        waits = new_contact(act, owner.person_id)
    email = known.contact.email
    typed = {
        "phone": as_typed(known.contact.phone),
        "email": email.address if email else "",
    }
    form = Reach(data=typed)
    if form.validate_on_submit():
        try:
            _change(owner, known.name, form)
            there = url_for("reach.code", page="v", secret=secret)
            return redirect(there if waits_for_proof(owner.person_id) else owner.page, 303)
        except (Invalid, NotAllowed) as no:
            field = form.email if getattr(no, "field", None) == "email" else form.phone
            field.errors = [in_words(no)]
    page = render_template("own/reach.html", form=form, secret=secret, waits=waits)
    return page, 422 if form.errors else 200


@bp.route("/<any(n, v):page>/<secret>/new-contact", methods=["GET", "POST"])
def code(page: str, secret: str) -> ResponseReturnValue:
    """The code of the message that went to what is new, one after the other."""
    owner = owner_behind(page, secret)
    with tools().looking() as act:
        waits = new_contact(act, owner.person_id)
    if waits is None:
        return redirect(owner.page, 303)
    form, part = Code(), waits.waiting[0]
    if form.validate_on_submit():
        try:
            with tools().acting(owner.by) as act:
                right = prove_new_by_code(act, owner.person_id, part, form.code.data)
            if right:
                return redirect(url_for("reach.code", page=page, secret=secret), 303)
            form.code.errors = [gettext("That is not the code. Look at the newest message.")]
        except (NotFound, NotAllowed) as no:
            form.code.errors = [in_words(no)]
    return _code_page(page, secret, owner, waits, form)


@bp.post("/<any(n, v):page>/<secret>/new-contact/<any(again, leave):deed>")
def press(page: str, secret: str, deed: str) -> ResponseReturnValue:
    """Send fresh codes; or leave the number and the mailbox as they are."""
    owner, form = owner_behind(page, secret), Pressed()
    here = url_for("reach.code", page=page, secret=secret, said=deed)
    if not form.validate_on_submit():
        return redirect(here, 303)
    verbs: dict[str, Callable[[Act, str], None]] = {
        "again": send_proofs_again,
        "leave": leave_contact,
    }
    with tools().acting(owner.by) as act:

        def do() -> Ids:
            verbs[deed](act, owner.person_id)
            return {}

        once_pressed(act, f"reach:{deed}:{owner.person_id}", form.key.data, {}, do)
    if deed == "again":
        return redirect(here, 303)
    own = "needs_page.show" if page == "n" else "own.show"
    return redirect(url_for(own, secret=secret), 303)


@bp.route("/w/<secret>", methods=["GET", "POST"])
def link(secret: str) -> ResponseReturnValue:
    """The link of the message. To open it proves nothing: programs open links too."""
    form = Pressed()
    with tools().looking() as act:
        person_id, part = new_contact_behind(act, secret)
    if form.validate_on_submit():
        with tools().acting() as act:
            prove_new_contact(act, person_id, part)
        return render_template("own/reached.html", part=part)
    page = render_template("own/new_contact_link.html", form=form, part=part)
    return page, 422 if form.errors else 200


def _change(owner: Owner, name: str, form: Reach) -> None:
    contact = typed_contact(form.phone.data, form.email.data, translate=gettext)
    if contact.email is None and ContactWay.TEXT not in contact.ways():
        raise Invalid(
            gettext("Texts do not reach that number. Give a mobile number, or an e-mail too."),
            "phone",
        )
    # Neither number nor address goes into what is kept of the key, even hashed.
    with tools().acting(owner.by) as act:

        def do() -> Ids:
            own = private_page("v", open_own_page(act, owner.person_id))
            change_contact(act, owner.person_id, Details(name, contact), own)
            return {}

        once_pressed(act, f"reach:{owner.person_id}", form.key.data, {}, do)


def _code_page(
    page: str, secret: str, owner: Owner, waits: NewContact, form: Code
) -> ResponseReturnValue:
    part = waits.waiting[0]
    rung = part is ContactPart.PHONE and ContactWay.TEXT in waits.wanted.never
    shown = render_template(
        "own/new_contact.html",
        form=form,
        part=part,
        rung=rung,
        new=_as_typed(waits, part),
        again=url_for("reach.press", page=page, secret=secret, deed="again"),
        leave=url_for("reach.press", page=page, secret=secret, deed="leave"),
        back=owner.page.partition("?")[0],
        said=request.args.get("said", ""),
    )
    return shown, 422 if form.errors else 200


def _as_typed(waits: NewContact, part: ContactPart) -> str:
    if part is ContactPart.PHONE:
        return as_typed(waits.wanted.phone)
    return waits.wanted.email.address if waits.wanted.email else ""
