"""The server's name towards push services: a VAPID key pair (RFC 8292), P-256."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid


class VapidKeyUnusable(Exception):
    """The stored key is no P-256 private key: the server must not start."""


def make() -> str:
    """A new private key as PEM (PKCS 8), to be kept with the other secrets."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def signer(pem: str) -> Vapid:
    """The key, ready to sign."""
    return Vapid(_private(pem))


def public_key(pem: str) -> str:
    """The public point, uncompressed, base64url without padding: what a browser subscribes with."""
    point = _private(pem).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _private(pem: str) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except ValueError as reason:
        raise VapidKeyUnusable("no PEM private key") from reason
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise VapidKeyUnusable("not on the curve P-256")
    return key
