"""What a page can ask for while it answers: the tools, and the words that every page shows."""

from flask import current_app, has_request_context, request, url_for
from jinja2 import StrictUndefined
from werkzeug.routing import BuildError

from matcher.bootstrap import Tools
from matcher.config_web import Mode, WebSettings
from web.assets import Assets
from web.languages import chosen, on_offer


class StrictlyDefined(StrictUndefined):
    """A misspelt name in a template is a fault, not an empty place."""


def tools() -> Tools:
    """The tools of the process that answers."""
    found: Tools = current_app.extensions["nearhand"]
    return found


def settings() -> WebSettings:
    """What the operator set about the pages."""
    return tools().config.web


def page_or(endpoint: str, otherwise: str) -> str:
    """The address of a page that may not be part of this process, or of another in its place."""
    try:
        return url_for(endpoint)
    except BuildError:
        return otherwise


def words_of_every_page() -> dict[str, object]:
    """Names that every template knows."""
    assets: Assets = current_app.extensions["nearhand-assets"]
    return {
        "asset": assets.address,
        "attribution": tools().attribution,
        "is_demo": settings().mode is Mode.DEMO,
        "language": chosen(),
        "languages": on_offer(),
        "settings": settings(),
        "the_time": tools().now(),
        "this_page": request.path if has_request_context() else "/",
    }
