"""The accounts of charities' staff, how they sign in, what each is where, and may see."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.roles import Role
from matcher.storage.tables.base import Actor, Base, Borough, Id, Moment, one_of


class CoordinatorRow(Base):
    """One account; nobody else has any. The columns of signing in are named as Flask-Security does.

    `fs_uniquifier` is what a session knows: a new one ends every session. `tf_totp_secret` is
    sealed, and asked for once `tf_primary_method` says so. `mf_recovery_codes` are keyed hashes.
    `role` tells administrators from others, and of those no more: theirs is `MembershipRow.role`.
    """

    __tablename__ = "coordinators"

    id: Mapped[Id] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    confirmed_at: Mapped[Moment | None]
    signed_in_at: Mapped[Moment | None]
    invited_by: Mapped[Actor | None]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]


class MembershipRow(Base):
    """What somebody is at one charity. What they see there is in `ScopeRow`, by borough; without
    a membership those say nothing."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role <> 'administrator'", name="nobody_administers_one"),
        Index(None, "charity_id"),
    )

    coordinator_id: Mapped[Id] = mapped_column(
        ForeignKey("coordinators.id", ondelete="CASCADE"), primary_key=True
    )
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))


class ScopeRow(Base):
    """One charity and borough that a coordinator may see; an administrator needs none."""

    __tablename__ = "scopes"
    __table_args__ = (Index(None, "charity_id", "borough"),)

    coordinator_id: Mapped[Id] = mapped_column(
        ForeignKey("coordinators.id", ondelete="CASCADE"), primary_key=True
    )
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"), primary_key=True)
    borough: Mapped[Borough] = mapped_column(primary_key=True)


class PasskeyRow(Base):
    """A passkey of one account."""

    __tablename__ = "passkeys"
    __table_args__ = (Index(None, "coordinator_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    coordinator_id: Mapped[Id] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    extensions: Mapped[str | None] = mapped_column(Text)
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
