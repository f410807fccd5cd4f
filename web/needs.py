"""Asking for help: one question a page, no account, and nothing kept before the last button."""

from datetime import date

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from matcher.domain.london_time import in_london
from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.service.askers import may_register
from matcher.service.needs import link_to, register_need
from matcher.service.once_pressed import Ids, once_pressed
from web.current import tools
from web.journey import Answers, Journey
from web.needs_answers import need_from, rows_of
from web.needs_asking import Asking, is_remote
from web.needs_charity import charity_asked, charity_that_takes_it, how_it_is_heard, with_charity
from web.needs_people import Consent, Notes
from web.needs_questions import Postcode
from web.needs_steps import CHECK, STEP_BY_SLUG, after, before, first_open, place_in_line
from web.refusals import in_words

bp = Blueprint("needs", __name__)
JOURNEY = Journey("ask", "/ask")

# Which question a refusal of the whole is about.
_STEP_OF_FIELD = {
    "wanted_on": "day",
    "postcode": "postcode",
    "street": "street",
    "borough": "street",
    "phone": "reach",
    "email": "reach",
    "prefers": "reach",
}


@bp.get("/ask")
def start() -> ResponseReturnValue:
    """What will be asked, and what for; `charity` in the address is whom they would like to ask."""
    answers = with_charity(JOURNEY.answers(), request.args.get("charity"))
    page = render_template(
        "needs/start.html", goes_on=first_open(answers) != "kind", asks=charity_asked(answers)
    )
    if "charity" not in request.args:
        return page
    return JOURNEY.keep(make_response(page), answers)


@bp.route("/ask/<slug>", methods=["GET", "POST"])
def ask(slug: str) -> ResponseReturnValue:
    """One question. The answers so far come and go with the page."""
    if slug not in STEP_BY_SLUG:
        abort(404)
    step, answers = STEP_BY_SLUG[slug], JOURNEY.answers()
    form = step.form(data=step.form.filled(answers))
    _prepare(form, answers)
    if form.validate_on_submit():
        answers |= form.said()
        try:
            going = after(slug, answers, mending="change" in request.args)
            return JOURNEY.keep(_to(going), answers)
        except Invalid as too_long:
            form[step.form.FIELDS[0]].errors = [in_words(too_long)]
    number, of = place_in_line(slug, answers)
    back = CHECK if "change" in request.args else before(slug, answers)
    page = render_template(
        f"needs/{slug}.html",
        form=form,
        answers=answers,
        number=number,
        of=of,
        remote=is_remote(answers),
        street_page=url_for("needs.ask", slug="street", change=request.args.get("change")),
        back=_address(back) if back else url_for("needs.start"),
    )
    return page, 422 if form.errors else 200


@bp.route("/ask/check", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    """All answers at once; the button that asks."""
    answers = JOURNEY.answers()
    missing = first_open(answers)
    if missing != CHECK:
        return _to(missing) if answers else redirect(url_for("needs.start", gone="1"), 303)
    form, problem = Consent(), None
    if form.validate_on_submit():
        try:
            return JOURNEY.forget(_register(form.key.data, answers))
        except Invalid as no:
            problem = (_step_of(no, answers), in_words(no))
    page = render_template(
        "needs/check.html",
        form=form,
        problem=problem,
        heard=how_it_is_heard(answers),
        rows=rows_of(
            answers,
            tools().gazetteer,
            today=_today(),
            mend=lambda slug: url_for("needs.ask", slug=slug, change="1"),
        ),
        back=_address(before(CHECK, answers) or "kind"),
    )
    return page, 422 if form.errors or problem else 200


@bp.post("/ask/stop")
def stop() -> ResponseReturnValue:
    """Leave, with everything that was typed taken out of the browser."""
    return JOURNEY.forget(redirect(url_for("home.show"), 303))


def _register(key: str, answers: Answers) -> Response:
    """Keep the need, once however often the button is pressed, and go to its page."""
    locale = get_locale()
    asked = need_from(
        answers, tools().gazetteer, today=_today(), language=locale.language if locale else "en"
    )
    told: list[str] = []
    with tools().acting() as act:

        def do() -> Ids:
            _slow_down(act)
            theirs = charity_that_takes_it(act, answers, asked)
            registered = register_need(act, asked, charity_id=theirs)
            told.append(registered.secret)
            return {"need": registered.need_id}

        need_id = once_pressed(act, "ask", key, answers, do)["need"]
        # A link cannot be told a second time, so whoever presses twice gets one more.
        secret = told[0] if told else link_to(act, str(need_id))
    return redirect(url_for("needs_page.asked", secret=secret), 303)


def _step_of(no: Invalid, answers: Answers) -> str:
    """The page on which a refusal of the whole is mended."""
    if no.field == "wanted_on" and answers.get("often") == "weekly":
        return "week"
    return _STEP_OF_FIELD.get(no.field or "", "kind")


def _slow_down(act: Act) -> None:
    allowance = may_register(act, request.remote_addr or "")
    if not allowance:
        wait = allowance.again_at - act.now
        raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))


def _prepare(form: Asking, answers: Answers) -> None:
    """What a page has to know of earlier answers."""
    if isinstance(form, Notes):
        form.needed = answers.get("kind") == "other"
    # The button below the sentence “did you mean …?” sends the postcode that we meant.
    if isinstance(form, Postcode) and "meant" in request.form:
        form.postcode.data = request.form["meant"]


def _to(slug: str) -> Response:
    return redirect(_address(slug), 303)


def _address(slug: str) -> str:
    return url_for("needs.check") if slug == CHECK else url_for("needs.ask", slug=slug)


def _today() -> date:
    return in_london(tools().now()).date()
