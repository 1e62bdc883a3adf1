"""A push service for tests: real HTTP on loopback, real decryption (RFC 8291), no mercy.

It plays both the browser (it makes the subscriptions and holds their private keys) and the
browser maker's service (it checks TTL, Urgency and the VAPID token, and answers as it is told).
"""

from __future__ import annotations

import asyncio
import base64
import datetime
import ipaddress
import json
import os
import ssl
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import http_ece
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from py_vapid import jwt

Manner = int | Literal["hang", "drop"]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Arrived:
    """One request that reached the service, whatever was answered."""

    name: str
    plain: bytes
    ttl: int
    urgency: str
    encoding: str
    claims: dict[str, Any]
    key: str
    at: float = field(default_factory=time.time)

    @property
    def json(self) -> Any:
        return json.loads(self.plain)


@dataclass
class Browser:
    """One subscription: keys as a browser makes them, and how the service answers for it."""

    name: str
    endpoint: str
    private: ec.EllipticCurvePrivateKey
    secret: bytes
    manner: list[Manner] = field(default_factory=list)
    retry_after: str | None = None
    arrived: list[Arrived] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        point = self.private.public_key()
        return b64(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return b64(self.secret)

    def answers(self, *manner: Manner, retry_after: str | None = None) -> None:
        """Answer like this, in turn; the last one stays."""
        self.manner = list(manner)
        self.retry_after = retry_after

    def _next(self) -> Manner:
        if not self.manner:
            return 201
        return self.manner.pop(0) if len(self.manner) > 1 else self.manner[0]

    def decrypt(self, body: bytes) -> bytes:
        opened: bytes = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return opened


class PushService:
    """`origin` once it runs. Every request is recorded in `arrived`, in order."""

    def __init__(self) -> None:
        self.origin = ""
        self.arrived: list[Arrived] = []
        self.refusals: list[str] = []
        self.connections = 0
        self._browsers: dict[str, Browser] = {}
        self._peers: set[Any] = set()
        self._anything = asyncio.Condition()
        self._closing = asyncio.Event()

    @property
    def host(self) -> str:
        return self.origin.partition("//")[2]

    def browser(self, name: str) -> Browser:
        """Subscribe a browser."""
        made = Browser(
            name=name,
            endpoint=f"{self.origin}/push/{name}",
            private=ec.generate_private_key(ec.SECP256R1()),
            secret=os.urandom(16),
        )
        self._browsers[name] = made
        return made

    async def wait_for(self, count: int, timeout_s: float = 10) -> list[Arrived]:
        """Until `count` requests have arrived. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s), self._anything:
            await self._anything.wait_for(lambda: len(self.arrived) >= count)
        return self.arrived

    async def receive(self, request: web.Request) -> web.StreamResponse:
        peer = request.transport
        if peer not in self._peers:
            self._peers.add(peer)
            self.connections += 1
        browser = self._browsers.get(request.match_info["name"])
        if browser is None:
            return web.Response(status=404)
        try:
            arrived = self._open(browser, request, await request.read())
        except Exception as reason:
            self.refusals.append(repr(reason))
            return web.Response(status=400, text=repr(reason))
        await self._record(browser, arrived)
        return await self._answer(browser, request)

    def _open(self, browser: Browser, request: web.Request, body: bytes) -> Arrived:
        claims, key = vapid_claims(request.headers["Authorization"])
        if claims["aud"] != self.origin:
            raise ValueError(f"aud {claims['aud']}, not {self.origin}")
        if not claims["sub"].startswith(("mailto:", "https://")):
            raise ValueError(f"sub {claims['sub']}")
        return Arrived(
            name=browser.name,
            plain=browser.decrypt(body),
            ttl=int(request.headers["TTL"]),
            urgency=request.headers["Urgency"],
            encoding=request.headers["Content-Encoding"],
            claims=claims,
            key=key,
        )

    async def _record(self, browser: Browser, arrived: Arrived) -> None:
        browser.arrived.append(arrived)
        self.arrived.append(arrived)
        async with self._anything:
            self._anything.notify_all()

    async def _answer(self, browser: Browser, request: web.Request) -> web.StreamResponse:
        manner = browser._next()
        if manner == "hang":
            await self._closing.wait()
        if isinstance(manner, str):
            if request.transport:
                request.transport.abort()
            return web.Response()
        headers = {"Retry-After": browser.retry_after} if browser.retry_after else {}
        if manner in (301, 302, 307, 308):
            headers["Location"] = f"{self.origin}/elsewhere"
        return web.Response(status=manner, headers=headers)

    async def elsewhere(self, _request: web.Request) -> web.Response:
        """Where redirects point: nobody should ever come here."""
        self.refusals.append("a redirect was followed")
        return web.Response(status=201)

    def close(self) -> None:
        self._closing.set()


def vapid_claims(authorization: str) -> tuple[dict[str, Any], str]:
    """Claims and public key of an `Authorization: vapid t=…,k=…` header (RFC 8292), its signature
    verified. Raises cryptography's InvalidSignature."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() != "vapid":
        raise ValueError(f"scheme {scheme}")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    return jwt.decode(parts["t"], parts["k"]), parts["k"]


@asynccontextmanager
async def push_service(tls: ssl.SSLContext | None = None) -> AsyncIterator[PushService]:
    """A running service on a free loopback port."""
    service = PushService()
    app = web.Application()
    app.router.add_post("/push/{name}", service.receive)
    app.router.add_route("*", "/elsewhere", service.elsewhere)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    port = runner.addresses[0][1]
    service.origin = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield service
    finally:
        service.close()
        await runner.cleanup()


def self_signed() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS contexts for 127.0.0.1: the service's, and that of a client which trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key).public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        pem = Path(folder) / "both.pem"
        pem.write_bytes(secret + certificate)
        serving.load_cert_chain(pem)
    return serving, ssl.create_default_context(cadata=certificate.decode())


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push service of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
