"""Ids: 128 random bits, so that nobody can count, guess or sort people by them."""

import secrets

LENGTH = 32


def new_id() -> str:
    """A fresh id: 32 hexadecimal digits."""
    return secrets.token_hex(LENGTH // 2)


def new_ids(count: int) -> list[str]:
    """Fresh ids for rows that are written together: 64 random bits in common, 64 of each its own.

    They are as hard to guess, and lie side by side in every index: a thousand rows with nothing
    in common touch a thousand pages of each, and all of these have to be written.
    """
    together = secrets.token_hex(LENGTH // 4)
    return [together + secrets.token_hex(LENGTH // 4) for _ in range(count)]
