"""Charities: any voluntary organisation or group, the boroughs it covers, its API tokens."""

from sqlalchemy import ForeignKey, Index, String
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
