"""Ids: 128 random bits, so that nobody can count, guess or sort people by them."""

import secrets

LENGTH = 32


def new_id() -> str:
    """A fresh id: 32 hexadecimal digits."""
    return secrets.token_hex(LENGTH // 2)
