"""Where a charity of one's own works: what it draws within its boroughs, and further boroughs."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.charities_own import own_charity
from matcher.service.charity_areas import add_boroughs, boroughs_of, draw_area, drop_area
from matcher.service.drawn_areas import AreaSeen, corners_text, seen_area
from web.areas import AreaForm, MoreBoroughs, typed_in
from web.board_words import borough_choices
from web.current import tools
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_areas", __name__, url_prefix="/board/charities/<charity_id>")


@bp.route("/area", methods=["GET", "POST"])
@for_staff(Right.STEER_CHARITIES)
def show(charity_id: str) -> ResponseReturnValue:
    """Draw where it works, look at it, and keep it."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        drawn = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity.drawn
        boroughs = boroughs_of(act, desk, charity_id)
    form = AreaForm(data={"corners": corners_text(drawn) if drawn else ""})
    seen = seen_area(tools().gazetteer, drawn) if drawn else None
    if form.validate_on_submit():
        seen = typed_in(form.corners, boroughs).seen
        if seen is None and not form.errors:
            form.corners.errors = [gettext("Give the corners of the area, one on each line.")]
        keeps = request.form.get("deed") == "keep"
        if keeps and seen and not form.errors and _kept(charity_id, form, seen):
            return _back(charity_id)
    return _page(charity_id, form, seen)


@bp.post("/area/none")
@for_staff(Right.STEER_CHARITIES)
def none(charity_id: str) -> ResponseReturnValue:
    """The whole of its boroughs again."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        drop_area(act, desk, charity_id)
    flash(gettext("You work in the whole of your boroughs again."))
    return _back(charity_id)


@bp.post("/boroughs")
@for_staff(Right.SETTLE_CHARITIES)
def more(charity_id: str) -> ResponseReturnValue:
    """Further boroughs, from an administrator."""
    desk, form = signed_in(), _more_form()
    chosen = frozenset(form.boroughs.data or ())
    if form.validate_on_submit():

        def do(act: Act) -> None:
            add_boroughs(act, desk, charity_id, chosen)

        try:
            _press(form, "charity-boroughs", do, charity_id, *sorted(chosen))
        except Invalid as no:
            form.boroughs.errors = [in_words(no)]
        else:
            flash(
                gettext(
                    "It may work there now, and so may whoever coordinated in all of its boroughs."
                )
            )
            return _back(charity_id)
    return _page(charity_id, AreaForm(formdata=None), None, form)


def _kept(charity_id: str, form: AreaForm, seen: AreaSeen) -> bool:
    """Keep it; False where it lies outside the charity's boroughs, which is said beside it."""
    desk = signed_in()

    def do(act: Act) -> None:
        draw_area(act, desk, charity_id, seen)

    try:
        _press(form, "charity-area", do, charity_id, seen.area.as_text())
    except Invalid as no:
        form.corners.errors = [in_words(no)]
        return False
    flash(gettext("Your area is kept. What nobody holds you see within it from now on."))
    return True


def _press(form: AreaForm | MoreBoroughs, page: str, do: Callable[[Act], None], *said: str) -> None:
    with tools().acting(signed_in().actor) as act:
        press_once(act, page, form, lambda: do(act), *said)


def _page(
    charity_id: str, form: AreaForm, seen: AreaSeen | None, more_form: MoreBoroughs | None = None
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        charity = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity
        boroughs = boroughs_of(act, desk, charity_id)
    html = render_template(
        "charities/area.html",
        desk=desk,
        charity=charity,
        boroughs=sorted(boroughs),
        form=form,
        seen=seen,
        more_form=more_form or _more_form(formdata=None),
    )
    mistakes = form.errors or (more_form is not None and more_form.errors)
    return html, 422 if mistakes else 200


def _more_form(**said: object) -> MoreBoroughs:
    form = MoreBoroughs(**said)
    form.boroughs.choices = borough_choices()
    return form


def _back(charity_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_charities.show_one", charity_id=charity_id), 303)
