"""The API's document as a page to read: made by our own template, with nothing from elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import render_template

from matcher.domain.scopes import LETS_ONE
from web.api.document import SAYS

Json = dict[str, Any]
_SHAPES = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter: its name, and what it holds in words, some of them shapes."""

    name: str
    kind: str
    required: bool
    says: str


@dataclass(frozen=True, slots=True)
class Method:
    """One operation, in words."""

    name: str
    method: str
    path: str
    summary: str
    more: str
    scope: str
    wants_key: bool
    parameters: tuple[Field, ...]
    body: str
    example: str
    answers: tuple[tuple[str, str, str], ...]

    @property
    def steps(self) -> list[str]:
        """The path in parts between which a line may break."""
        return [f"/{part}" for part in self.path.strip("/").split("/")]


@dataclass(frozen=True, slots=True)
class ShapeSaid:
    """One shape, with its fields."""

    name: str
    says: str
    fields: tuple[Field, ...]


def page(document: Json) -> str:
    """The page of a document."""
    schemas = document["components"]["schemas"]
    return render_template(
        "api/docs.html",
        about=document["info"]["description"].split("\n\n"),
        server=document["servers"][0]["url"],
        scopes=LETS_ONE,
        nouns=[
            (tag["name"], tag["description"], list(_methods(document, tag["name"])))
            for tag in document["tags"]
        ],
        statuses=SAYS,
        names=set(schemas),
        shapes=[
            _shape(name, schema, schemas)
            for name, schema in sorted(schemas.items())
            if "enum" not in schema
        ],
    )


def _methods(document: Json, tag: str) -> Iterable[Method]:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            if said["tags"] != [tag]:
                continue
            body = _name(_json_schema(said.get("requestBody", {})))
            [example] = schemas.get(body, {}).get("examples", [None])
            yield Method(
                name=said["operationId"],
                method=method.upper(),
                path=path,
                summary=said["summary"],
                more=said["description"],
                scope=next((one["token"][0] for one in said["security"]), ""),
                wants_key=any(one["in"] == "header" for one in said["parameters"]),
                parameters=tuple(
                    _field(one["name"], one["schema"] | one, one["required"], schemas)
                    for one in said["parameters"]
                    if one["in"] == "query"
                ),
                body=body,
                example=json.dumps(example, indent=2, ensure_ascii=False) if example else "",
                answers=tuple(
                    (status, answer["description"], _name(_json_schema(answer)))
                    for status, answer in said["responses"].items()
                ),
            )


def _shape(name: str, schema: Json, schemas: Json) -> ShapeSaid:
    required = set(schema.get("required", ()))
    return ShapeSaid(
        name,
        schema.get("description", ""),
        tuple(
            _field(field, said, field in required, schemas)
            for field, said in schema.get("properties", {}).items()
        ),
    )


def _field(name: str, schema: Json, required: bool, schemas: Json) -> Field:
    return Field(name, _kind(schema, schemas), required, schema.get("description", ""))


def _kind(schema: Json, schemas: Json) -> str:
    """What a value is, in a few words.

    >>> _kind({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}, {})
    'integer, from 0, or null'
    """
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf") or schema["oneOf"]
        return ", or ".join(_kind(one, schemas) for one in choices)
    if "$ref" in schema:
        there = schemas[_name(schema)]
        return _kind(there, schemas) if "enum" in there else _name(schema)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}), schemas)}"
    words = [str(schema.get("format") or schema.get("type") or "any")]
    for key, word in (
        ("minimum", "from"),
        ("maximum", "to"),
        ("maxLength", "at most so many letters:"),
        ("default", "by default"),
    ):
        if schema.get(key) is not None:
            words.append(f"{word} {json.dumps(schema[key])}")
    return ", ".join(words)


def _json_schema(said: Json) -> Json:
    content: Json = next(iter(said.get("content", {}).values()), {})
    schema: Json = content.get("schema", {})
    return schema


def _name(schema: Json) -> str:
    return str(schema.get("$ref", "")).removeprefix(_SHAPES)
