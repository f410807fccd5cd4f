"""Charities: any voluntary organisation or group, who vouches for it, what it says, its tokens."""

from datetime import date

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Actor, Base, Borough, Hash, Id, Moment, Words


class CharityRow(Base):
    """One charity."""

    __tablename__ = "charities"

    id: Mapped[Id] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class AreaRow(Base):
    """A borough in a charity's service area."""

    __tablename__ = "areas"
    __table_args__ = (Index(None, "borough"),)

    charity_id: Mapped[Id] = mapped_column(
        ForeignKey("charities.id", ondelete="CASCADE"), primary_key=True
    )
    borough: Mapped[Borough] = mapped_column(primary_key=True)


class DrawnAreaRow(Base):
    """The ring that a charity drew around where it works; its `areas` follow from it.

    `corners` are whole metres in order (`DrawnArea.as_text`). `boroughs` are those that it may work
    in, and works in again once it draws nothing any more; the ring holds postcodes of `lies_in`.
    """

    __tablename__ = "drawn_areas"

    charity_id: Mapped[Id] = mapped_column(
        ForeignKey("charities.id", ondelete="CASCADE"), primary_key=True
    )
    corners: Mapped[str] = mapped_column(Text)
    boroughs: Mapped[Words]
    lies_in: Mapped[Words]
    drawn_at: Mapped[Moment]
    drawn_by: Mapped[Actor]


class DrawnEdgeRow(Base):
    """One side of that ring as a condition reads it (`Edge`): the database asks what lies within.

    `run` and `rise` have 64 bits, so that what is multiplied by them has, too.
    """

    __tablename__ = "drawn_edges"
    __table_args__ = (CheckConstraint("rise = north - south AND rise > 0", "goes_north"),)

    charity_id: Mapped[Id] = mapped_column(
        ForeignKey("drawn_areas.charity_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    south: Mapped[int]
    north: Mapped[int]
    easting: Mapped[int]
    run: Mapped[int] = mapped_column(BigInteger)
    rise: Mapped[int] = mapped_column(BigInteger)


class RegistrationRow(Base):
    """A charity that registered by itself; it is pending until this is settled.

    Charities that an administrator named have none. Settled, one is verified, or has ended.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", "settled_by_somebody"),
    )

    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    coordinator_id: Mapped[Id] = mapped_column(ForeignKey("coordinators.id"))
    registered_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]
    settled_by: Mapped[Actor | None]


class VouchRow(Base):
    """A charity puts its name to another; one for each charity, and one for each account."""

    __tablename__ = "vouches"
    __table_args__ = (
        UniqueConstraint("charity_id", "coordinator_id"),
        CheckConstraint("charity_id <> by_charity_id", "not_for_oneself"),
    )

    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    by_charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    coordinator_id: Mapped[Id] = mapped_column(ForeignKey("coordinators.id"))
    at: Mapped[Moment]


class CharityPageRow(Base):
    """What a charity says of itself for everybody to read; phone and e-mail are public ones."""

    __tablename__ = "charity_pages"

    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    does: Mapped[str] = mapped_column(Text)
    categories: Mapped[Words]
    opening: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(16))
    phone: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200))
    website: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[Moment]


class IntakePauseRow(Base):
    """A charity takes no new needs until a day; afterwards the row says nothing any more."""

    __tablename__ = "intake_pauses"

    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(200))
    until: Mapped[date]
    by: Mapped[Actor]
    at: Mapped[Moment]


class TokenRow(Base):
    """A bearer token for the API, kept as its hash."""

    __tablename__ = "tokens"
    __table_args__ = (Index(None, "charity_id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[Words]
    created_by: Mapped[Actor]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
