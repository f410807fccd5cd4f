"""Who holds a token, and what a charity reaches."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from matcher.domain.roles import Scope
from matcher.domain.scopes import TokenScope
from matcher.storage.database import Store
from matcher.storage.reading.drawn_areas import scope_of_charity
from matcher.storage.reading.verified import is_verified
from matcher.storage.sealed import Sealer
from matcher.storage.tables import AreaRow, CharityRow, TokenRow
from matcher.storage.writing.tokens import said


@dataclass(frozen=True, slots=True)
class Holder:
    """A charity as its token shows it: what the token may do, and where the charity works."""

    token_id: str
    charity_id: str
    scopes: frozenset[str]
    reach: Scope

    def may(self, scope: TokenScope) -> bool:
        """Whether the token has this scope."""
        return scope in self.scopes


def holder_of(store: Store, sealer: Sealer, secret: str, *, now: datetime) -> Holder | None:
    """Whose token this is; None unless it stands and its charity has not ended."""
    row = store.scalar(
        select(TokenRow)
        .join(CharityRow, CharityRow.id == TokenRow.charity_id)
        .where(TokenRow.token_hash.in_(sealer.search_hashes(said(secret))))
        .where(TokenRow.revoked_at.is_(None), is_verified())
        .where(or_(TokenRow.expires_at.is_(None), TokenRow.expires_at > now))
    )
    if row is None:
        return None
    boroughs = store.scalars(select(AreaRow.borough).where(AreaRow.charity_id == row.charity_id))
    reach = scope_of_charity(store, row.charity_id, list(boroughs))
    return Holder(row.id, row.charity_id, row.scopes, reach)


def charity_with_slug(store: Store, slug: str) -> str | None:
    """The id of a charity by its short name, None where there is none or it has ended."""
    found = select(CharityRow.id).where(CharityRow.slug == slug, CharityRow.ended_at.is_(None))
    return store.scalar(found)
