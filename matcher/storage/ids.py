"""Ids: 128 random bits, so that nobody can count, guess or sort people by them."""

import secrets

LENGTH = 32
SIDE_BY_SIDE = 200


def new_id() -> str:
    """A fresh id: 32 hexadecimal digits."""
    return secrets.token_hex(LENGTH // 2)


def new_ids(count: int) -> list[str]:
    """Fresh ids for rows that are written together: 64 random bits in common, 64 of each its own.

    They are as hard to guess, and lie side by side in every index: a thousand rows with nothing
    in common touch a thousand pages of each, and all of these have to be written. After
    `SIDE_BY_SIDE` of them come the next 64 bits, so that rows of one batch share a few pages
    however many were drawn.
    """
    half = LENGTH // 2
    drawn = secrets.token_hex(count * half // 2)
    common = secrets.token_hex((count // SIDE_BY_SIDE + 1) * half // 2)
    return [
        common[at // SIDE_BY_SIDE * half :][:half] + drawn[at * half : (at + 1) * half]
        for at in range(count)
    ]
