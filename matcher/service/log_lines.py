"""The log of every process: one JSON object a line, of fields that are named here and no others.

A field is an id, a word of ours, a number or a place in the code. What people wrote, who they are
and where they live is no field, so that it cannot end up in a log by accident.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from traceback import extract_tb
from typing import IO

from matcher.domain.refusals import Away

FIELDS = (
    *("request", "method", "page", "status", "ms"),
    *("job", "did", "worker", "outbox", "kind", "became"),
    *("fault", "where", "why"),
)
HOUSE = "nearhand"
_as_json = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, what happened, and the fields that were given."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; what an error says of itself is left out."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        said = vars(record)
        line |= {name: said[name] for name in FIELDS if name in said}
        return _as_json(line)


@contextmanager
def logging_to(stream: IO[str], name: str = HOUSE) -> Iterator[None]:
    """Write what our loggers say to a stream; `name` for only a part of the house."""
    logger = logging.getLogger(name)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def fault(error: BaseException) -> dict[str, object]:
    """What may be said of an error: its kind and where it was, not its text.

    But for what we lean on and is away: that is said to whoever runs the service, of no person.
    """
    where = [f"{at.filename}:{at.lineno} in {at.name}" for at in extract_tb(error.__traceback__)]
    said: dict[str, object] = {"fault": type(error).__name__, "where": where}
    return said | {"why": str(error)} if isinstance(error, Away) else said
