"""The board and its map: the same needs as a table and as squares, filtered by the address."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_percent, gettext, lazy_gettext
from wtforms import StringField

from matcher.domain.board import BoardFilter, BoardOrder, Standing
from matcher.domain.categories import CATEGORIES, CATEGORY_BY_SLUG
from matcher.domain.eligibility import Blocker
from matcher.domain.refusals import Refusal
from matcher.domain.roles import Right
from matcher.domain.urgency import Urgency
from matcher.service.board import board, board_map, find
from matcher.service.board_deeds import settle_concern
from matcher.service.board_outlines import outlines_of
from web.board_words import words_of_the_board
from web.coordinators_account import Press
from web.current import tools
from web.forms import Answered, Question
from web.needs_words import weekly_in_words
from web.refusals import in_words
from web.signed_in import desk as desk_here
from web.signed_in import for_staff, signed_in

bp = Blueprint("board", __name__)
# Where in its session a browser keeps what the board was narrowed to.
PLACE = "board"
Word = TypeVar("Word", bound=StrEnum)


class Find(Question):
    """A reference, a telephone number or an e-mail address: sent in the body, never the address."""

    text = StringField(
        lazy_gettext("Reference, telephone or e-mail"),
        [Answered(lazy_gettext("Give a reference, a telephone number or an e-mail address."))],
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which needs, in which order, from where on."""

    wanted: BoardFilter
    order: BoardOrder
    after: tuple[str, str] | None

    def address(self, endpoint: str = "", **other: str | None) -> str:
        """The same board, or the same on its map, with something else said.

        It survives a reload and can be kept.
        """
        said: dict[str, str | None] = {
            name: request.args.get(name)
            for name in ("urgency", "category", "borough", "standing", "blocker", "order")
        }
        said |= other
        kept: dict[str, Any] = {name: value for name, value in said.items() if value}
        return url_for(endpoint or request.endpoint or "board.show", **kept)


@bp.get("/board")
@for_staff(Right.SEE_BOARD)
def show() -> ResponseReturnValue:
    """Open needs, the urgent and long-waiting first unless the address says otherwise."""
    desk, asked = signed_in(), _asked()
    with tools().looking(desk.actor) as act:
        page = board(act, desk, asked.wanted, asked.order, after=asked.after)
        today = act.today
    session[PLACE] = asked.address(after=request.args.get("after"))
    return render_template(
        "board/board.html",
        desk=desk,
        asked=asked,
        page=page,
        today=today,
        categories=CATEGORIES,
        boroughs=_boroughs(),
        find=Find(),
        press=Press(),
    )


@bp.get("/board/map")
@for_staff(Right.SEE_BOARD)
def on_a_map() -> ResponseReturnValue:
    """The same needs by 1 km square, with the same list beside the map."""
    desk, asked = signed_in(), _asked()
    with tools().looking(desk.actor) as act:
        cells = board_map(act, desk, asked.wanted)
    return render_template(
        "board/map.html",
        desk=desk,
        asked=asked,
        cells=cells,
        categories=CATEGORIES,
        boroughs=_boroughs(),
    )


@bp.get("/board/map.json")
@for_staff(Right.SEE_BOARD)
def map_data() -> ResponseReturnValue:
    """What the map draws, in metres: outlines of boroughs, and squares with their counts."""
    desk, asked = signed_in(), _asked()
    with tools().looking(desk.actor) as act:
        cells = board_map(act, desk, asked.wanted)
    return jsonify(
        outlines=outlines_of(tools().gazetteer),
        squares=[
            {
                "at": [one.east_km, one.north_km],
                "needs": one.needs,
                "urgent": one.urgent,
                "name": one.cell,
            }
            for one in cells
        ],
    )


@bp.post("/board/find")
@for_staff(Right.SEE_BOARD)
def look_up() -> ResponseReturnValue:
    """Go to the need or the volunteer; a list where there are several."""
    desk, form = signed_in(), Find()
    found = None
    if form.validate_on_submit():
        try:
            with tools().looking(desk.actor) as act:
                found = find(act, desk, form.text.data)
        except Refusal as no:
            form.text.errors = [in_words(no)]
    if found is None:
        return render_template("board/found.html", desk=desk, form=form, found=None), 422
    if len(found.need_ids) == 1 and not found.volunteer_ids:
        return redirect(url_for("board_need.show", need_id=found.need_ids[0]), 303)
    if len(found.volunteer_ids) == 1 and not found.need_ids:
        return redirect(
            url_for("board_volunteers.show_one", volunteer_id=found.volunteer_ids[0]), 303
        )
    return render_template("board/found.html", desk=desk, form=form, found=found)


@bp.post("/board/concerns/<note_id>/settle")
@for_staff(Right.SETTLE_CONCERNS)
def settle(note_id: str) -> ResponseReturnValue:
    """What was wrong is settled; twice is once."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        need_id = settle_concern(act, desk, note_id)
    flash(gettext("The concern is settled."))
    return redirect(url_for("board_need.show", need_id=need_id), 303)


@bp.app_context_processor
def _words() -> dict[str, object]:
    """Only pages of staff need these, and only they have a desk."""
    return {
        **words_of_the_board(),
        "at_desk": desk_here,
        "Right": Right,
        "board_as_left": _as_left,
    }


def _as_left() -> str:
    """The board as somebody last saw it: back from a need they find their place again."""
    return session.get(PLACE) or url_for("board.show")


bp.add_app_template_filter(in_words)
bp.add_app_template_filter(weekly_in_words)


@bp.app_template_filter("short_day")
def short_day(value: date) -> str:
    """A day with no more than a table needs: 2 Mar 2026; a moment's is that of London."""
    return format_date(value, "medium")


@bp.app_template_filter("share")
def share(value: float) -> str:
    """A part of the whole, in hundredths."""
    return format_percent(value, "0.00%")


def _asked() -> Asked:
    """Read the address; what makes no sense in it is as if it were not there."""
    said = request.args
    category, borough = said.get("category"), said.get("borough")
    standing = _one_of(Standing, said.get("standing"))
    mark, _, last = said.get("after", "").rpartition("~")
    return Asked(
        BoardFilter(
            closed=standing is Standing.CLOSED,
            urgency=_one_of(Urgency, said.get("urgency")),
            category=category if category in CATEGORY_BY_SLUG else None,
            borough=borough or None,
            standing=standing,
            blocker=_one_of(Blocker, said.get("blocker")),
        ),
        _one_of(BoardOrder, said.get("order")) or BoardOrder.URGENT_FIRST,
        (mark, last) if mark and last else None,
    )


def _one_of(words: type[Word], said: str | None) -> Word | None:
    return words(said) if said is not None and said in {*words} else None


def _boroughs() -> list[tuple[str, str]]:
    """The boroughs that this desk may choose among, by name."""
    scope = signed_in().whole
    found = [
        (one.code, one.name)
        for one in tools().gazetteer.boroughs.boroughs
        if (one.in_london if scope.everything else one.code in scope.boroughs)
    ]
    return sorted(found, key=lambda one: one[1])
