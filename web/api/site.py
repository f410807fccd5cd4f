"""The API put together: its nouns, its document, its door."""

import json

from flask import Blueprint, Flask, Response

from matcher.service.admission import Limits
from web.api import access, boroughs, categories, matches, needs, offers, proposals, rounds
from web.api.answering import blueprint_of
from web.api.docs import page
from web.api.document import document
from web.api.operations import BASE, Noun
from web.current import settings

# One module for each noun; a new one is one line here.
NOUNS: tuple[Noun, ...] = (
    needs.noun,
    offers.noun,
    proposals.noun,
    matches.noun,
    rounds.noun,
    boroughs.noun,
    categories.noun,
)
bp = Blueprint("api", __name__, url_prefix=BASE)


def open_api(app: Flask) -> None:
    """Give the app the API."""
    app.extensions[access.LIMITS] = Limits()
    access.tell_limits(app)
    app.register_blueprint(bp)
    for noun in NOUNS:
        app.register_blueprint(blueprint_of(noun))


@bp.get("/openapi.json")
def openapi() -> Response:
    """What the API can do, for programs."""
    said = document(NOUNS, settings().public_url)
    return Response(json.dumps(said), content_type="application/json")


@bp.get("/docs")
def docs() -> str:
    """The same, for people."""
    return page(document(NOUNS, settings().public_url))
