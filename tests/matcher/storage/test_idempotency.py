"""What was asked before is kept as a keyed hash, so that nobody can guess people out of it."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from matcher.domain.refusals import Invalid
from matcher.storage.database import Database
from matcher.storage.sealed import Sealer
from matcher.storage.tables import IdempotencyRow
from matcher.storage.writing.idempotency import Answer, once
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW

ASKED = {"name": "Omar", "phone": "07700 900321"}
OTHERS = Sealer.from_text("fedcba9876543210" * 4)


def ask(database: Database, key: str, asked: dict[str, str], sealer: Sealer = SEALER) -> Answer:
    with database.begin() as store:
        return once(store, sealer, "form:a-page", key, asked, lambda: Answer(200, {}), now=NOW)


def test_what_was_asked_cannot_be_guessed_by_who_has_no_key(database: Database):
    ask(database, "ours", ASKED)
    ask(database, "theirs", ASKED, OTHERS)
    with database.read() as store:
        kept = set(store.scalars(select(IdempotencyRow.body_hash)))
    words = json.dumps(ASKED, sort_keys=True)
    assert len(kept) == 2
    assert sha256(words.encode()).hexdigest() not in kept


def test_the_same_key_with_something_else_is_still_refused(database: Database):
    assert not ask(database, "a-key", ASKED).again
    assert ask(database, "a-key", dict(reversed(ASKED.items()))).again
    with pytest.raises(Invalid):
        ask(database, "a-key", ASKED | {"name": "Rosa"})
