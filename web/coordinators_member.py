"""One member of the staff, for administrators: what they do, for which charities and boroughs."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right, Role
from matcher.service.accounts.staff import Member, change_member, charities_of, member
from web.board_words import ROLES, borough_choices
from web.current import tools
from web.forms import AnyOf, OneOf, Question, choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("member", __name__)
AT = "at_"


class ChangeMember(Question):
    """Their role, and one more charity; the boroughs of those they have are added for each."""

    role = OneOf(
        lazy_gettext("What they do"),
        lazy_gettext("Choose what they do."),
        choices=[choice(role, words, hint) for role, (words, hint) in ROLES.items()],
    )
    charity = SelectField(lazy_gettext("One more charity"), validate_choice=False)
    boroughs = AnyOf(lazy_gettext("In which of its boroughs"), None, choices=[])


@bp.route("/staff/<account_id>", methods=["GET", "POST"])
@for_staff(Right.MANAGE_STAFF)
def show(account_id: str) -> ResponseReturnValue:
    """Change somebody's role and scope; their next page is already the new one."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        found = member(act, desk, account_id)
        charities = dict(charities_of(act, desk))
    form = _form(found, charities)
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                change_member(act, desk, account_id, Role(form.role.data), _scope(form))
        except Invalid as no:
            form.boroughs.errors = [in_words(no)]
        else:
            flash(gettext("That is changed."))
            return redirect(url_for("staff.show"), 303)
    held = [field for field in form if field.name.startswith(AT)]
    page = render_template(
        "coordinators/member.html", desk=desk, form=form, one=found.line, held=held
    )
    return page, 422 if form.errors else 200


def _form(found: Member, charities: Mapping[str, str]) -> ChangeMember:
    """The form with a list of boroughs for each charity that they act for now."""
    boroughs = borough_choices()
    held = sorted(
        {charity_id for charity_id, _ in found.pairs}, key=lambda id: charities.get(id, "")
    )
    fields = {AT + id: AnyOf(charities.get(id, "–"), None, choices=boroughs) for id in held}
    now: dict[str, object] = {
        AT + id: [borough for charity, borough in found.pairs if charity == id] for id in held
    }
    form = type("ChangeThisMember", (ChangeMember,), fields)(data=now | {"role": found.line.role})
    others = [choice(id, name) for id, name in charities.items() if id not in held]
    form.charity.choices = [choice("", "–"), *others]
    form.boroughs.choices = boroughs
    return form


def _scope(form: ChangeMember) -> frozenset[tuple[str, str]]:
    kept = {
        (field.name.removeprefix(AT), borough)
        for field in form
        if field.name.startswith(AT)
        for borough in field.data
    }
    added = {(form.charity.data, borough) for borough in form.boroughs.data if form.charity.data}
    return frozenset(kept | added)
