"""The VAPID key pair: made once, kept as text, public half in the browser's form."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.push import vapid
from tests.pushservice import vapid_claims


def test_a_kept_key_signs_as_its_public_half_says() -> None:
    pem = vapid.make()
    headers = vapid.signer(pem).sign({"aud": "https://push.example", "sub": "mailto:a@b.example"})
    claims, key = vapid_claims(headers["Authorization"])
    assert claims["aud"] == "https://push.example"
    assert key == vapid.public_key(pem)


def test_the_public_half_is_an_uncompressed_point_without_padding() -> None:
    text = vapid.public_key(vapid.make())
    assert len(text) == 87
    assert base64.urlsafe_b64decode(text + "=")[0] == 4


def test_two_keys_are_never_the_same() -> None:
    assert vapid.make() != vapid.make()


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)],
    ids=["P-384", "RSA"],
)
def test_a_key_of_another_kind_is_refused(key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(vapid.VapidKeyUnusable):
        vapid.public_key(pem)


def test_text_that_is_no_key_is_refused() -> None:
    with pytest.raises(vapid.VapidKeyUnusable):
        vapid.signer("not a key")
