"""Offers on their way: each move and each change is one guarded update."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from matcher.domain.life_cycles import OFFER_MOVES, OfferStatus, how_it_stands
from matcher.domain.refusals import Conflict, NotFound
from matcher.storage.database import Store
from matcher.storage.tables import OfferRow

NO_SUCH_OFFER = "There is no such offer."
TOO_MANY_HELD = (
    "You have more people waiting for you at this moment than that: please hand one back first, or"
    " choose a higher number."
)


def move_offer(
    store: Store,
    offer_id: str,
    to: OfferStatus,
    *,
    now: datetime,
    paused_until: date | None = None,
) -> None:
    """Pause, take up or end an offer; `Conflict` with how it stands where it cannot."""
    starts = {start for start, moves in OFFER_MOVES.items() if to in moves}
    values: dict[str, Any] = {"status": to, "changed_at": now, "paused_until": paused_until}
    if to is OfferStatus.ACTIVE:
        values["confirmed_at"] = now
    if to is OfferStatus.ENDED:
        values["ended_at"] = now
    done = store.execute(
        update(OfferRow)
        .where(OfferRow.id == offer_id, OfferRow.status.in_(starts))
        .values(**values)
        .returning(OfferRow.id)
    ).one_or_none()
    if done is None:
        raise _why_not(store, offer_id)


def hold_offer(store: Store, offer_id: str) -> None:
    """Let whoever else takes a place of this offer wait, and wait for whoever is taking one."""
    store.execute(select(OfferRow.id).where(OfferRow.id == offer_id).with_for_update())


def put_offer_off(store: Store, offer_id: str, *, paused_until: date | None, now: datetime) -> None:
    """Give a pause that stands another end."""
    done = store.execute(
        update(OfferRow)
        .where(OfferRow.id == offer_id, OfferRow.status == OfferStatus.PAUSED)
        .values(paused_until=paused_until, changed_at=now)
        .returning(OfferRow.id)
    ).one_or_none()
    if done is None:
        raise _why_not(store, offer_id)


def rewrite_offer(store: Store, offer_id: str, said: Mapping[str, Any], *, now: datetime) -> None:
    """Change what an offer says; never below the places that matches hold just now."""
    guards = [OfferRow.id == offer_id, OfferRow.status != OfferStatus.ENDED]
    if "capacity" in said:
        guards.append(OfferRow.held <= said["capacity"])
    done = store.execute(
        update(OfferRow)
        .where(*guards)
        .values(**said, changed_at=now, confirmed_at=now)
        .returning(OfferRow.id)
    ).one_or_none()
    if done is None:
        raise _why_not(store, offer_id, full=True)


def _why_not(store: Store, offer_id: str, *, full: bool = False) -> Conflict | NotFound:
    status = store.scalar(select(OfferRow.status).where(OfferRow.id == offer_id))
    if status is None:
        return NotFound(NO_SUCH_OFFER)
    if full and status is not OfferStatus.ENDED:
        return Conflict(TOO_MANY_HELD)
    return Conflict(how_it_stands(status))
