"""“Is one of these”, for many ids: one value for the database, however many they are.

SQLAlchemy writes a question mark for each of a thousand ids and goes through them several times,
which takes longer than finding the rows.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from matcher.storage.database import Store


def among(store: Store, column: Any, ids: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a column is one of these texts; they may be none."""
    texts = sorted(set(ids))
    condition: ColumnElement[bool]
    if store.get_bind().dialect.name == "sqlite":
        each = func.json_each(literal(json.dumps(texts))).table_valued("value")
        condition = column.in_(select(each.c.value))
    else:
        condition = column == func.any(bindparam(None, texts, ARRAY(String), unique=True))
    return condition
