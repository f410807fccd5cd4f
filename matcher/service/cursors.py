"""Where a page ended, as a word that says nothing to those who carry it to the next.

It is sealed: the moment in it would tell when somebody asked for help. One list's word does not
open another's.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime

from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.storage.reading.keyset import After
from matcher.storage.sealed import CannotOpen

NO_CURSOR = "This cursor leads nowhere: leave it out to begin at the first page."


def cursor_of(act: Act, of: str, after: After | None) -> str | None:
    """The word for where a page ended; None where it was the last. `of` names the list."""
    if after is None:
        return None
    sealed = act.sealer.seal({"at": after.at.isoformat(), "id": after.id}, f"cursor:{of}")
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def after_cursor(act: Act, of: str, cursor: str | None) -> After | None:
    """Where the page before ended, None for the first; `Invalid` for a word that is not ours."""
    if cursor is None:
        return None
    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        found = act.sealer.open(sealed, f"cursor:{of}")
    except (CannotOpen, NotBase64, ValueError) as error:
        raise Invalid(NO_CURSOR, "cursor") from error
    return After(datetime.fromisoformat(found["at"]), found["id"])
