"""Web push on its way out: encrypted, signed, one warm connection pool, never an exception.

The address is chosen by a client, so three things stand between it and the network: the allow-list
of rules.py, a resolver that hides private addresses, and no redirects.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from http_ece import ECEException
from py_vapid import Vapid
from pywebpush import WebPushException, webpush_async

from server.clock import HOUR, SECOND, Clock
from server.push import rules
from server.push.rules import Outcome

TIMEOUT_S = 5.0
CHUNK = 2
CONNECTIONS_PER_HOST = 64
KEEP_ALIVE_S = 120
ANSWER_BYTES = 1024
PAYLOAD_BYTES = 3993  # RFC 8291, 4
CLAIM_LIVES_MS = 12 * HOUR  # RFC 8292 allows 24 h


@dataclass(frozen=True)
class Target:
    """Where one browser waits: its push service's address and its two public values, base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Push:
    target: Target
    payload: bytes
    urgent: bool = True


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    status: int | None = None
    retry_after_ms: int | None = None


class Sender:
    """One per process. `subject` is the operator's mailto: or https: contact, `local_hosts` the
    loopback `host:port` of a test service, `tls` a context that trusts it."""

    def __init__(
        self,
        key: Vapid,
        subject: str,
        clock: Clock,
        *,
        local_hosts: Collection[str] = (),
        timeout_s: float = TIMEOUT_S,
        tls: ssl.SSLContext | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._key = key
        self._subject = subject
        self._clock = clock
        self._local_hosts = frozenset(local_hosts)
        self._timeout_s = timeout_s
        self._tls = tls
        self._resolver = resolver
        self._service: _PushService | None = None

    async def open(self) -> None:
        names = frozenset(urlsplit(f"//{host}").hostname or "" for host in self._local_hosts)
        connector = aiohttp.TCPConnector(
            limit=0,
            limit_per_host=CONNECTIONS_PER_HOST,
            keepalive_timeout=KEEP_ALIVE_S,
            resolver=PublicOnly(self._resolver or ThreadedResolver(), names),
            ssl=self._tls or True,
        )
        session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=self._timeout_s),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        self._service = _PushService(session)

    async def close(self) -> None:
        if self._service:
            await self._service.session.close()
            self._service = None

    async def __aenter__(self) -> Sender:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def send_all(self, pushes: Sequence[Push]) -> list[Result]:
        """Results in the order of `pushes`, when the last one has come."""
        found = {number: result async for number, result in self.send_each(pushes)}
        return [found[number] for number in range(len(pushes))]

    async def send_each(self, pushes: Sequence[Push]) -> AsyncIterator[tuple[int, Result]]:
        """(position, result), each as soon as it is known: a service that hangs holds up nobody
        else's. Encrypting fifty costs some 50 ms of processor: between chunks the loop goes round,
        so that sockets do not wait for it."""
        waiting: set[asyncio.Task[tuple[int, Result]]] = set()
        try:
            for number, push in enumerate(pushes):
                waiting.add(asyncio.create_task(self._numbered(number, push)))
                if number % CHUNK == CHUNK - 1:
                    await asyncio.sleep(0)
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in waiting:
                task.cancel()

    async def _numbered(self, number: int, push: Push) -> tuple[int, Result]:
        return number, await self.send(push.target, push.payload, urgent=push.urgent)

    async def send(self, target: Target, payload: bytes, *, urgent: bool) -> Result:
        """Hand one message to its push service. Never raises."""
        if not rules.allowed(target.endpoint, self._local_hosts):
            return Result(Outcome.REFUSED)
        if len(payload) > PAYLOAD_BYTES:
            return Result(Outcome.POISON)
        try:
            status = await self._post(target, payload, urgent)
        except WebPushException as answer:
            return self._unwelcome(answer)
        except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError, a bad certificate too
            return Result(Outcome.LATER)
        except (ValueError, LookupError, ECEException):
            return Result(Outcome.REFUSED)  # its keys are no keys: nothing can ever be sent
        except Exception:  # whatever else: one strange subscription must not silence an alarm
            return Result(Outcome.LATER)
        return Result(Outcome.DELIVERED, status)

    async def _post(self, target: Target, payload: bytes, urgent: bool) -> int:
        if self._service is None:
            raise OSError("the sender is not open")
        answer: Any = await webpush_async(
            {
                "endpoint": target.endpoint,
                "keys": {"p256dh": target.p256dh, "auth": target.auth},
            },
            data=payload,
            vapid_private_key=self._key,
            vapid_claims=self._claims(target.endpoint),
            ttl=rules.TTL_S,
            headers={"Urgency": "high" if urgent else "normal"},
            aiohttp_session=self._service,
        )
        return int(answer.status)

    def _claims(self, endpoint: str) -> dict[str, str | int]:
        parts = urlsplit(endpoint)
        return {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": (self._clock.now() + CLAIM_LIVES_MS) // SECOND,
            "sub": self._subject,
        }

    def _unwelcome(self, answer: WebPushException) -> Result:
        status = answer.status_code
        if status is None:
            return Result(Outcome.REFUSED)  # refused before it left: a key is missing or malformed
        wait = retry_after_ms(answer.retry_after, self._clock.now())
        return Result(rules.outcome_of(status), status, wait)


def retry_after_ms(header: str | None, now: int) -> int | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3) as milliseconds from now; None if unreadable."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text) * SECOND
    try:
        return max(0, int(parsedate_to_datetime(text).timestamp() * SECOND) - now)
    except (ValueError, OverflowError):
        return None


class PublicOnly(AbstractResolver):
    """Hides every address that is not on the public internet, so that a name which is allowed
    cannot be pointed at a machine behind the server."""

    def __init__(self, inner: AbstractResolver, local_names: Collection[str]) -> None:
        self._inner = inner
        self._local_names = local_names

    async def resolve(self, host: str, *where: Any, **how: Any) -> list[ResolveResult]:
        found = await self._inner.resolve(host, *where, **how)
        if host in self._local_names:
            kept = [a for a in found if ipaddress.ip_address(a["host"]).is_loopback]
        else:
            kept = [a for a in found if _is_public(a["host"])]
        if not kept:
            raise OSError(None, "no public address")
        return kept

    async def close(self) -> None:
        await self._inner.close()


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    carried = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return bool(carried.is_global and ip.is_global and not carried.is_multicast)


@dataclass(frozen=True)
class _Answer:
    """The part of an answer that counts. The body is a stranger's: read short, then dropped."""

    status: int
    reason: str
    headers: Any

    async def text(self) -> str:
        return ""


class _PushService:
    """What webpush_async takes for a session: it would follow redirects and read any body."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def post(self, url: str, **request: Any) -> _Answer:
        request.pop("timeout", None)  # pywebpush always passes one; the session's own holds
        async with self.session.post(url, allow_redirects=False, **request) as answer:
            with suppress(asyncio.IncompleteReadError):
                await answer.content.readexactly(ANSWER_BYTES)
            return _Answer(answer.status, answer.reason or "", answer.headers)
