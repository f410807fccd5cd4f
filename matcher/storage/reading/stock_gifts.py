"""What somebody gave: read back for the page behind their thank-you."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from matcher.domain.stock import Movement
from matcher.storage.database import Store
from matcher.storage.tables import CharityRow, DonationRow, StockItemRow, StockMovementRow


@dataclass(frozen=True, slots=True)
class Gift:
    """A donation: to whom, when, and so many of what."""

    charity: str
    given_on: date
    things: tuple[tuple[str, int], ...]


def gift_of(store: Store, donation_id: str) -> Gift | None:
    """The donation of an id; what was entered by mistake and undone is not in it."""
    found = store.execute(
        select(CharityRow.name, DonationRow.given_on)
        .join(CharityRow, CharityRow.id == DonationRow.charity_id)
        .where(DonationRow.id == donation_id)
    ).one_or_none()
    if found is None:
        return None
    line = StockMovementRow
    back = select(line.undoes).where(line.undoes.is_not(None))
    things = store.execute(
        select(StockItemRow.name, func.sum(line.quantity))
        .join(StockItemRow, StockItemRow.id == line.item_id)
        .where(
            line.donation_id == donation_id,
            line.kind == Movement.RECEIVED,
            line.id.not_in(back),
        )
        .group_by(StockItemRow.name)
        .order_by(StockItemRow.name)
    )
    return Gift(found.name, found.given_on, tuple((name, int(count)) for name, count in things))
