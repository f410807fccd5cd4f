"""Saying what the columns of a sheet are: guessed, shown with a few cells, confirmed."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.imports import Proven, SheetKind
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.run_days import BROUGHT
from matcher.domain.stock import LONGEST_NAME
from matcher.service.imports.pages import columns_of, import_page
from matcher.service.imports.steps import Columns, say_columns
from matcher.service.imports.stop_pages import DayOfList, days_of
from web.board_imports_forms import Meanings
from web.coordinators_account import Press
from web.current import tools
from web.formats import day as written_day
from web.forms import choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_imports_columns", __name__, url_prefix="/board/sheets")
HELP_COLUMN = {
    SheetKind.NEEDS: "category",
    SheetKind.STOCK: "category",
    SheetKind.STOPS: "category",
    SheetKind.VOLUNTEERS: "help",
    SheetKind.OFFERS: "help",
}


@bp.route("/<import_id>/columns", methods=["GET", "POST"])
@for_staff(Right.MOVE_SHEETS)
def show(import_id: str) -> ResponseReturnValue:
    """Confirm the columns; then the sheet is looked through, and still nothing is written."""
    desk, form = signed_in(), Meanings()
    with tools().looking(desk.actor) as act:
        page = import_page(act, desk, import_id)
        given, ours = columns_of(act, desk, import_id)
        days = days_of(act, desk, import_id) if page.kind is SheetKind.STOPS else []
    _choices(form, page.kind, days)
    chosen = [request.form.get(f"column-{place}", one.taken_for) for place, one in enumerate(given)]
    wrong = ""
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                say_columns(act, desk, import_id, _said(page.kind, chosen, form))
            return redirect(url_for("board_imports.show_one", import_id=import_id), 303)
        except Invalid as no:
            if no.field in ("consent", "adults", "how"):
                form[no.field].errors = [in_words(no)]
            else:
                wrong = in_words(no)
    html = render_template(
        "board/imports/columns.html",
        desk=desk,
        page=page,
        given=given,
        ours=ours,
        chosen=chosen,
        form=form,
        wrong=wrong,
        help_column=HELP_COLUMN.get(page.kind, ""),
        days=days,
        press=Press(formdata=None),
    )
    return html, 422 if wrong or form.errors else 200


def _choices(form: Meanings, kind: SheetKind, days: list[DayOfList]) -> None:
    """What can be chosen for all rows of a delivery list: what runs bring, and days with a list."""
    if kind is not SheetKind.STOPS:
        return
    usual = form.default_help.choices
    form.default_help.choices = [one for one in usual if one.value in BROUGHT or not one.value]
    named = [choice(day.on_date.isoformat(), _day_words(day)) for day in days]
    form.default_day.choices = [*form.default_day.choices, *named]
    if request.method == "GET":
        form.default_help.data = "food_parcel"


def _day_words(day: DayOfList) -> str:
    written = written_day(day.on_date)
    return written if day.id else gettext("%(day)s: begin this day", day=written)


def _said(kind: SheetKind, chosen: list[str], form: Meanings) -> Columns:
    usual = {HELP_COLUMN[kind]: form.default_help.data} if kind in HELP_COLUMN else {}
    if kind is SheetKind.STOCK:
        usual["place"] = (form.default_place.data or "").strip()[:LONGEST_NAME]
    if kind is SheetKind.STOPS:
        usual["run_day"] = form.default_day.data or ""
    return Columns(
        chosen,
        consent=form.consent.data,
        adults=form.adults.data,
        how=Proven(form.how.data) if form.how.data in {*Proven} else None,
        defaults=usual,
    )
