"""Figures for Prometheus at `/metrics`: how many requests, and how long they took.

Several processes count together when PROMETHEUS_MULTIPROC_DIR names an empty folder before
they start (the library reads it itself); then `/metrics` of any of them answers for all.
"""

import hmac
import os

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from matcher.config_web import Mode
from web.current import settings
from web.measures_living import LivingFigures
from web.request_log import method, page_template, seconds_so_far

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

bp = Blueprint("measures", __name__)


def count_requests(app: Flask) -> None:
    """Count each answer by page template, method and status, and time it."""
    registry = CollectorRegistry()
    app.extensions["nearhand-measures"] = registry
    living = CollectorRegistry(auto_describe=False)
    living.register(LivingFigures(app.extensions["nearhand"]))
    app.extensions["nearhand-living-measures"] = living
    labels = ("page", "method")
    answers = Counter(
        "nearhand_requests", "Requests answered.", (*labels, "status"), registry=registry
    )
    seconds = Histogram(
        "nearhand_request_seconds",
        "How long a request took.",
        labels,
        buckets=BUCKETS_S,
        registry=registry,
    )

    # By what each counts; to look one up in the library takes as long as to count.
    known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(response: Response) -> Response:
        what = (page_template(), method(), response.status_code)
        if what not in known:
            page, how, status = what
            known[what] = answers.labels(page, how, str(status)), seconds.labels(page, how)
        number, took = known[what]
        number.inc()
        took.observe(seconds_so_far())
        return response

    app.after_request(count)


@bp.get("/metrics")
def show() -> Response:
    """The figures, for who has the token; without one set, only a demo or a test shows them."""
    _refuse_strangers()
    registry: CollectorRegistry = current_app.extensions["nearhand-measures"]
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    # Of requests each process knows its own; of the service all know the same.
    living = current_app.extensions["nearhand-living-measures"]
    text = generate_latest(registry) + generate_latest(living)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _refuse_strangers() -> None:
    token = settings().metrics_token
    if not token:
        if settings().mode is Mode.LIVE:
            abort(404)
        return
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    # As if it were not there: whoever lacks the token has no business with it.
    if not hmac.compare_digest(given.encode(), token.encode()):
        abort(404)
