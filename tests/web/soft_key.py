"""A passkey without a device: it signs what a browser with one would send (WebAuthn, ES256)."""

import hashlib
import json
from base64 import urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from matcher.service.accounts.keeping import NewPasskey

USER_IS_PRESENT = 1


class SoftKey:
    """A key pair under an id of its own."""

    def __init__(self, credential_id: bytes) -> None:
        self.id = credential_id
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self) -> NewPasskey:
        """What is kept of it."""
        point = self._key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        return NewPasskey(self.id, cose, "Soft", 0, "single_device", "secondary", False)

    def answer(self, challenge: str, origin: str, host: str, *, count: int = 1) -> str:
        """What a browser sends, as our form carries it; `challenge` as the page has it."""
        said = {"type": "webauthn.get", "challenge": challenge, "origin": origin}
        client = json.dumps(said).encode()
        data = hashlib.sha256(host.encode()).digest() + bytes([USER_IS_PRESENT])
        data += count.to_bytes(4, "big")
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return json.dumps(
            {
                "id": _text(self.id),
                "rawId": _text(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {name: _text(part) for name, part in parts.items()},
            }
        )


def _text(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
