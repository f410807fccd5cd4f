"""The post on the board: what became of messages, and people to ring."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.outbox import OutboxState
from matcher.domain.roles import Right
from matcher.service.board_messages import (
    MOST_MESSAGES,
    Call,
    call,
    messages,
    note_rung,
    to_ring,
)
from matcher.service.letters_board import why_not_sent
from web.coordinators_account import Press
from web.current import tools
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_messages", __name__)


@bp.get("/board/messages")
@for_staff(Right.SEE_BOARD)
def show() -> ResponseReturnValue:
    """The latest messages, how each goes and what became of it."""
    desk = signed_in()
    said = request.args.get("state", "")
    state = OutboxState(said) if said in {*OutboxState} else None
    with tools().looking(desk.actor) as act:
        lines = messages(act, desk, state)
    why = {one.last_error: why_not_sent(one.last_error, gettext) for one in lines if one.last_error}
    return render_template(
        "board/messages.html", desk=desk, lines=lines, state=state, why=why, most=MOST_MESSAGES
    )


@bp.get("/board/ring")
@for_staff(Right.RING)
def ring() -> ResponseReturnValue:
    """Whom somebody has to ring, the longest waiting first."""
    return _page()


@bp.post("/board/ring/<message_id>")
@for_staff(Right.RING)
def open_call(message_id: str) -> ResponseReturnValue:
    """Show whom to ring and what to say; the look is noted."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        found = call(act, desk, message_id)
    return _page(found)


@bp.post("/board/ring/<message_id>/rung")
@for_staff(Right.RING)
def rung(message_id: str) -> ResponseReturnValue:
    """It was said on the telephone."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        note_rung(act, desk, message_id)
    flash(gettext("Noted: they know."))
    return redirect(url_for("board_messages.ring"), 303)


def _page(found: Call | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        lines = to_ring(act, desk)
    return render_template(
        "board/ring.html", desk=desk, lines=lines, call=found, press=Press(formdata=None)
    )
