"""What is set aside for nobody any more, so that the clock puts it back."""

from sqlalchemy import and_, or_, select

from matcher.domain.life_cycles import NeedStatus
from matcher.storage.database import Store
from matcher.storage.reading.on_runs import is_coming
from matcher.storage.tables import NeedRow, StockHoldingRow, StockItemRow, StockLotRow, UnitRow


def kept_for_nobody(store: Store, most: int) -> list[str]:
    """Holdings with something set aside for what is closed, or for another charity's need; ids."""
    over = or_(
        NeedRow.status == NeedStatus.CLOSED,
        # What was missed on its own date is closed by then, and may come with a later run.
        and_(UnitRow.closed_at.is_not(None), ~is_coming()),
        and_(NeedRow.charity_id.is_not(None), NeedRow.charity_id != StockItemRow.charity_id),
    )
    found = (
        select(StockHoldingRow.id)
        .join(NeedRow, NeedRow.id == StockHoldingRow.need_id)
        .join(UnitRow, UnitRow.id == StockHoldingRow.unit_id)
        .join(StockLotRow, StockLotRow.id == StockHoldingRow.lot_id)
        .join(StockItemRow, StockItemRow.id == StockLotRow.item_id)
        .where(StockHoldingRow.reserved > 0, over)
        .order_by(StockHoldingRow.id)
        .limit(most)
    )
    return list(store.scalars(found))
