"""The directory of those outside, for administrators."""

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField

from matcher.domain.referrals import DirectoryKind
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.directory import Entry, add_entry, all_entries, end_entry
from web.board_words import borough_choices, borough_name
from web.current import tools
from web.forms import AnyOf, OneOf, Question, choice
from web.pressing import press_once
from web.referral_words import KIND, WORDS
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("directory", __name__, url_prefix="/staff/directory")


class NewEntry(Question):
    """Somebody outside."""

    kind = OneOf(
        lazy_gettext("What it is"),
        lazy_gettext("Choose what it is."),
        choices=[choice(one, words) for one, words in KIND.items()],
    )
    name = StringField(lazy_gettext("What it is called"))
    does = TextAreaField(lazy_gettext("What it does"))
    phone = StringField(lazy_gettext("Telephone"))
    website = StringField(lazy_gettext("Website"))
    boroughs = AnyOf(lazy_gettext("For which boroughs; none for all"), None, choices=[])


@bp.route("", methods=["GET", "POST"])
@for_staff(Right.KEEP_DIRECTORY)
def show() -> ResponseReturnValue:
    """Everybody in it, and one more."""
    desk, form = signed_in(), NewEntry()
    form.boroughs.choices = borough_choices()
    if form.validate_on_submit():
        try:
            entry = _entry(form)
            with tools().acting(desk.actor) as act:
                do = partial(add_entry, act, desk, entry)
                press_once(act, "directory", form, do, repr(entry))
        except Invalid as no:
            form[no.field or "name"].errors = [in_words(no)]
        else:
            flash(gettext("They are in the directory."))
            return redirect(url_for("directory.show"), 303)
    with tools().looking(desk.actor) as act:
        lines = all_entries(act, desk)
    page = render_template(
        "coordinators/directory.html",
        desk=desk,
        form=form,
        lines=lines,
        said=WORDS,
        names_of=_names_of,
    )
    return page, 422 if form.errors else 200


@bp.post("/<entry_id>/end")
@for_staff(Right.KEEP_DIRECTORY)
def end(entry_id: str) -> ResponseReturnValue:
    """Nobody is sent there any more."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        end_entry(act, desk, entry_id)
    flash(gettext("Nobody is sent there any more."))
    return redirect(url_for("directory.show"), 303)


def _names_of(boroughs: Iterable[str]) -> list[str]:
    return sorted(borough_name(code) for code in boroughs)


def _entry(form: NewEntry) -> Entry:
    return Entry(
        DirectoryKind(form.kind.data),
        (form.name.data or "").strip(),
        (form.does.data or "").strip(),
        (form.phone.data or "").strip(),
        (form.website.data or "").strip(),
        frozenset(form.boroughs.data or ()),
    )
