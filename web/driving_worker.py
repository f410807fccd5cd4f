"""The script that lets a driver's phone show their page without a network.

A browser lets such a script keep only pages below its own address, so it stands beside theirs and
under a name that stays; whenever a page of a run is opened, the browser asks whether it has changed.
"""

from flask import Blueprint, Response, current_app, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from web.assets import Assets

bp = Blueprint("driving_worker", __name__, url_prefix="/t")


@bp.get("/worker.js")
def script() -> ResponseReturnValue:
    """The script as it was built."""
    assets: Assets = current_app.extensions["nearhand-assets"]
    answer: Response = send_from_directory(
        f"{current_app.root_path}/static/built",
        assets.hashed["driving_worker.js"],
        mimetype="text/javascript",
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/")
def scope() -> ResponseReturnValue:
    """Below here lie the pages that it keeps; there is nothing else."""
    raise NotFound
