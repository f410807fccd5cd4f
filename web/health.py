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
    """200 when every check holds that is needed, else 503; either way, each with how it stands."""
    checks = tools().ready_checks
    wrong = failing(checks)
    states = {check.name: wrong.get(check.name, "good") for check in checks}
    kept = any(check.needed and check.name in wrong for check in checks)
    return {"status": "not ready" if kept else "ready", "checks": states}, 503 if kept else 200
