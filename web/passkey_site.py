"""Whom passkeys are for, and the challenge that one answer must hold, kept in the session."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import session

from matcher.service.accounts.passkeys import Site
from web.current import settings


def passkey_site() -> Site:
    """The host and the address that people type."""
    return Site(settings().host, settings().public_url)


def keep_challenge(name: str, challenge: bytes) -> None:
    """Remember what was asked; the answer uses it up."""
    session[f"challenge-{name}"] = urlsafe_b64encode(challenge).decode()


def challenge_of(name: str) -> bytes:
    """What was asked; nothing where nobody was asked, which no answer can hold."""
    return urlsafe_b64decode(session.pop(f"challenge-{name}", ""))
