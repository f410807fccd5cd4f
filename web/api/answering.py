"""Carrying out one operation: let in, read what was asked, do it (once), answer."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from matcher.domain.refusals import Busy, Invalid, NotFound
from matcher.service.answered_once import JUST_NOW, Answer, answer_once
from matcher.service.tokens import Holder
from web.api.access import let_in
from web.api.operations import BASE, Call, Noun, Operation
from web.api.problems import Mistaken
from web.api.shapes import ID_PATTERN, KEY_PATTERN, Asked, Shape
from web.current import tools
from web.security import MOST_BYTES_OF_A_REQUEST, csrf

KEY = "Idempotency-Key"
NOT_JSON = "The body is not JSON that can be read."
SEND_JSON = "Send the body as application/json."
NO_KEY = (
    "Send an Idempotency-Key: 16 to 64 letters, digits, - or _, a new one for each new wish and"
    " the same one when you try again."
)
NO_BODY = "Nothing is asked in the body of this: send it without one."
NO_SUCH_THING = "There is nothing with such an id."


def carry_out(operation: Operation) -> Callable[..., Response]:
    """The view of an operation."""

    def view(id: str = "") -> Response:
        if operation.scope is None:
            return _answered(operation.run(), operation.status)
        holder = let_in(operation.scope)
        if operation.about_one and not re.fullmatch(ID_PATTERN, id):
            raise NotFound(NO_SUCH_THING)
        asked = _asked(operation)
        if operation.keyed:
            return _done_once(operation, holder, asked, id)
        by = f"charity:{holder.charity_id}"
        begin = tools().acting if operation.writes else tools().looking
        with begin(by) as act:
            shape = operation.run(Call(act, holder, asked, id))
        return _answered(shape, operation.status)

    return view


def blueprint_of(noun: Noun) -> Blueprint:
    """The addresses of a noun. No cookie counts here, so no other site can misuse one."""
    bp = Blueprint(f"api-{noun.name}", __name__, url_prefix=BASE)
    for operation in noun.operations:
        bp.add_url_rule(
            operation.path.replace("{", "<").replace("}", ">"),
            endpoint=operation.name,
            view_func=carry_out(operation),
            methods=[operation.method],
        )
    csrf.exempt(bp)
    return bp


def _asked(operation: Operation) -> Asked:
    try:
        query = operation.query.model_validate(
            # Said twice, it is a list, and no list is asked for: better refused than half heard.
            {name: said if len(said) > 1 else said[0] for name, said in request.args.lists()}
        )
        if operation.body is not None:
            return _body(operation.body)
    except ValidationError as error:
        raise Mistaken(error) from error
    # What we would not hear is better refused than silently dropped.
    if operation.keyed and request.get_data(cache=False).strip() not in (b"", b"{}"):
        raise Invalid(NO_BODY, "body")
    return query


def _body(body: type[Asked]) -> Asked:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(SEND_JSON)
    said = request.get_data(cache=False)
    # One that does not say beforehand how long it is comes cut off there, and is no JSON any more.
    if len(said) >= MOST_BYTES_OF_A_REQUEST:
        raise RequestEntityTooLarge
    try:
        return body.model_validate_json(said, strict=True)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise BadRequest(NOT_JSON) from error
        raise


def _done_once(operation: Operation, holder: Holder, asked: Asked, id: str) -> Response:
    key = request.headers.get(KEY, "")
    if not re.fullmatch(KEY_PATTERN, key):
        raise Invalid(NO_KEY, KEY)
    wish = {"operation": operation.name, "id": id, "asked": asked.model_dump(mode="json")}
    try:
        answer = _once(operation, holder, key, wish, asked, id)
    except Busy as busy:
        if str(busy) != JUST_NOW:
            raise
        # The other one has finished, or we would still be waiting for it: now there is an answer.
        answer = _once(operation, holder, key, wish, asked, id)
    body = dict(answer.body or {})
    response = _json(body, answer.status)
    if answer.status == HTTPStatus.CREATED:
        response.headers["Location"] = f"{request.script_root}{request.path}/{body['id']}"
    if answer.again:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _once(
    operation: Operation, holder: Holder, key: str, wish: dict[str, Any], asked: Asked, id: str
) -> Answer:
    with tools().acting(f"charity:{holder.charity_id}") as act:

        def do() -> Answer:
            receipt = operation.run(Call(act, holder, asked, id))
            return Answer(operation.status, receipt.model_dump(mode="json"))

        return answer_once(act, holder, key, wish, do)


def _answered(shape: Shape, status: int) -> Response:
    return _json(shape.model_dump(mode="json"), status)


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
