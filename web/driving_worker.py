"""The script that lets a driver's phone show their page without a network.

A browser lets such a script keep only pages below its own address, so it stands beside theirs and
under a name that stays; whenever a run's page is opened, the browser asks whether it changed.
"""

from flask import Blueprint, Response, current_app, send_from_directory
from flask.typing import ResponseReturnValue

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
