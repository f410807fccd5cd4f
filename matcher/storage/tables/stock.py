"""What charities keep: places, items, lots with their accounts, and what needs hold of them."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.stock import (
    LONGEST_CODE,
    LONGEST_NAME,
    MOST_AT_ONCE,
    NEVER_BELOW_ZERO,
    Account,
    CountReason,
    Movement,
    WasteReason,
)
from matcher.storage.tables.base import Actor, Base, Id, Moment, Words, one_of
from matcher.storage.tables.log import Number

BALANCED = f"{' + '.join(Account)} = 0"
NOT_BELOW_ZERO = " AND ".join(f"{account} >= 0" for account in NEVER_BELOW_ZERO)
DATED, UNDATED = text("best_before IS NOT NULL"), text("best_before IS NULL")


class StockPlaceRow(Base):
    """Where a charity keeps things: a shelf, a church hall."""

    __tablename__ = "stock_places"
    __table_args__ = (UniqueConstraint("charity_id", "name"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    created_at: Mapped[Moment]


class StockItemRow(Base):
    """One kind of thing. `allergens_read` says that somebody has read the labels."""

    __tablename__ = "stock_items"
    __table_args__ = (
        UniqueConstraint("charity_id", "name"),
        UniqueConstraint("charity_id", "code"),
        CheckConstraint("weight_g >= 0 AND volume_ml >= 0", "size"),
        CheckConstraint("low_at >= 0", "low_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    category: Mapped[str] = mapped_column(String(32))
    contents: Mapped[str] = mapped_column(Text, default="")
    edible: Mapped[bool] = mapped_column(default=False)
    diets: Mapped[Words] = mapped_column(default=frozenset())
    allergens: Mapped[Words] = mapped_column(default=frozenset())
    allergens_read: Mapped[bool] = mapped_column(default=False)
    weight_g: Mapped[int] = mapped_column(default=0)
    volume_ml: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(LONGEST_CODE))
    low_at: Mapped[int | None]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    retired_at: Mapped[Moment | None]


class StockLotRow(Base):
    """A batch of one item at one place, with one date: its accounts, which balance.

    They are counters and not only sums over the ledger: the CHECKs refuse the parcel too many,
    whoever writes it.
    """

    __tablename__ = "stock_lots"
    __table_args__ = (
        CheckConstraint(BALANCED, "balanced"),
        CheckConstraint(NOT_BELOW_ZERO, "not_below_zero"),
        CheckConstraint("received <= 0", "received_is_owed"),
        # Of one item, place and date there is one lot; NULLs differ from each other in SQL.
        Index(
            "uq_stock_lots_dated",
            "item_id",
            "place_id",
            "best_before",
            unique=True,
            sqlite_where=DATED,
            postgresql_where=DATED,
        ),
        Index(
            "uq_stock_lots_undated",
            "item_id",
            "place_id",
            unique=True,
            sqlite_where=UNDATED,
            postgresql_where=UNDATED,
        ),
        Index(None, "place_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    item_id: Mapped[Id] = mapped_column(ForeignKey("stock_items.id"))
    place_id: Mapped[Id] = mapped_column(ForeignKey("stock_places.id"))
    best_before: Mapped[date | None]
    free: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    picked: Mapped[int] = mapped_column(default=0)
    delivered: Mapped[int] = mapped_column(default=0)
    wasted: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    received: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]


class StockHoldingRow(Base):
    """What one unit of a need holds of one lot, and how far it has come to it."""

    __tablename__ = "stock_holdings"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "need_id"], ["units.id", "units.need_id"]),
        UniqueConstraint("unit_id", "lot_id"),
        CheckConstraint("reserved >= 0 AND picked >= 0 AND delivered >= 0", "not_below_zero"),
        Index(None, "need_id"),
        Index(
            "ix_stock_holdings_kept",
            "lot_id",
            sqlite_where=text("reserved + picked > 0"),
            postgresql_where=text("reserved + picked > 0"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    lot_id: Mapped[Id] = mapped_column(ForeignKey("stock_lots.id"))
    need_id: Mapped[Id]
    unit_id: Mapped[Id]
    reserved: Mapped[int] = mapped_column(default=0)
    picked: Mapped[int] = mapped_column(default=0)
    delivered: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[Moment]


class DonationRow(Base):
    """Something that somebody brought. Who it was is kept for a week, to thank them."""

    __tablename__ = "donations"
    __table_args__ = (Index(None, "charity_id", "given_on"), Index(None, "person_id"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    given_on: Mapped[date]
    created_at: Mapped[Moment]


class StockMovementRow(Base):
    """One line of the ledger: so many of a lot went from one account to another.

    Lines of one entry were written together. A line is never changed or removed (triggers see to
    that): what was wrong is undone by a line that goes the way back, once.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint(f"quantity BETWEEN 1 AND {MOST_AT_ONCE}", "quantity"),
        CheckConstraint("source <> target", "goes_somewhere"),
        CheckConstraint("(kind = 'undone') = (undoes IS NOT NULL)", "undoes_a_line"),
        UniqueConstraint("undoes"),
        Index(None, "item_id", "id"),
        Index(None, "lot_id"),
        Index(None, "entry_id"),
        Index(None, "holding_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    entry_id: Mapped[Id]
    at: Mapped[Moment]
    by: Mapped[Actor]
    item_id: Mapped[Id] = mapped_column(ForeignKey("stock_items.id"))
    lot_id: Mapped[Id] = mapped_column(ForeignKey("stock_lots.id"))
    kind: Mapped[Movement] = mapped_column(one_of(Movement, "kind"))
    source: Mapped[Account] = mapped_column(one_of(Account, "source"))
    target: Mapped[Account] = mapped_column(one_of(Account, "target"))
    quantity: Mapped[int]
    holding_id: Mapped[Id | None] = mapped_column(ForeignKey("stock_holdings.id"))
    donation_id: Mapped[Id | None] = mapped_column(ForeignKey("donations.id"))
    waste_reason: Mapped[WasteReason | None] = mapped_column(one_of(WasteReason, "waste_reason"))
    count_reason: Mapped[CountReason | None] = mapped_column(one_of(CountReason, "count_reason"))
    undoes: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("stock_movements.id"))
