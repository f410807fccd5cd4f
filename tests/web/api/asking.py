"""Schemathesis let loose on the API: all that the document allows, and much that it does not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import EngineFinished, NonFatalError, ScenarioFinished

from tests.web.api.towns import Town
from web.api.shapes import KEY_PATTERN

A_KEY = re.compile(KEY_PATTERN)
AN_ID = re.compile(r"[0-9a-f]{32}")
# A seed, and no clock: a fault which is found today is found tomorrow.
SETTINGS = {
    "seed": 20260302,
    "continue-on-failure": True,
    "generation": {"max-examples": 5, "no-shrink": True, "database": "none"},
    "phases": {"stateful": {"enabled": False}},
    "checks": {
        # A shape cannot say which postcodes there are: what fits it may still be refused.
        "positive_data_acceptance": {"enabled": False},
        # It stumbles over sites that it calls without a network; `test_access.py` asks the same
        # of every operation.
        "ignored_auth": {"enabled": False},
    },
}


@dataclass
class Found:
    """What was asked and what was found."""

    faults: list[str] = field(default_factory=list)
    requests: int = 0
    answers: dict[str, set[int]] = field(default_factory=dict)
    stopped: str = ""


def ask_everything(town: Town, ids: Mapping[str, Sequence[str]], *, only: str = "/.*") -> Found:
    """Ask all that is in the document, or of its paths those alone that match `only`.

    Wherever an id was made up, one is put in its place that there is: `ids` has them by noun.
    """
    program, number = town.charity("larder"), count()
    turns = {noun: cycle(some) for noun, some in ids.items()}
    config = SchemathesisConfig.from_dict(SETTINGS | {"headers": program.headers})
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", town.site, config=config)
    schema = schema.include(path_regex=f"^{only}$")

    @schema.hook
    def map_path_parameters(context, parameters):
        noun = context.operation.path.split("/")[1]
        if AN_ID.fullmatch(str((parameters or {}).get("id", ""))) and noun in turns:
            parameters["id"] = next(turns[noun])
        return parameters

    @schema.hook
    def map_headers(_context, headers):
        """A good key is mostly a new one: else the first wish would be the only one that counts."""
        made_up = str((headers or {}).get("Idempotency-Key", ""))
        if A_KEY.fullmatch(made_up) and next(number) % 5:
            headers["Idempotency-Key"] = f"a-new-wish-of-a-program-{next(number)}"
        return headers

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
    for id, checks in event.recorder.checks.items():
        case = event.recorder.cases[id].value
        found.faults += [
            f"{check.name} at {case.method} {case.formatted_path} {case.query} {case.body!r}: "
            f"{check.failure_info.failure}"
            for check in checks
            if check.status is Status.FAILURE
        ]
    for id, interaction in event.recorder.interactions.items():
        found.requests += 1
        case = event.recorder.cases[id].value
        if interaction.response is not None:
            answers = found.answers.setdefault(f"{case.method} {case.operation.path}", set())
            answers.add(interaction.response.status_code)
