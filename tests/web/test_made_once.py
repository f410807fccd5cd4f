"""What everybody opens asks the database nothing that is made anew for each visitor.

To make a question takes five times as long as to ask it: two that every need's page asked were half
of what the page took, and nobody saw it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import Dialect, Engine, event

from matcher.bootstrap import Tools
from matcher.storage import asking
from matcher.storage.ready import Ready
from tests.web.asking import Visitor
from tests.web.volunteering import a_volunteer
from web.app import create_app

Opened = Callable[[Visitor], str]


def a_need(visitor: Visitor) -> str:
    return f"/n/{visitor.asks()}"


def a_volunteers_own(visitor: Visitor) -> str:
    return f"/v/{a_volunteer(visitor.tools).own}"


@contextmanager
def heard() -> Iterator[list[Any]]:
    """Every question that is asked meanwhile, as the thing that it was made of.

    Most are kept as the driver takes them, by what they were made of; others SQLAlchemy asks.
    """
    asked: list[Any] = []
    kept = asking.question_ready

    def hear(_connection: object, question: object, *_more: object) -> None:
        asked.append(question)

    def hear_ready(dialect: Dialect, question: asking.Question) -> Ready:
        asked.append(question)
        return kept(dialect, question)

    event.listen(Engine, "before_execute", hear)
    with mock.patch.object(asking, "question_ready", hear_ready):
        yield asked
    event.remove(Engine, "before_execute", hear)


@pytest.mark.parametrize("opened", [a_need, a_volunteers_own])
def test_the_second_visitor_is_asked_for_with_the_questions_of_the_first(
    tools: Tools, opened: Opened
):
    visitor = Visitor(create_app(tools))
    page = opened(visitor)
    with heard() as first:
        assert visitor.get(page).status_code == 200
    with heard() as second:
        assert visitor.get(page).status_code == 200
    assert second, "a page of somebody's own is read from the database"
    known = {id(question) for question in first}
    assert [str(question) for question in second if id(question) not in known] == []
