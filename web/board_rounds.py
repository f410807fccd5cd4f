"""The log of rounds with their certificates, and what would change if there were more."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.domain.roles import Right
from matcher.service.board_rounds import round_log, round_of, what_if
from web.current import tools
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_rounds", __name__)


@bp.get("/board/rounds")
@for_staff(Right.SEE_ROUNDS)
def show() -> ResponseReturnValue:
    """The latest rounds, and what stands in the way now."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        rounds, found = round_log(act, desk), what_if(act, desk)
    return render_template("board/rounds.html", desk=desk, rounds=rounds, what_if=found)


@bp.get("/board/rounds/<round_id>")
@for_staff(Right.SEE_ROUNDS)
def show_one(round_id: str) -> ResponseReturnValue:
    """One round: its certificate, and what it left unserved."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        found = round_of(act, desk, round_id)
    return render_template("board/round.html", desk=desk, round=found, report=found.report or {})
