"""Is it alive, and may people be sent to it: for whatever watches over the process."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matcher.service.readiness import failing
from web.current import tools

bp = Blueprint("health", __name__)


@bp.get("/health")
def alive() -> ResponseReturnValue:
    """Answers as long as the process can answer at all; looks at nothing else."""
    return {"status": "alive"}


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """200 when every check of the tools holds, else 503 with the names of those that do not."""
    checks = tools().ready_checks
    wrong = failing(checks)
    states = {check.name: wrong.get(check.name, "good") for check in checks}
    return {"status": "not ready" if wrong else "ready", "checks": states}, 503 if wrong else 200
