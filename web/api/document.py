"""The OpenAPI 3.1 document, written from the same rows that the API is carried out from."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from matcher.domain.scopes import LETS_ONE
from web.api.operations import BASE, Noun, Operation
from web.api.shapes import ID_PATTERN, Asked, Key, Nothing, Problem, Shape

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
ABOUT = """\
Neighbours help neighbours; this is the way in for the programs of charities.

A charity's token reaches its own people, and the needs and offers of where it works. Of other
people's needs and offers it learns the kind of help, the borough and a 1 km cell. How to reach
somebody is a question of its own, and each such look is noted and shown to that person.

Lists come a page at a time, the newest first; send `next` as `cursor` for the one after. Every POST
wants an Idempotency-Key, a name of your own for this one wish, so that you can try again without
doing a thing twice: with the same body it is done once and answered the same.

What goes wrong is problem JSON (RFC 9457) with a sentence in `detail`, also where there is no such
address (404) or it cannot do this (405). RateLimit headers say how much more may be asked this
minute; after a 429 or a 503 wait for as long as Retry-After says. Times are in UTC."""
SAYS: dict[int, str] = {
    400: "The body is not JSON.",
    401: "No token, or one that does not work.",
    403: "The token lacks the scope, or this belongs to somebody else's people.",
    404: "There is no such thing that this charity may see.",
    409: "How things stand does not allow it, or somebody was first.",
    413: "The body is too long.",
    415: "The body is not application/json.",
    422: "Something is to be put right first; `errors` or `field` say what.",
    429: "Too many requests in this minute.",
    500: "Something broke, and it is our fault; please tell us its `request`.",
    503: "Somebody else is writing just now: ask again.",
}
_HEADERS: dict[str, tuple[str, str]] = {
    "X-Request-ID": ("The id of this request, to tell us.", "string"),
    "RateLimit": (
        'How many more in this minute, and when it is over: `"minute";r=599;t=42`.',
        "string",
    ),
    "RateLimit-Policy": ('How many a minute, in seconds: `"minute";q=600;w=60`.', "string"),
    "Retry-After": ("Seconds to wait.", "integer"),
    "WWW-Authenticate": ("`Bearer`.", "string"),
    "Idempotency-Replayed": ("`true` where this key was answered before.", "string"),
    "Location": ("Where to read what was made.", "string"),
}


def document(nouns: Sequence[Noun], server: str) -> Json:
    """All of the API; `server` is the address that people type."""
    operations = [operation for noun in nouns for operation in noun.operations]
    paths: dict[str, Json] = {}
    schemas = _schemas(operations)
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _written(
            operation, schemas
        )
    for question in {one.query for one in operations}:
        schemas.pop(question.__name__, None)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Nearhand", "version": "1", "description": ABOUT},
        "servers": [{"url": server + BASE}],
        "tags": [{"name": noun.name, "description": noun.says} for noun in nouns],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {
                name: {"description": says, "schema": {"type": kind}}
                for name, (says, kind) in _HEADERS.items()
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Scopes: "
                    + "; ".join(f"`{scope}` to {lets}" for scope, lets in LETS_ONE.items())
                    + ".",
                }
            },
        },
    }


def _schemas(operations: Iterable[Operation]) -> dict[str, Json]:
    shapes: set[type[Shape]] = {one.answer for one in operations}
    asked: set[type[Asked]] = {one.body for one in operations if one.body}
    asked |= {one.query for one in operations}
    models: list[tuple[type[BaseModel], Any]] = [
        # What it has not is left out of it.
        (Problem, "validation"),
        *((shape, "serialization") for shape in sorted(shapes, key=lambda one: one.__name__)),
        *((shape, "validation") for shape in sorted(asked, key=lambda one: one.__name__)),
    ]
    _, made = models_json_schema(models, ref_template=_REF)
    found: dict[str, Json] = made["$defs"]
    return found


def _written(operation: Operation, schemas: dict[str, Json]) -> Json:
    summary, _, more = operation.says.partition(". ")
    said: Json = {
        "operationId": operation.name,
        "tags": [operation.noun],
        "summary": summary.rstrip("."),
        "description": more,
        "parameters": list(_parameters(operation, schemas)),
        "responses": _responses(operation),
        # OpenAPI 3.1 lets any scheme name the scopes that it asks for.
        "security": [] if operation.scope is None else [{"token": [str(operation.scope)]}],
    }
    if operation.body is not None:
        schema = {"$ref": _REF.format(model=operation.body.__name__)}
        said["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return said


def _parameters(operation: Operation, schemas: dict[str, Json]) -> Iterable[Json]:
    if operation.about_one:
        yield {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "Its id, as the lists say it.",
            "schema": {"type": "string", "pattern": ID_PATTERN},
        }
    if operation.keyed:
        extra = Key.__metadata__[0]  # type: ignore[attr-defined]
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": extra.description,
            "schema": {"type": "string", "pattern": extra.metadata[0].pattern},
            # Of its own for each operation: the same one would be another wish with an old key.
            "example": f"{operation.name}-2026-03-02-row-17",
        }
    if operation.query is not Nothing:
        for name, schema in schemas[operation.query.__name__]["properties"].items():
            yield _query_parameter(name, schema)


def _query_parameter(name: str, schema: Json) -> Json:
    """Without its null: what is not asked about is left out of an address."""
    schema = {key: value for key, value in schema.items() if key != "title"}
    choices = [one for one in schema.pop("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        # What is said of this very parameter is more than what is said of all of its kind.
        schema = choices[0] | schema
    if schema.get("default", 0) is None:
        del schema["default"]
    says = schema.pop("description", "")
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": schema,
    } | ({"description": says} if says else {})


def _responses(operation: Operation) -> Json:
    good = {"$ref": _REF.format(model=operation.answer.__name__)}
    made = ("Location",) if operation.status == HTTPStatus.CREATED else ()
    again = ("Idempotency-Replayed",) if operation.keyed else ()
    said: Json = {
        str(operation.status): {
            "description": HTTPStatus(operation.status).phrase,
            "headers": _headers(operation, *made, *again),
            "content": {"application/json": {"schema": good}},
        }
    }
    problem = {"$ref": _REF.format(model="Problem")}
    for status in operation.refusals:
        wait = ("Retry-After",) if status in (429, 503) else ()
        door = ("WWW-Authenticate",) if status == HTTPStatus.UNAUTHORIZED else ()
        said[str(status)] = {
            "description": SAYS[status],
            "headers": _headers(operation, *wait, *door),
            "content": {"application/problem+json": {"schema": problem}},
        }
    return said


def _headers(operation: Operation, *more: str) -> Json:
    """What comes with every answer of an operation, and with this one."""
    counted = () if operation.scope is None else ("RateLimit", "RateLimit-Policy")
    names = ("X-Request-ID", *counted, *more)
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
