"""A button that is pressed twice does its work once: forms by their idempotency key."""

from collections.abc import Callable, Mapping
from typing import Any

from matcher.service.acting import Act
from matcher.storage.writing.idempotency import Answer, once

Ids = Mapping[str, str | None]


def once_pressed(
    act: Act, page: str, key: str, asked: Mapping[str, Any], do: Callable[[], Ids]
) -> Ids:
    """Do it, or return the ids that it gave when this filling-in of the page came before.

    `asked` is what was filled in, of which only a keyed hash is kept; the same key with something
    else is `Invalid`. What `do` returns is kept as it is, so it holds ids and nothing else.
    """
    answer = once(
        act.store,
        act.sealer,
        f"form:{page}",
        key,
        asked,
        lambda: Answer(200, dict(do())),
        now=act.now,
    )
    return answer.body or {}
