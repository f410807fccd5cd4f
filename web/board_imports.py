"""Sheets on the board: sent up, looked through, agreed to, undone; and lists taken out."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.imports import MOST_BYTES, SheetKind, Verdict
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.service.accounts.staff import charities_of
from matcher.service.imports.arriving import keep_sheet, read_sheet
from matcher.service.imports.exporting import a_list, list_of_day, note_handed_out, wrong_rows
from matcher.service.imports.ground import Ground
from matcher.service.imports.pages import imports_seen, what_is_in_the_way
from matcher.service.imports.steps import bring_lines, drop, say_yes, try_again, undo
from matcher.service.once_pressed import once_pressed
from matcher.service.runs_days import day_at
from web.board_imports_forms import Sheet, TakenOut, form_said, kind_said, list_said, told
from web.board_imports_page import one_page
from web.board_imports_words import words_of_imports
from web.current import tools
from web.forms import choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_imports", __name__, url_prefix="/board/sheets")
ROOM_FOR_THE_FORM = 100_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.url_value_preprocessor
def _let_sheets_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """A sheet is larger than any other form. This runs before the form is looked at."""
    if endpoint == "board_imports.send":
        request.max_content_length = MOST_BYTES + ROOM_FOR_THE_FORM


bp.add_app_template_filter(in_words)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return words_of_imports()


@bp.get("")
@for_staff(Right.MOVE_SHEETS)
def show() -> ResponseReturnValue:
    """What was brought in lately, and the ways in and out; a page may name a list of its own."""
    said = {name: request.args.get(name, "") for name in ("charity", "day")}
    out = TakenOut(formdata=None, prefix="out-", kind=request.args.get("out"), **said)
    return _front(out=out)


@bp.post("")
@for_staff(Right.MOVE_SHEETS)
def send() -> ResponseReturnValue:
    """Keep a sheet until its columns are said and it is looked through."""
    desk, form = signed_in(), Sheet()
    kind, file = kind_said(form.kind.data), request.files.get("file")
    if not form.validate_on_submit() or kind is None:
        return _front(sheet=form)
    try:
        read = read_sheet(file.filename or "", file.read()) if file else read_sheet("", b"")
        with tools().acting(desk.actor) as act:
            said = {"kind": kind, "charity": form.charity.data, "file": read.file_hash}

            def keep() -> dict[str, str | None]:
                return {"import": keep_sheet(act, desk, kind, form.charity.data or "", read)}

            ids = once_pressed(act, "board-sheet", str(form.key.data), said, keep)
    except Invalid as no:
        form.file.errors = [told(no)]
        return _front(sheet=form)
    except NotFound as no:
        form.charity.errors = [in_words(no)]
        return _front(sheet=form)
    return redirect(url_for("board_imports_columns.show", import_id=ids["import"]), 303)


@bp.get("/<import_id>")
@for_staff(Right.MOVE_SHEETS)
def show_one(import_id: str) -> ResponseReturnValue:
    """A sheet as it stands: how far the work is, its rows, or what came of it."""
    return one_page(import_id)


@bp.post("/<import_id>/rows")
@for_staff(Right.MOVE_SHEETS)
def choose(import_id: str) -> ResponseReturnValue:
    """Of the likely duplicates that were shown, those that are to come in all the same."""
    desk = signed_in()
    shown, ticked = (_numbers(name) for name in ("shown", "bring"))
    with tools().acting(desk.actor) as act:
        bring_lines(act, desk, import_id, shown, ticked)
    flash(gettext("Your choice is kept. Nothing is brought in before your yes."))
    where = url_for("board_imports.show_one", import_id=import_id, rows=Verdict.DUPLICATE)
    return redirect(where, 303)


@bp.post("/<import_id>/yes")
@for_staff(Right.MOVE_SHEETS)
def agree(import_id: str) -> ResponseReturnValue:
    """Bring it in."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        say_yes(act, desk, import_id)
    return redirect(url_for("board_imports.show_one", import_id=import_id), 303)


@bp.post("/<import_id>/drop")
@for_staff(Right.MOVE_SHEETS)
def forget(import_id: str) -> ResponseReturnValue:
    """Forget a sheet that is not wanted after all."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        drop(act, desk, import_id)
    flash(gettext("The sheet is forgotten. Nothing of it was brought in."))
    return redirect(url_for("board_imports.show"), 303)


@bp.post("/<import_id>/undo")
@for_staff(Right.MOVE_SHEETS)
def take_back(import_id: str) -> ResponseReturnValue:
    """Undo all of it, or say what stands in the way."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        number, named = what_is_in_the_way(act, desk, import_id, _ground(act.today))
    if number:
        return one_page(import_id, in_the_way=(number, named))
    with tools().acting(desk.actor) as act:
        undo(act, desk, import_id)
    return redirect(url_for("board_imports.show_one", import_id=import_id), 303)


@bp.post("/<import_id>/again")
@for_staff(Right.MOVE_SHEETS)
def go_on(import_id: str) -> ResponseReturnValue:
    """Let work go on that stopped."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        try_again(act, desk, import_id)
    return redirect(url_for("board_imports.show_one", import_id=import_id), 303)


@bp.get("/<import_id>/to-mend.csv")
@for_staff(Right.MOVE_SHEETS)
def to_mend(import_id: str) -> ResponseReturnValue:
    """The rows that are wrong, each with what to mend: mended, they can be sent up alone."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        return _file(wrong_rows(act, desk, import_id, in_words), "to-mend", "csv")


@bp.post("/out")
@for_staff(Right.MOVE_SHEETS)
def take_out() -> ResponseReturnValue:
    """Hand a list out as a sheet; that it was taken is noted for everybody on it."""
    desk, form = signed_in(), TakenOut(prefix="out-")
    kind, written = list_said(form.kind.data), form_said(form.form.data)
    if form.validate_on_submit() and kind is None:
        form.kind.errors = [gettext("Choose which list.")]
    if form.errors or kind is None:
        return _front(out=form)
    try:
        with tools().looking(desk.actor) as act:
            ground = _ground(act.today)
            if form.day.data and kind is SheetKind.STOPS:
                found = list_of_day(act, desk, form.day.data, ground)
            else:
                found = a_list(act, desk, kind, form.charity.data or "", ground)
    except (Invalid, NotFound) as no:
        form.kind.errors = [in_words(no)]
        return _front(out=form)
    content = found.written(written)
    with tools().acting(desk.actor) as act:
        note_handed_out(act, desk, found, written)
    return _file(content, kind, written)


def _front(*, sheet: Sheet | None = None, out: TakenOut | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        lately, charities = imports_seen(act, desk), charities_of(act, desk, Right.MOVE_SHEETS)
        day_id = out.day.data if out else ""
        of_day = day_at(act, desk, day_id).on_date if day_id else None
    mistaken = bool((sheet and sheet.errors) or (out and out.errors))
    sheet = sheet or Sheet(formdata=None)
    out = out or TakenOut(formdata=None, prefix="out-")
    for form in (sheet, out):
        form.charity.choices = [choice(id, name) for id, name in charities] or [choice("", "–")]
    page = render_template(
        "board/imports/all.html", desk=desk, lately=lately, form=sheet, out=out, of_day=of_day
    )
    return page, 422 if mistaken else 200


def _numbers(name: str) -> list[int]:
    said = request.form.getlist(name)
    if not all(one.isdecimal() and len(one) < 8 for one in said):
        raise Conflict(gettext("Choose from the rows on the page."))
    return [int(one) for one in said]


def _ground(today: object) -> Ground:
    return Ground(tools().gazetteer, today)  # type: ignore[arg-type]


def _file(content: bytes, name: str, kind: str) -> Response:
    named = f'attachment; filename="{name}.{kind}"'
    return Response(content, mimetype=TYPES[kind], headers={"Content-Disposition": named})
