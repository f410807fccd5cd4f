"""A charity's ledger of stock as a sheet: every line of it, the first one first."""

from matcher.domain.london_time import in_london
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.listed import Listed
from matcher.service.stock_desk import charity_in_scope
from matcher.storage.reading.stock_ledger import ledger_of_charity

HEADER = (
    "number",
    "at",
    "item",
    "place",
    "best_before",
    "movement",
    "from",
    "to",
    "quantity",
    "reference",
    "why",
    "by",
    "taken_back",
)


def the_ledger(act: Act, desk: Desk, charity_id: str) -> Listed:
    """What its pages show item by item, in one list: nobody's name but those of the staff."""
    charity_in_scope(act, desk, charity_id, Right.SEE_STOCK)
    rows = []
    for item, line in ledger_of_charity(act.store, charity_id):
        why = line.waste_reason or line.count_reason
        rows.append(
            [
                str(line.number),
                f"{in_london(line.at):%Y-%m-%d %H:%M}",
                item,
                line.place,
                line.best_before.isoformat() if line.best_before else "",
                line.kind.value,
                line.source.value,
                line.target.value,
                str(line.quantity),
                line.reference or "",
                why.value if why else "",
                line.name or "",
                "yes" if line.undone else "no",
            ]
        )
    return Listed(HEADER, rows)
