"""Encryption at rest.

Every text, name, contact and exact point is sealed by a *data key* with AES-256-GCM (random 96-bit
nonce). Data keys are wrapped by the newest *epoch* of the master key and stored in the database;
the master key lives in a file outside it. The associated data names the exact place of a value
(`table|column|row`), so that two swapped ciphertexts do not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """The key is gone, or the value was not sealed for this place."""


def new_key() -> bytes:
    """A fresh AES-256 key."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Nonce and ciphertext of `plain`, bound to `place`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """What was sealed. Raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as reason:
        raise Unreadable(place) from reason


def blind(key: bytes, value: str) -> str:
    """Blind index (HMAC-SHA-256): equality can be looked up, the value cannot be read."""
    return hmac.new(key, value.strip().casefold().encode(), hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    """How a random secret of ours is stored: SHA-256 is enough for 128 random bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(a: str, b: str) -> bool:
    """Comparison in constant time."""
    return hmac.compare_digest(a.encode(), b.encode())
