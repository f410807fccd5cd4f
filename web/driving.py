"""A driver's run by private link: the next stop, what happened there, taking it back, being home.

It works as plain forms. A small script keeps what is pressed while there is no network and sends
it later, each with the key of its form, so that nothing counts twice.
"""

from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.acting import Act
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.runs_doors import AtDoor, come_back, note_at_door, undo_at_door
from matcher.service.runs_page import drivers_page
from matcher.service.runs_photos import MOST_BYTES, keep_photo
from matcher.service.runs_sending import driver_of, run_behind
from web.current import tools
from web.forms import new_key
from web.private_pages import keep_private
from web.refusals import in_words
from web.runs_forms import DoorNoted
from web.runs_words import next_words
from web.volunteers_forms import Pressed

bp = Blueprint("driving", __name__, url_prefix="/t/<secret>")
keep_private(bp)
bp.add_app_template_filter(next_words, "next_words")

DEEDS = {
    "delivered": StopStatus.DELIVERED,
    "left-safe": StopStatus.LEFT_SAFE,
    "failed": StopStatus.FAILED,
    "returned": StopStatus.RETURNED,
}


@bp.url_value_preprocessor
def room_for_a_picture(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """A phone's picture is larger than any form, and where it came from is looked at first."""
    if endpoint == f"{bp.name}.picture":
        request.max_content_length = MOST_BYTES + 100_000


@bp.get("")
def show(secret: str) -> ResponseReturnValue:
    """How the run stands, and the next stop."""
    return _page(secret)


@bp.post("/stops/<stop_id>/<any('delivered', 'left-safe', 'failed', 'returned'):deed>")
def note(secret: str, stop_id: str, deed: str) -> ResponseReturnValue:
    """Note what happened at a door."""
    form = DoorNoted()
    if not form.validate_on_submit():
        return _page(secret, form, stop_id)
    status = DEEDS[deed]
    why = form.failure.data or ""
    if status is StopStatus.LEFT_SAFE and not (form.where.data or "").strip():
        form.where.errors = [gettext("Say where you left it.")]
    if status is StopStatus.FAILED and why not in {*StopFailure}:
        form.failure.errors = [gettext("Say why it did not work.")]
    if form.errors:
        return _page(secret, form, stop_id)
    at_door = AtDoor(
        status,
        StopFailure(why) if status is StopStatus.FAILED else None,
        (form.where.data or "") if status is StopStatus.LEFT_SAFE else "",
        form.note.data or "",
    )
    said = {"deed": deed, "why": why, "where": at_door.left_where, "note": at_door.note}

    def do(act: Act, run_id: str) -> None:
        note_at_door(act, run_id, stop_id, at_door)

    try:
        return _press(secret, f"{deed}:{stop_id}", form, said, do)
    except Invalid as no:
        (form.where if no.field == "left_where" else form.note).errors = [in_words(no)]
        return _page(secret, form, stop_id)


@bp.post("/stops/<stop_id>/undo")
def undo(secret: str, stop_id: str) -> ResponseReturnValue:
    """Take back what was noted."""
    form = Pressed()
    if not form.validate_on_submit():
        return _page(secret)
    return _press(
        secret,
        f"undo:{stop_id}",
        form,
        {},
        lambda act, run_id: undo_at_door(act, run_id, stop_id),
    )


@bp.post("/stops/<stop_id>/picture")
def picture(secret: str, stop_id: str) -> ResponseReturnValue:
    """Keep a picture of what was delivered; where and when it was taken is thrown away."""
    form = DoorNoted()
    data = _picture()
    if not form.validate_on_submit():
        return _page(secret, form, stop_id)
    with tools().looking() as act:
        driver = driver_of(act, run_behind(act, secret))
    try:
        with tools().acting(driver) as act:
            run = run_behind(act, secret)
            keep_photo(act, run.id, stop_id, data)
    except (Invalid, Conflict) as no:
        if _waited():
            return _answer(secret, "late", in_words(no))
        form.note.errors = [in_words(no)]
        return _page(secret, form, stop_id)
    return _answer(secret, "picture")


@bp.post("/home")
def home(secret: str) -> ResponseReturnValue:
    """The run is over."""
    form = Pressed()
    if not form.validate_on_submit():
        return _page(secret)
    return _press(secret, "home", form, {}, come_back)


@bp.get("/stop")
def stop(secret: str) -> ResponseReturnValue:
    """Where a letter's line about fewer messages leads."""
    with tools().looking() as act:
        run_behind(act, secret)
    return render_template("driving/stop.html", back=url_for("driving.show", secret=secret))


def _press(
    secret: str,
    what: str,
    form: DoorNoted | Pressed,
    said: dict[str, str],
    do: Callable[[Act, str], object],
) -> ResponseReturnValue:
    """Do it once, then show how it stands; whoever was second sees what was noted first."""
    with tools().looking() as act:
        run = run_behind(act, secret)
        driver, run_id = driver_of(act, run), run.id
    try:
        with tools().acting(driver) as act:

            def once() -> Ids:
                do(act, run_id)
                return {}

            once_pressed(act, f"run:{run_id[:8]}:{what}", str(form.key.data), said, once)
    except Conflict as no:
        return _answer(secret, "late", in_words(no))
    return _answer(secret, what.partition(":")[0])


def _picture() -> bytes:
    """What was sent; nothing where no file was chosen. Large ones lie in a file until then."""
    sent = request.files.get("picture")
    if sent is None:
        return b""
    with closing(sent):
        return sent.read(MOST_BYTES + 1)


def _waited() -> bool:
    """Whether this waited on the phone for a network: then a script reads the answer."""
    return request.headers.get("X-Nearhand") == "queue"


def _answer(secret: str, said: str, late: str = "") -> ResponseReturnValue:
    """A page for people; for the script that sends what waited, a word."""
    if _waited():
        answer: Response = jsonify(said=said, late=late)
        return answer
    return redirect(url_for("driving.show", secret=secret, said=said), 303)


def _page(secret: str, form: DoorNoted | None = None, wrong: str = "") -> ResponseReturnValue:
    with tools().looking() as act:
        driver = driver_of(act, run_behind(act, secret))
    with tools().acting(driver) as act:
        page = drivers_page(act, run_behind(act, secret))
    html = render_template(
        "driving/run.html",
        secret=secret,
        page=page,
        statuses=RunStatus,
        form=DoorNoted(formdata=None),
        bad=form,
        wrong=wrong,
        said=request.args.get("said", ""),
        search=_search,
        fresh_key=new_key,
        most_bytes=MOST_BYTES,
    )
    # Only of a run that is out may a phone keep the page for when there is no network.
    return html, 422 if form and form.errors else 200, {"X-Nearhand-Run": str(page.status)}


def _search(lines: tuple[str, ...]) -> str:
    """An address as a map's search takes it."""
    return quote(", ".join(line for line in lines if line))
