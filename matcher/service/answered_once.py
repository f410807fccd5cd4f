"""Deeds that programs ask for with a key of their own, done once however often they ask."""

from collections.abc import Callable, Mapping
from typing import Any

from matcher.service.acting import Act
from matcher.service.tokens import Holder
from matcher.storage.writing.idempotency import JUST_NOW, Answer, once

__all__ = ["JUST_NOW", "Answer", "answer_once"]


def answer_once(
    act: Act, holder: Holder, key: str, asked: Mapping[str, Any], do: Callable[[], Answer]
) -> Answer:
    """Do it, or say what was said when this key came before.

    A token's keys are its own. `Invalid` when the key came with something else. What was asked is
    kept as a keyed hash.
    """
    return once(act.store, act.sealer, f"token:{holder.token_id}", key, asked, do, now=act.now)
