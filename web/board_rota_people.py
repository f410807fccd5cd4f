"""How one volunteer stands on the rota: what they were trained in, and who noted it."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.rota import Skill
from matcher.service.rota.trainings import note_training, take_training_back
from matcher.service.rota.week import person_on_rota
from web.coordinators_account import Press
from web.current import tools
from web.forms import choice
from web.pressing import press_once
from web.rota_forms import Training
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_rota_people", __name__, url_prefix="/board/rota/volunteers/<volunteer_id>")


@bp.get("")
@for_staff(Right.NOTE_CHECKS)
def show(volunteer_id: str) -> ResponseReturnValue:
    """Trainings, and what their shifts came to; no name."""
    return _page(volunteer_id)


@bp.post("/trainings")
@for_staff(Right.NOTE_CHECKS)
def training(volunteer_id: str) -> ResponseReturnValue:
    """Note a training."""
    desk, form = signed_in(), Training()
    with tools().looking(desk.actor) as act:
        person_on_rota(act, desk, volunteer_id)
    if form.validate_on_submit():
        try:
            if form.seen_on.data is None:
                raise Invalid("Say the day you saw it.", "seen_on")
            with tools().acting(desk.actor) as act:
                do = partial(
                    note_training,
                    act,
                    desk,
                    volunteer_id,
                    Skill(form.skill.data),
                    charity_id=form.charity.data or None,
                    seen_on=form.seen_on.data,
                    review_on=form.review_on.data,
                )
                said = (form.skill.data, str(form.seen_on.data), str(form.review_on.data))
                press_once(act, "rota-training", form, do, volunteer_id, *said)
        except Invalid as no:
            field = form[no.field if no.field in ("seen_on", "review_on") else "skill"]
            field.errors = [gettext(str(no))]
        else:
            flash(gettext("The training is noted."))
            return _back(volunteer_id)
    return _page(volunteer_id, form)


@bp.post("/trainings/<training_id>/take-back")
@for_staff(Right.NOTE_CHECKS)
def take_back(volunteer_id: str, training_id: str) -> ResponseReturnValue:
    """A training no longer counts."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        take_training_back(act, desk, training_id)
    flash(gettext("The training is taken back."))
    return _back(volunteer_id)


def _page(volunteer_id: str, form: Training | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        person, today = person_on_rota(act, desk, volunteer_id), act.today
    form = form or Training(formdata=None, data={"seen_on": today})
    form.charity.choices = [choice(id, name) for id, name in person.charities]
    html = render_template(
        "board/rota_person.html",
        desk=desk,
        person=person,
        form=form,
        today=today,
        press=Press(formdata=None),
    )
    return html, 422 if form.errors else 200


def _back(volunteer_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_rota_people.show", volunteer_id=volunteer_id), 303)
