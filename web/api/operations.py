"""What the API can do, said once: each operation is a row that is both carried out and documented.

A noun's module makes a `Noun` and hangs its verbs on it. `web/api/answering.py` carries an
operation out, `web/api/document.py` writes it down, and neither can know one that the other does
not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from matcher.domain.scopes import TokenScope
from matcher.service.acting import Act
from matcher.service.tokens import Holder
from web.api.shapes import Asked, Nothing, Shape

BASE = "/api/v1"
Question = TypeVar("Question", bound=Asked)


@dataclass(frozen=True, slots=True)
class Call(Generic[Question]):
    """One call of an operation: what was asked, by whom, and the id in its path."""

    act: Act
    holder: Holder
    asked: Question
    id: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    `scope` None is open to everybody, and `run` then takes nothing. `writes` runs in a
    transaction that is kept. `keyed` wants an Idempotency-Key. `may` are the statuses of what can
    go wrong beyond those that the rest of the row implies.
    """

    name: str
    noun: str
    method: str
    path: str
    says: str
    run: Callable[..., Shape]
    answer: type[Shape]
    scope: TokenScope | None
    query: type[Asked] = Nothing
    body: type[Asked] | None = None
    status: int = 200
    writes: bool = False
    may: frozenset[int] = frozenset()

    @property
    def keyed(self) -> bool:
        """Whether it wants a key, so that it is done once."""
        return self.method == "POST"

    @property
    def about_one(self) -> bool:
        """Whether its path names one thing by its id."""
        return "{id}" in self.path

    @property
    def refusals(self) -> tuple[int, ...]:
        """The statuses with which it may refuse."""
        found = {422, 500, 503, *self.may}
        if self.scope is None:
            return tuple(sorted(self.may | {422, 500}))
        found |= {401, 403, 429}
        if self.about_one:
            found.add(404)
        if self.writes and self.method != "GET":
            found.add(409)
        if self.body is not None:
            found |= {400, 415}
        if self.body is not None or self.keyed:
            found.add(413)
        return tuple(sorted(found))


class Noun:
    """The operations of one noun."""

    def __init__(self, name: str, says: str) -> None:
        self.name = name
        self.says = says
        self.operations: list[Operation] = []

    def open(self, path: str, answer: type[Shape]) -> Callable[[Any], Any]:
        """An operation that reads, without a token."""
        return self._said("GET", path, answer=answer, scope=None)

    def reads(
        self,
        path: str,
        answer: type[Shape],
        scope: TokenScope,
        *,
        query: type[Asked] = Nothing,
        leaves_a_note: bool = False,
    ) -> Callable[[Any], Any]:
        """An operation that reads; one that leaves a note of it needs a transaction to write."""
        return self._said(
            "GET", path, answer=answer, scope=scope, query=query, writes=leaves_a_note
        )

    def does(
        self,
        path: str,
        answer: type[Shape],
        scope: TokenScope,
        *,
        body: type[Asked] | None = None,
        status: int = 200,
        method: str = "POST",
        may: Iterable[int] = (),
    ) -> Callable[[Any], Any]:
        """An operation that changes something: once for each key where it is a POST."""
        return self._said(
            method,
            path,
            answer=answer,
            scope=scope,
            body=body,
            status=status,
            writes=True,
            may=frozenset(may),
        )

    def _said(self, method: str, path: str, **said: Any) -> Callable[[Any], Any]:
        def add(run: Callable[..., Shape]) -> Callable[..., Shape]:
            words = " ".join((run.__doc__ or "").split())
            self.operations.append(
                Operation(run.__name__, self.name, method, path, words, run, **said)
            )
            return run

        return add
