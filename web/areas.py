"""An area that somebody draws: what the map's script asks about it while it is drawn.

The one field of the form is the truth: corners, one a line. The map fills it in, and is filled by
it; without scripts, by telephone or with a keyboard alone the field does all of it.
"""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, TextAreaField

from matcher.service.drawn_areas import AreaTyped, read_area
from matcher.service.where_charities_work import OUTSIDE
from web.area_words import area_in_words, picture
from web.current import tools
from web.forms import AnyOf, Question
from web.refusals import in_words

bp = Blueprint("areas", __name__)
bp.add_app_template_filter(area_in_words)
bp.add_app_template_filter(picture, "picture_of_area")


def corners_field() -> TextAreaField:
    """The corners of an area, one a line."""
    return TextAreaField(lazy_gettext("The corners of your area, in order around it"))


def typed_in(field: Field, may_work_in: Collection[str] = ()) -> AreaTyped:
    """The area of a field; what is wrong with it stands beside the field.

    `may_work_in` are the boroughs of the charity, where that is known.
    """
    found = read_area(tools().gazetteer, field.data or "")
    if found.wrong is not None:
        field.errors = [in_words(found.wrong)]
    elif found.seen is not None and may_work_in and not found.seen.boroughs & {*may_work_in}:
        field.errors = [gettext(OUTSIDE)]
    return found


class AreaForm(Question):
    """Where a charity works within its boroughs."""

    corners = corners_field()


class MoreBoroughs(Question):
    """Further boroughs, which an administrator gives."""

    boroughs = AnyOf(lazy_gettext("Boroughs to add"), None, choices=[])


@bp.get("/places/area.json")
def seen() -> ResponseReturnValue:
    """What the corners so far are, in metres of the grid, and what lies within them in words.

    `in` are the boroughs in which the charity may work, where that is known.
    """
    found = read_area(tools().gazetteer, request.args.get("corners", ""))
    corners: list[Any] = [[one.easting, one.northing] for one in found.corners]
    words = _words(found, frozenset(request.args.getlist("in")))
    return jsonify(corners=corners, words=words, whole=found.seen is not None)


def _words(found: AreaTyped, may_work_in: frozenset[str]) -> str:
    if found.wrong is not None:
        return in_words(found.wrong)
    if found.seen is None:
        return gettext("Nothing is drawn yet.")
    if may_work_in and not found.seen.boroughs & may_work_in:
        return gettext(OUTSIDE)
    # A script writes it as it is; the names keep their direction by marks of their own.
    return area_in_words(found.seen, may_work_in, "\u2068{}\u2069".format)
