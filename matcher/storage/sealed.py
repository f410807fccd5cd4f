"""Seals for what says who somebody is: closed at rest, opened with a key from the settings.

AES-256-GCM, with a fresh random nonce each time. A seal is bound to its row: `about` goes into it,
so that a seal moved to another row does not open. Several keys may be given: the first seals,
all of them open, so that a key can be changed while everybody works.
"""

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matcher.domain.refusals import Invalid

SETTING = "NEARHAND_KEY"
HOW_TO_MAKE_ONE = "make one with `openssl rand -hex 32` and keep a copy where no backup lies"
NO_KEY = f"{SETTING} is not set, and without it people's details cannot be kept: {HOW_TO_MAKE_ONE}."
_KEY_BYTES = 32
_FORMAT = b"\x01"
_MARK_BYTES = 4
_NONCE_BYTES = 12
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class CannotOpen(Exception):
    """A seal was made with a key that is not set, was changed, or belongs to another row."""


class _Key(NamedTuple):
    mark: bytes
    cipher: AESGCM
    search: bytes


class Sealer:
    """Seals, opens, and hashes to search by; made from one key or more, the newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise Invalid(NO_KEY, SETTING)
        self._keys = [_key(master) for master in keys]

    @classmethod
    def from_text(cls, text: str) -> "Sealer":
        """Read keys of 64 hexadecimal digits, with commas between; `Invalid` for anything else."""
        return cls([_master(part.strip()) for part in text.split(",") if part.strip()])

    def seal(self, details: Mapping[str, Any], about: str) -> bytes:
        """Close a small JSON object; `about` names its row, such as `contacts:<id>`."""
        key = self._keys[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = _as_json(details).encode()
        head = _FORMAT + key.mark + nonce
        return head + key.cipher.encrypt(nonce, plain, head + about.encode())

    def open(self, seal: bytes, about: str) -> dict[str, Any]:
        """Return what was sealed for this very row; `CannotOpen` otherwise."""
        head, closed = _parted(seal)
        for key in self._keys:
            if hmac.compare_digest(key.mark, _mark_of(seal)):
                try:
                    plain = key.cipher.decrypt(head[-_NONCE_BYTES:], closed, head + about.encode())
                except InvalidTag:
                    raise CannotOpen(f"The seal of {about} is not what was put there.") from None
                details: dict[str, Any] = json.loads(plain)
                return details
        raise CannotOpen(f"The key that closed {about} is not in {SETTING}: add it after the new.")

    def is_stale(self, seal: bytes) -> bool:
        """Whether an older key closed it, so that it waits to be sealed again."""
        return not hmac.compare_digest(self._keys[0].mark, _mark_of(seal))

    def search_hash(self, text: str) -> str:
        """The hash to keep beside a seal; `text` in its normal form, with what it is before it."""
        return _hashed(self._keys[0], text)

    def search_hashes(self, text: str) -> tuple[str, ...]:
        """Every hash it may be found under: one a key, while keys are being changed."""
        return tuple(_hashed(key, text) for key in self._keys)


def contact_seal(person_id: str) -> str:
    """What the seal of a person's contact details is bound to."""
    return f"contacts:{person_id}"


def new_contact_seal(person_id: str) -> str:
    """What the seal of a contact that waits for its proof is bound to."""
    return f"new_contacts:{person_id}"


def need_seal(need_id: str) -> str:
    """What the seal of a need's details is bound to."""
    return f"need_details:{need_id}"


def note_seal(note_id: str) -> str:
    """What the seal of a note is bound to."""
    return f"notes:{note_id}"


def import_seal(import_id: str) -> str:
    """What the seal of a sheet's own words is bound to."""
    return f"imports:{import_id}"


def line_seal(import_id: str, line: int, part: str) -> str:
    """What the seals of a line are bound to: its `cells`, and what was `told` of them."""
    return f"import_lines:{import_id}:{line}:{part}"


def stop_seal(stop_id: str) -> str:
    """What the seal of an extra stop's details is bound to."""
    return f"stops:{stop_id}"


def noted_seal(stop_id: str) -> str:
    """What the seal of what a driver noted at a stop is bound to."""
    return f"stops.noted:{stop_id}"


def photo_seal(stop_id: str) -> str:
    """What the seal of a picture taken at a stop is bound to."""
    return f"stop_photos:{stop_id}"


def run_seal(run_id: str) -> str:
    """What the seal of what a charity calls a driver is bound to."""
    return f"runs:{run_id}"


def outbox_seal(outbox_id: str) -> str:
    """What the seal of a letter that waits is bound to."""
    return f"outbox:{outbox_id}"


def authenticator_seal(account_id: str) -> str:
    """What the seal of an account's second step is bound to."""
    return f"coordinators:{account_id}:authenticator"


def _key(master: bytes) -> _Key:
    derived = HKDF(
        algorithm=SHA256(), length=2 * _KEY_BYTES, salt=None, info=b"nearhand: seal and search"
    ).derive(master)
    mark = sha256(b"nearhand: mark" + master).digest()[:_MARK_BYTES]
    return _Key(mark, AESGCM(derived[:_KEY_BYTES]), derived[_KEY_BYTES:])


def _master(text: str) -> bytes:
    try:
        master = bytes.fromhex(text)
    except ValueError:
        master = b""
    # Too even a key is a placeholder that somebody forgot, not 32 random bytes.
    if len(master) != _KEY_BYTES or len(set(master)) < 8:
        raise Invalid(
            f"{SETTING} must be 64 random hexadecimal digits: {HOW_TO_MAKE_ONE}.", SETTING
        )
    return master


def _mark_of(seal: bytes) -> bytes:
    return seal[len(_FORMAT) : len(_FORMAT) + _MARK_BYTES]


def _parted(seal: bytes) -> tuple[bytes, bytes]:
    end = len(_FORMAT) + _MARK_BYTES + _NONCE_BYTES
    if not seal.startswith(_FORMAT) or len(seal) <= end:
        raise CannotOpen("This is no seal of ours.")
    return seal[:end], seal[end:]


def _hashed(key: _Key, text: str) -> str:
    return hmac.digest(key.search, text.encode(), "sha256").hex()
