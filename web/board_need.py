"""A need's page on the board: its life, its people by a noted look, and what can be done."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, TextAreaField

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.outcomes import NeedEnding
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.board_answers import Answer, note_answer
from matcher.service.board_deeds import add_note, close_need, confirm_by_phone
from matcher.service.board_need import NeedDetails, need_details, need_page
from matcher.service.board_pairing import WIDER_M, ask, candidates, keep_apart, lock, undo
from matcher.service.board_volunteers import seen_among
from matcher.service.holding_pages import takers_of
from matcher.service.stock_pages import shelf_for
from web.board_words import ENDING
from web.coordinators_account import Press
from web.current import tools
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_need", __name__, url_prefix="/board/needs/<need_id>")

BY_HAND = (NeedEnding.MET, NeedEnding.REFERRED, NeedEnding.WITHDRAWN)


class Note(Question):
    """Something to write down."""

    text = TextAreaField(
        lazy_gettext("A note for your charity’s staff"),
        [Answered(lazy_gettext("Write what you want to note."))],
    )


class Close(Question):
    """How a need ended."""

    ending = OneOf(
        lazy_gettext("Close this need"),
        lazy_gettext("Say how it ended."),
        choices=[choice(one, ENDING[one]) for one in BY_HAND],
    )


@bp.get("")
@for_staff(Right.SEE_BOARD)
def show(need_id: str) -> ResponseReturnValue:
    """All of it but who it is."""
    return _page(need_id)


@bp.post("/details")
@for_staff(Right.SEE_DETAILS)
def details(need_id: str) -> ResponseReturnValue:
    """Who it is, after a deliberate press: noted, and the resident can read the note."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        found = need_details(act, desk, need_id)
    return _page(need_id, details=found)


@bp.post("/notes")
@for_staff(Right.NOTE)
def note(need_id: str) -> ResponseReturnValue:
    """Keep a note."""
    desk, form = signed_in(), Note()
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                do = partial(add_note, act, desk, need_id, form.text.data)
                press_once(act, "board-note", form, do, need_id, form.text.data)
        except Invalid as no:
            form.text.errors = [in_words(no)]
        else:
            flash(gettext("Your note is kept."))
            return _back(need_id)
    return _page(need_id, note=form)


@bp.post("/confirm")
@for_staff(Right.TAKE_DOWN_NEEDS)
def confirm(need_id: str) -> ResponseReturnValue:
    """Whoever presses has spoken with the resident."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        confirm_by_phone(act, desk, need_id)
    flash(gettext("The need is confirmed: the next round looks for somebody."))
    return _back(need_id)


@bp.post("/close")
@for_staff(Right.CLOSE_NEEDS)
def close(need_id: str) -> ResponseReturnValue:
    """Close it; whoever was asked or said yes is told."""
    desk, form = signed_in(), Close()
    if not form.validate_on_submit():
        return _page(need_id, close=form)
    with tools().acting(desk.actor) as act:
        do = partial(close_need, act, desk, need_id, NeedEnding(form.ending.data))
        press_once(act, "board-close", form, do, need_id, form.ending.data)
    flash(gettext("The need is closed."))
    return _back(need_id)


class Ask(Question):
    """Whom to ask: one place for each, or all about one place."""

    offers = AnyOf(lazy_gettext("Whom to ask"), None, choices=[])
    how = HiddenField()
    knowingly = HiddenField()


@bp.post("/ask")
@for_staff(Right.PAIR)
def ask_them(need_id: str) -> ResponseReturnValue:
    """Ask the volunteers that were ticked; a rule that may be set aside is asked about first."""
    desk = signed_in()
    form = Ask()
    offers = request.form.getlist("offers")
    form.offers.choices = [(one, one) for one in offers]
    if not form.validate_on_submit():
        return _page(need_id)
    together, knowingly = form.how.data == "together", form.knowingly.data == "yes"
    try:
        with tools().acting(desk.actor) as act:
            do = partial(ask, act, desk, need_id, offers, together=together, knowingly=knowingly)
            press_once(act, "board-ask", form, do, need_id, *offers, str(together), str(knowingly))
    except Invalid as no:
        # Another answer to the same page is another wish, so it gets a key of its own.
        return _page(need_id, refused=no, chosen=offers, together=together)
    flash(gettext("They are asked. You see here what they answer."))
    return _back(need_id)


@bp.post("/matches/<match_id>/<deed>")
@for_staff(Right.PAIR)
def change_match(need_id: str, match_id: str, deed: str) -> ResponseReturnValue:
    """Take a match back, or let no round touch it."""
    deeds = {"undo": undo, "lock": lock}
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        deeds[deed](act, desk, match_id)
    flash(
        gettext("It is taken back, and the people are told.")
        if deed == "undo"
        else gettext("No round touches it now.")
    )
    return _back(need_id)


@bp.post("/matches/<match_id>/answers/<said>")
@for_staff(Right.RING)
def answered(need_id: str, match_id: str, said: str) -> ResponseReturnValue:
    """What somebody said on the telephone."""
    if said not in {*Answer}:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        note_answer(act, desk, match_id, Answer(said))
    flash(gettext("Noted, and the others are told."))
    return _back(need_id)


@bp.post("/keep-apart/<offer_id>")
@for_staff(Right.PAIR)
def never_again(need_id: str, offer_id: str) -> ResponseReturnValue:
    """These two are not brought together again."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        keep_apart(act, desk, need_id, offer_id)
    flash(gettext("They are not brought together again."))
    return _back(need_id)


def _page(
    need_id: str,
    *,
    details: NeedDetails | None = None,
    note: Note | None = None,
    close: Close | None = None,
    refused: Invalid | None = None,
    chosen: Sequence[str] = (),
    together: bool = False,
) -> ResponseReturnValue:
    desk, wider_m = signed_in(), _wider_m()
    with tools().looking(desk.actor) as act:
        page = need_page(act, desk, need_id)
        asks = Right.PAIR in page.may and page.need.status is NeedStatus.OPEN
        found = candidates(act, desk, need_id, wider_m=wider_m) if asks else []
        matched = {one.volunteer_id for one in page.matches}
        seen = seen_among(act, desk, matched | {one.volunteer_id for one in found})
        shelf_id = shelf_for(act, desk, need_id)
        takers = takers_of(act, desk, need_id)
    html = render_template(
        "board/need.html",
        desk=desk,
        page=page,
        need=page.need,
        details=details,
        candidates=found,
        seen=seen,
        wider_m=wider_m,
        shelf_id=shelf_id,
        takers=takers,
        widths=WIDER_M,
        note=note or Note(formdata=None),
        close=close or Close(formdata=None),
        refused=refused,
        chosen=chosen,
        together=together,
        press=Press(formdata=None),
        today=act.today,
    )
    return html, 422 if refused or (note and note.errors) or (close and close.errors) else 200


def _wider_m() -> int:
    """How much further the address says to look; not at all where that is none of our steps."""
    asked = request.args.get("wider", 0, int)
    return asked if asked in WIDER_M else 0


def _back(need_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_need.show", need_id=need_id), 303)
