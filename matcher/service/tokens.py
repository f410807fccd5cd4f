"""Tokens with which a charity's own programs come in: made, taken back, and looked up."""

from collections.abc import Collection
from datetime import timedelta

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.scopes import TokenScope
from matcher.service.acting import Act
from matcher.storage.reading.tokens import Holder, charity_with_slug, holder_of
from matcher.storage.writing.tokens import new_token, note_use, revoke_tokens, stands

LONGEST_NAME = 80
MOST_DAYS = 730

__all__ = ["Holder", "holder", "make_token", "note_use_of", "revoke_token"]


def make_token(
    act: Act, charity: str, name: str, scopes: Collection[TokenScope], *, days: int = MOST_DAYS
) -> str:
    """Make a token for the charity with this short name; return its secret, shown once.

    `name` says which program it is for, so that it can be taken back; it is used once at a time.
    """
    charity_id = _charity(act, charity)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid(
            "Give the token a name of at most %(most)s letters.", "name", most=LONGEST_NAME
        )
    if not scopes:
        raise Invalid("Say what the token may do: at least one --scope.", "scopes")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("A token lives from 1 to %(most)s days.", "days", most=MOST_DAYS)
    if stands(act.store, charity_id, name, now=act.now):
        raise Conflict(
            "%(charity)s has a token “%(name)s” already: take that one back first, or choose"
            " another name.",
            charity=charity,
            name=name,
        )
    token_id, secret = new_token(
        act.store,
        act.sealer,
        charity_id,
        name,
        scopes,
        by=act.by,
        now=act.now,
        expires_at=act.now + timedelta(days=days),
    )
    act.note("token_made", "token", token_id, charity=charity_id, scopes=" ".join(sorted(scopes)))
    return secret


def revoke_token(act: Act, charity: str, name: str) -> int:
    """Take back the tokens of this name at once; return how many, `NotFound` for none."""
    revoked = revoke_tokens(act.store, _charity(act, charity), name, now=act.now)
    if not revoked:
        raise NotFound(
            "%(charity)s has no token “%(name)s” that still works.", charity=charity, name=name
        )
    for token_id in revoked:
        act.note("token_revoked", "token", token_id)
    return len(revoked)


def holder(act: Act, secret: str) -> Holder | None:
    """Whose token this is, None for one that is none, was taken back or has run out."""
    return holder_of(act.store, act.sealer, secret, now=act.now)


def note_use_of(act: Act, holder: Holder) -> None:
    """Note that a token is in use."""
    note_use(act.store, holder.token_id, now=act.now)


def _charity(act: Act, slug: str) -> str:
    charity_id = charity_with_slug(act.store, slug)
    if charity_id is None:
        raise NotFound("There is no charity “%(slug)s”: look at its short name again.", slug=slug)
    return charity_id
