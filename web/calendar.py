"""Calendar feeds, at secret addresses that phones and computers fetch by themselves."""

from flask import Blueprint, Response
from flask_babel import gettext

from matcher.service.rota.feeds import feed_of
from matcher.service.volunteers_calendar import calendar_of
from web.current import settings, tools
from web.languages import folders
from web.private_pages import keep_private

bp = Blueprint("calendar", __name__)
keep_private(bp)


@bp.get("/rota-calendar/<secret>.ics")
def rota_feed(secret: str) -> Response:
    """The shifts of a place, or of a charity, with nobody's name."""
    with tools().looking() as act:
        text = feed_of(
            act,
            secret,
            base_url=settings().public_url,
            boroughs=tools().gazetteer.borough_names(),
            translate=gettext,
        )
    return Response(text, mimetype="text/calendar")


@bp.get("/calendar/<secret>")
@bp.get("/calendar/<secret>.ics", endpoint="feed")
def show(secret: str) -> Response:
    """What a volunteer has promised, in the language that they read."""
    with tools().looking() as act:
        text = calendar_of(
            act,
            secret,
            base_url=settings().public_url,
            boroughs=tools().gazetteer.borough_names(),
            folders=folders(),
        )
    return Response(text, mimetype="text/calendar")
