"""`/rounds`: what the batch runs did."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from matcher.domain.scopes import TokenScope
from matcher.service.charity_reach import round_seen, rounds_seen
from matcher.service.cursors import after_cursor, cursor_of
from web.api.operations import Call, Noun
from web.api.shapes import Id, Next, Nothing, PageAsked, Shape

noun = Noun("rounds", "The log of rounds: each pairs all that is open, and proves how well.")


class Round(Shape):
    """One round in numbers. Where `objective` equals `lower_bound`, no pairing can be better."""

    id: Id
    slot: Annotated[datetime, Field(description="The time it was due; each runs once.")]
    started_at: datetime
    finished_at: Annotated[datetime | None, Field(description="Null while it runs.")]
    needs: int
    units: int
    offers: int
    matched: Annotated[int, Field(description="Units that it paired.")]
    recorded: Annotated[int, Field(description="Of these, proposals that were made.")]
    skipped: Annotated[int, Field(description="Of these, what something else had overtaken.")]
    objective: int | None
    lower_bound: int | None
    gap: float | None


class RoundPage(Shape):
    """A page of rounds, the newest first."""

    items: list[Round]
    next: Next


@noun.reads("/rounds", RoundPage, TokenScope.ROUNDS_READ, query=PageAsked)
def list_rounds(call: Call[PageAsked]) -> RoundPage:
    """The log of rounds, the newest first."""
    after = after_cursor(call.act, "rounds", call.asked.cursor)
    page = rounds_seen(call.act, after, call.asked.limit)
    return RoundPage(
        items=[Round.model_validate(one) for one in page.lines],
        next=cursor_of(call.act, "rounds", page.next),
    )


@noun.reads("/rounds/{id}", Round, TokenScope.ROUNDS_READ)
def get_round(call: Call[Nothing]) -> Round:
    """One round."""
    return Round.model_validate(round_seen(call.act, call.id))
