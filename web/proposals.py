"""One match, for its volunteer: the question, whom to call, done. By link, without a login.

The same pages stand below `/p/<secret>`, which letters lead to, and below a volunteer's own page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.outcomes import DeclineReason, FailureReason
from matcher.domain.refusals import Conflict, NotAllowed
from matcher.service.acting import Act
from matcher.service.matches import (
    accept_match,
    could_not,
    decline_match,
    hand_back,
    on_my_way,
    report_done,
)
from matcher.service.matches_details import ResidentDetails, details_for_volunteer
from matcher.service.matches_page import (
    SAID_YES,
    Scene,
    match_behind,
    match_page,
    volunteer_of_match,
)
from matcher.service.needs_after import say_concern_of_volunteer
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.volunteers import volunteer_of_page
from matcher.service.volunteers_page import require_own
from web.current import tools
from web.forms import Question
from web.private_pages import keep_private
from web.proposals_forms import HowLong, SayWrong, WhyNo, WhyNotDone
from web.volunteers_forms import Pressed

bp = Blueprint("proposals", __name__)
keep_private(bp)


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came to the page of a match; `match` is in the address of their own page."""

    secret: str
    match: str | None
    match_id: str
    volunteer_id: str

    def address(self, page: str = "show", *, said: str | None = None) -> str:
        """Another page of the same match, by the same door; what is None is left out."""
        return url_for(f"proposals.{page}", secret=self.secret, match=self.match, said=said)

    @property
    def stop(self) -> str:
        door = "from_letter" if self.match is None else "from_own_page"
        return url_for(f"volunteers_stop.{door}", secret=self.secret)


# When a question has a point; those that are not named, while it is promised.
_PROMISED = frozenset({Scene.YOURS, Scene.WAITS_FOR_AGREEMENT})
_ASKED_IN = {"no": frozenset({Scene.ASKED}), "wrong": SAID_YES}
View = Callable[[Door], ResponseReturnValue]


def page(path: str, *methods: str) -> Callable[[View], View]:
    """Put a view at both of its addresses; it is handed the door, which is checked before."""

    def put(view: View) -> View:
        def answer(secret: str, match: str | None = None) -> ResponseReturnValue:
            return view(_door(secret, match))

        for rule in (f"/p/<secret>{path}", f"/v/<secret>/m/<match>{path}"):
            bp.add_url_rule(rule, view.__name__, answer, methods=list(methods))
        return view

    return put


@page("", "GET")
def show(door: Door) -> ResponseReturnValue:
    """How it stands, and what can be done now."""
    with tools().looking() as act:
        seen = match_page(act, door.match_id)
    details = _details(door) if seen.details_open else None
    return render_template(
        "proposals/match.html",
        door=door,
        page=seen,
        scene=seen.scene,
        scenes=Scene,
        details=details,
        form=Pressed(),
        may_say_wrong=seen.match.answered_at is not None and seen.scene in SAID_YES,
        boroughs=tools().gazetteer.borough_names(),
        said=request.args.get("said", ""),
    )


@page("/yes", "POST")
def yes(door: Door) -> ResponseReturnValue:
    """Say yes. Whoever was a moment too late sees how it stands instead."""
    return _press(door, "yes", lambda act: accept_match(act, door.match_id))


@page("/on-my-way", "POST")
def set_out(door: Door) -> ResponseReturnValue:
    """Say that one has set out."""
    return _press(door, "on-my-way", lambda act: on_my_way(act, door.match_id))


@page("/no", "GET", "POST")
def no(door: Door) -> ResponseReturnValue:
    """Say no, and why."""
    form = WhyNo()
    if form.validate_on_submit():
        reason = DeclineReason(form.reason.data)
        return _press(door, "no", lambda act: decline_match(act, door.match_id, reason))
    return _ask(door, "no", form)


@page("/done", "GET", "POST")
def done(door: Door) -> ResponseReturnValue:
    """Say that it is done, and how long it took."""
    form = HowLong()
    if form.validate_on_submit():
        minutes = int(form.minutes.data) if form.minutes.data else None
        return _press(door, "done", lambda act: report_done(act, door.match_id, minutes))
    return _ask(door, "done", form)


@page("/could-not", "GET", "POST")
def not_done(door: Door) -> ResponseReturnValue:
    """Say that it could not be done, and why."""
    form = WhyNotDone()
    if form.validate_on_submit():
        reason = FailureReason(form.reason.data)
        return _press(door, "could-not", lambda act: could_not(act, door.match_id, reason))
    return _ask(door, "not_done", form)


@page("/hand-back", "GET", "POST")
def give_back(door: Door) -> ResponseReturnValue:
    """Give back what one had said yes to."""
    form = Pressed()
    if form.validate_on_submit():
        return _press(door, "hand-back", lambda act: hand_back(act, door.match_id))
    return _ask(door, "give_back", form)


@page("/wrong", "GET", "POST")
def wrong(door: Door) -> ResponseReturnValue:
    """Something was wrong: for the local group, and nobody else."""
    form = SayWrong()
    if form.validate_on_submit():
        words = form.words.data
        return _press(
            door, "wrong", lambda act: say_concern_of_volunteer(act, door.match_id, words)
        )
    return _ask(door, "wrong", form)


def _door(secret: str, match: str | None) -> Door:
    with tools().looking() as act:
        if match is None:
            match_id = match_behind(act, secret)
            return Door(secret, None, match_id, volunteer_of_match(act, match_id))
        volunteer_id = volunteer_of_page(act, secret)
        require_own(act, volunteer_id, match)
        return Door(secret, match, match, volunteer_of_match(act, match))


def _details(door: Door) -> ResidentDetails | None:
    """Whom to call, None where that is erased. Each look is noted, so it is an act."""
    try:
        with tools().acting(f"volunteer:{door.volunteer_id}") as act:
            return details_for_volunteer(act, door.match_id)
    except NotAllowed:
        return None


def _press(door: Door, what: str, do: Callable[[Act], None]) -> ResponseReturnValue:
    """Do it once, then show how it stands; where it came too late, that is shown as well."""
    form = Pressed()
    if not form.validate_on_submit():
        return redirect(door.address(), 303)
    try:
        with tools().acting(f"volunteer:{door.volunteer_id}") as act:

            def once() -> Ids:
                do(act)
                return {}

            once_pressed(act, f"{what}:{door.match_id}", form.key.data, {}, once)
    except Conflict:
        # The page says better than a page of errors what happened first.
        return redirect(door.address(said="late"), 303)
    return redirect(door.address(said=what), 303)


def _ask(door: Door, name: str, form: Question) -> ResponseReturnValue:
    """A question of its own, unless the match has moved on since its page was shown."""
    with tools().looking() as act:
        seen = match_page(act, door.match_id)
    if seen.scene not in _ASKED_IN.get(name, _PROMISED):
        return redirect(door.address(said="late"), 303)
    page = render_template(
        f"proposals/{name}.html", door=door, page=seen, form=form, back=door.address()
    )
    return page, 422 if form.errors else 200
