"""Private links by the thousand, as a round makes them; see `matcher.storage.writing.links`."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from matcher.domain.links import LinkPurpose
from matcher.storage.ids import new_ids
from matcher.storage.sealed import Sealer
from matcher.storage.tables import LinkRow
from matcher.storage.writing.links import SECRET_BYTES, Subject
from matcher.storage.writing.many_rows import ManyRows

_COLUMNS = (
    "id",
    "token_hash",
    "person_id",
    "need_id",
    "match_id",
    "purpose",
    "created_at",
    "expires_at",
    "tries",
    "is_code",
)


def make_links(
    sealer: Sealer,
    purpose: LinkPurpose,
    subjects: Sequence[Subject],
    *,
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[list[str], ManyRows]:
    """Make a link for each subject; return their secrets, and the rows that keep them."""
    made = _new_secrets(len(subjects))
    alike = purpose, now, expires_at, 0, False
    rows = [
        (id, sealer.search_hash(f"link:{secret}"), *subject[:3], *alike)
        for id, secret, subject in zip(new_ids(len(subjects)), made, subjects, strict=True)
    ]
    return made, ManyRows(LinkRow, _COLUMNS, rows)


def _new_secrets(count: int) -> list[str]:
    """As `secrets.token_urlsafe` draws them, all at once."""
    drawn = secrets.token_bytes(count * SECRET_BYTES)
    return [
        urlsafe_b64encode(drawn[at : at + SECRET_BYTES]).rstrip(b"=").decode()
        for at in range(0, len(drawn), SECRET_BYTES)
    ]
