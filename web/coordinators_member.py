"""One member of the staff, for administrators: what they do at which charities, in which boroughs.

A role belongs to one charity: whoever coordinates here may take calls there.
"""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right, Role
from matcher.service.accounts.staff import Member, change_member, charities_of, member
from web.board_words import ROLES, borough_choices
from web.current import tools
from web.forms import AnyOf, OneOf, Question, choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("member", __name__)
# What stands before a charity's id: the boroughs that they see there, and their role there.
AT, AS = "at_", "as_"
EVERYWHERE, BY_CHARITY = str(Role.ADMINISTRATOR), "by_charity"
NO_ROLE = lazy_gettext("Choose what they do there.")
AT_ONE = [choice(one, *words) for one, words in ROLES.items() if one is not Role.ADMINISTRATOR]


class ChangeMember(Question):
    """Whether they administer, and one more charity; those they have are added, each with a role
    and boroughs."""

    role = OneOf(
        lazy_gettext("What they may do"),
        lazy_gettext("Choose what they may do."),
        choices=[
            choice(
                BY_CHARITY,
                lazy_gettext("What is said below for each charity"),
                lazy_gettext("They may coordinate at one and take calls at another."),
            ),
            choice(EVERYWHERE, *ROLES[Role.ADMINISTRATOR]),
        ],
    )
    charity = SelectField(lazy_gettext("One more charity"), validate_choice=False)
    there = OneOf(lazy_gettext("What they do there"), NO_ROLE, choices=AT_ONE, default=Role.INTAKE)
    boroughs = AnyOf(lazy_gettext("In which of its boroughs"), None, choices=[])


@bp.route("/staff/<account_id>", methods=["GET", "POST"])
@for_staff(Right.MANAGE_STAFF)
def show(account_id: str) -> ResponseReturnValue:
    """Change somebody's roles and scope; their next page is already the new one."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        found = member(act, desk, account_id)
        charities = dict(charities_of(act, desk, Right.MANAGE_STAFF))
    form = _form(found, charities)
    if form.validate_on_submit():
        role = Role.ADMINISTRATOR if form.role.data == EVERYWHERE else Role.INTAKE
        try:
            with tools().acting(desk.actor) as act:
                change_member(act, desk, account_id, role, _scope(form), _roles(form))
        except Invalid as no:
            form["charity" if no.field == "charity" else "boroughs"].errors = [in_words(no)]
        else:
            flash(gettext("That is changed."))
            return redirect(url_for("staff.show"), 303)
    held = [
        (charities.get(id, "–"), form[AS + id], form[AT + id])
        for id in (name.removeprefix(AT) for name in form._fields if name.startswith(AT))
    ]
    page = render_template(
        "coordinators/member.html", desk=desk, form=form, one=found.line, held=held
    )
    return page, 422 if form.errors else 200


def _form(found: Member, charities: Mapping[str, str]) -> ChangeMember:
    """The form with a role and boroughs for each charity that they act for now."""
    boroughs = borough_choices()
    held = sorted(
        {charity_id for charity_id, _ in found.pairs}, key=lambda id: charities.get(id, "")
    )
    fields: dict[str, object] = {}
    administers = found.line.role is Role.ADMINISTRATOR
    now: dict[str, object] = {"role": EVERYWHERE if administers else BY_CHARITY}
    for id in held:
        fields[AS + id] = OneOf(lazy_gettext("What they do there"), NO_ROLE, choices=AT_ONE)
        fields[AT + id] = AnyOf(
            lazy_gettext("In which of its boroughs"),
            None,
            choices=_among(boroughs, found.may_see_at(id)),
        )
        now[AS + id] = found.roles.get(id)
        now[AT + id] = [borough for charity, borough in found.pairs if charity == id]
    form = type("ChangeThisMember", (ChangeMember,), fields)(data=now)
    others = [choice(id, name) for id, name in charities.items() if id not in held]
    form.charity.choices = [choice("", "–"), *others]
    wheres = [found.may_see_at(id) for id in charities if id not in held]
    somewhere = None if None in wheres else frozenset[str]().union(*(one or () for one in wheres))
    form.boroughs.choices = _among(boroughs, somewhere)
    return form


def _among(boroughs: list[SelectChoice], these: frozenset[str] | None) -> list[SelectChoice]:
    """Those of the boroughs that are among these; all of them where that is None."""
    return [one for one in boroughs if these is None or one.value in these]


def _scope(form: ChangeMember) -> frozenset[tuple[str, str]]:
    kept = {
        (field.name.removeprefix(AT), borough)
        for field in form
        if field.name.startswith(AT)
        for borough in field.data
    }
    added = {(form.charity.data, borough) for borough in form.boroughs.data if form.charity.data}
    return frozenset(kept | added)


def _roles(form: ChangeMember) -> dict[str, Role]:
    """What was said for each charity; intake where nothing was."""
    said = {f.name.removeprefix(AS): f.data for f in form if f.name.startswith(AS)}
    said[form.charity.data] = form.there.data
    return {id: Role(role) for id, role in said.items() if role in {*Role}}
