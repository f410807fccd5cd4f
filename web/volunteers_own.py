"""A volunteer's own page, behind their private link: what they are asked, what comes, what was.

The pages that change something are in `volunteers_changes`, those that end it in `volunteers_stop`.
"""

from flask import Blueprint, Response, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.life_cycles import OfferStatus
from matcher.service.areas import near
from matcher.service.offers import is_long_unheard_of, say_still_offered, take_up_offer
from matcher.service.once_pressed import once_pressed
from matcher.service.reach import boroughs_reached
from matcher.service.rota.own import has_shifts
from matcher.service.volunteers import volunteer_of_page
from matcher.service.volunteers_calendar import close_calendar, has_calendar, open_calendar
from matcher.service.volunteers_page import own_offer, own_page
from matcher.service.volunteers_record import everything_of_volunteer
from web.current import settings, tools
from web.private_pages import keep_private
from web.volunteers_forms import Pressed
from web.volunteers_unasked_words import why_in_words
from web.volunteers_words import FILTERS

bp = Blueprint("own", __name__, url_prefix="/v/<secret>")
keep_private(bp)
for _name, _words in FILTERS.items():
    bp.add_app_template_filter(_words, _name)
bp.add_app_template_filter(why_in_words)


def volunteer_behind(secret: str) -> str:
    """Whose page it is; a page of “we cannot find that” where the link opens nothing."""
    with tools().looking() as act:
        return volunteer_of_page(act, secret)


@bp.get("")
def show(secret: str) -> ResponseReturnValue:
    """All of it; whoever has said nothing yet of how they help is asked that first."""
    with tools().looking() as act:
        page = own_page(act, volunteer_of_page(act, secret))
        shifts = has_shifts(act, page.volunteer.id)
        old = page.offer is not None and is_long_unheard_of(act, page.offer)
    if page.offer is None and not page.done and "later" not in request.args:
        return redirect(url_for("changes.kinds", secret=secret), 303)
    reached: tuple[str, ...] = ()
    if page.offer is not None:
        reached = boroughs_reached(tools().gazetteer, page.offer.place, page.offer.radius_m)
    return render_template(
        "own/page.html",
        secret=secret,
        page=page,
        form=Pressed(),
        boroughs=tools().gazetteer.borough_names(),
        reached=reached,
        near=near(tools().gazetteer, page.offer.place) if page.offer else None,
        resting=page.offer is not None and page.offer.status is OfferStatus.PAUSED,
        old=old,
        shifts=shifts,
        said=request.args.get("said", ""),
    )


@bp.post("/still")
def still(secret: str) -> ResponseReturnValue:
    """Say that the offer still stands: what nobody says so of ends by itself."""
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    if form.validate_on_submit():
        with tools().acting(f"volunteer:{volunteer_id}") as act:
            offer = own_offer(act, volunteer_id)

            def do() -> dict[str, str | None]:
                if offer is not None:
                    say_still_offered(act, offer.id)
                return {}

            once_pressed(act, f"still:{volunteer_id}", form.key.data, {}, do)
    return redirect(url_for("own.show", secret=secret, said="still"), 303)


@bp.post("/take-up")
def take_up(secret: str) -> ResponseReturnValue:
    """Be asked again after a break."""
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    if form.validate_on_submit():
        with tools().acting(f"volunteer:{volunteer_id}") as act:
            offer = own_offer(act, volunteer_id)

            def do() -> dict[str, str | None]:
                if offer is not None and offer.status is OfferStatus.PAUSED:
                    take_up_offer(act, offer.id)
                return {}

            once_pressed(act, f"take-up:{volunteer_id}", form.key.data, {}, do)
    return redirect(url_for("own.show", secret=secret, said="back"), 303)


@bp.route("/calendar", methods=["GET", "POST"])
def calendar(secret: str) -> ResponseReturnValue:
    """Make a calendar address, or take it back. It is shown once, since only its hash is kept."""
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    address = None
    if form.validate_on_submit():
        with tools().acting(f"volunteer:{volunteer_id}") as act:
            if "close" in request.form:
                close_calendar(act, volunteer_id)
            else:
                feed = open_calendar(act, volunteer_id)
                address = settings().public_url + url_for("calendar.feed", secret=feed)
    with tools().looking() as act:
        opened = has_calendar(act, volunteer_id)
    page = render_template(
        "own/calendar.html", secret=secret, form=Pressed(), address=address, opened=opened
    )
    return page, 422 if form.errors else 200


@bp.post("/copy")
def copy(secret: str) -> ResponseReturnValue:
    """All that is kept about a volunteer, as a file of theirs."""
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    if not form.validate_on_submit():
        return redirect(url_for("own.show", secret=secret), 303)
    with tools().acting(f"volunteer:{volunteer_id}") as act:
        record = everything_of_volunteer(act, volunteer_id)
    return Response(
        json.dumps(record, indent=1, ensure_ascii=False),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="nearhand.json"'},
    )
