"""Schemathesis let loose on the API: all that the document allows, and much that it does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import EngineFinished, NonFatalError, ScenarioFinished

from tests.web.api.towns import Town

AN_ID = re.compile(r"[0-9a-f]{32}")
# A seed, so that a fault which is found today is found tomorrow; and an end, whatever happens.
SETTINGS = {
    "seed": 20260302,
    "max-time": 55,
    "continue-on-failure": True,
    "generation": {"max-examples": 12, "no-shrink": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # A shape cannot say which postcodes there are: what fits it may still be refused.
        "positive_data_acceptance": {"enabled": False},
    },
}


@dataclass
class Found:
    """What was asked and what was found."""

    faults: list[str] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)
    requests: int = 0
    answers: dict[str, set[int]] = field(default_factory=dict)
    stopped: str = ""


def ask_everything(town: Town, ids: Sequence[str], **settings: object) -> Found:
    """Ask all that is in the document, with ids that there are wherever one was made up."""
    program = town.charity("larder")
    config = SchemathesisConfig.from_dict(SETTINGS | {"headers": program.headers} | settings)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", town.site, config=config)

    @schema.hook
    def map_path_parameters(_context, parameters):
        made_up = str((parameters or {}).get("id", ""))
        if AN_ID.fullmatch(made_up):
            parameters["id"] = ids[int(made_up, 16) % len(ids)]
        return parameters

    found = Found()
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            found.faults.append(f"{event.label}: {event.value!r}")
        if isinstance(event, ScenarioFinished):
            _note(found, event)
        if isinstance(event, EngineFinished):
            found.stopped = str(event.stop_reason)
    return found


def _note(found: Found, event: ScenarioFinished) -> None:
    found.operations.add(str(event.label))
    for id, checks in event.recorder.checks.items():
        case = event.recorder.cases[id].value
        found.faults += [
            f"{case.method} {case.formatted_path} {case.query} {case.headers} {case.body!r}: "
            f"{check.name}: {check.failure_info.failure}"
            for check in checks
            if check.status is Status.FAILURE
        ]
    for interaction in event.recorder.interactions.values():
        found.requests += 1
        if interaction.response is not None:
            answers = found.answers.setdefault(str(event.label), set())
            answers.add(interaction.response.status_code)
