"""Pushes against a service that decrypts them, and against one that misbehaves."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from server.clock import ManualClock
from server.push import vapid
from server.push.rules import Outcome
from server.push.sender import PublicOnly, Push, Sender, Target, retry_after_ms
from tests.pushservice import Browser, PushService, push_service, self_signed

PEM = vapid.make()
CLOCK = ManualClock(1_900_000_000_000)


def sender(service: PushService, **options: Any) -> Sender:
    return Sender(
        vapid.signer(PEM), "mailto:push@example.org", CLOCK, local_hosts={service.host}, **options
    )


def target(browser: Browser) -> Target:
    return Target(browser.endpoint, browser.p256dh, browser.auth)


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


async def test_the_browser_reads_what_was_sent(service: PushService) -> None:
    maya = service.browser("maya")
    async with sender(service) as out:
        result = await out.send(target(maya), "une amie a écrit".encode(), urgent=True)
    assert (result.outcome, result.status) == (Outcome.DELIVERED, 201)
    assert maya.arrived[0].plain.decode() == "une amie a écrit"
    assert service.refusals == []


async def test_an_alarm_is_urgent_and_lives_an_hour(service: PushService) -> None:
    maya = service.browser("maya")
    async with sender(service) as out:
        await out.send(target(maya), b"now", urgent=True)
        await out.send(target(maya), b"soon", urgent=False)
    assert [(a.ttl, a.urgency) for a in maya.arrived] == [(3600, "high"), (3600, "normal")]
    assert maya.arrived[0].encoding == "aes128gcm"


async def test_the_token_names_this_service_this_server_and_its_end(service: PushService) -> None:
    maya = service.browser("maya")
    async with sender(service) as out:
        await out.send(target(maya), b"now", urgent=True)
    arrived = maya.arrived[0]
    assert arrived.key == vapid.public_key(PEM)
    assert arrived.claims == {
        "aud": service.origin,
        "exp": CLOCK.now() // 1000 + 12 * 3600,
        "sub": "mailto:push@example.org",
    }


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (400, Outcome.POISON),
        (413, Outcome.POISON),
        (500, Outcome.LATER),
        ("drop", Outcome.LATER),
        ("hang", Outcome.LATER),
    ],
)
async def test_every_failure_is_a_result(
    service: PushService, manner: Any, outcome: Outcome
) -> None:
    maya = service.browser("maya")
    maya.answers(manner)
    patience = 0.2 if manner == "hang" else 60.0  # a slow machine is no failure of the service
    async with sender(service, timeout_s=patience) as out:
        result = await out.send(target(maya), b"now", urgent=True)
    assert result.outcome is outcome
    assert result.status == (manner if isinstance(manner, int) else None)


async def test_the_wait_a_busy_service_asks_for_is_told(service: PushService) -> None:
    maya = service.browser("maya")
    maya.answers(429, retry_after="7")
    async with sender(service) as out:
        result = await out.send(target(maya), b"now", urgent=True)
    assert (result.outcome, result.retry_after_ms) == (Outcome.LATER, 7_000)


async def test_a_redirect_is_not_followed(service: PushService) -> None:
    maya = service.browser("maya")
    maya.answers(307)
    async with sender(service) as out:
        result = await out.send(target(maya), b"now", urgent=True)
    assert (result.outcome, result.status) == (Outcome.POISON, 307)
    assert service.refusals == []


async def test_one_that_hangs_delays_nobody_else(service: PushService) -> None:
    names = [service.browser(f"b{n}") for n in range(50)]
    names[0].answers("hang")
    async with sender(service, timeout_s=30) as out:
        sending = asyncio.create_task(out.send_all([Push(target(b), b"now") for b in names]))
        await service.wait_for(50)
        assert not sending.done()
        sending.cancel()
    assert all(len(b.arrived) == 1 for b in names)


async def test_results_stand_in_the_order_of_the_pushes(service: PushService) -> None:
    names = [service.browser(f"b{n}") for n in range(20)]
    names[3].answers(410)
    names[11].answers(500)
    async with sender(service) as out:
        results = await out.send_all([Push(target(b), b"now") for b in names])
    failed = {n: r.outcome for n, r in enumerate(results) if r.outcome is not Outcome.DELIVERED}
    assert failed == {3: Outcome.GONE, 11: Outcome.LATER}


async def test_each_result_comes_as_soon_as_it_is_known(service: PushService) -> None:
    names = [service.browser(f"b{n}") for n in range(12)]
    names[0].answers("hang")
    names[7].answers(410)
    seen = {}
    async with sender(service, timeout_s=30) as out:
        async for number, result in out.send_each([Push(target(b), b"now") for b in names]):
            seen[number] = result.outcome
            if len(seen) == 11:
                break
    assert 0 not in seen
    assert seen[7] is Outcome.GONE


async def test_connections_stay_warm(service: PushService) -> None:
    maya = service.browser("maya")
    async with sender(service) as out:
        for _ in range(10):
            await out.send(target(maya), b"now", urgent=True)
    assert service.connections == 1


async def test_an_address_off_the_list_is_never_written_to(service: PushService) -> None:
    maya = service.browser("maya")
    out = Sender(vapid.signer(PEM), "mailto:push@example.org", CLOCK)
    async with out:
        result = await out.send(target(maya), b"now", urgent=True)
    assert result.outcome is Outcome.REFUSED
    assert service.arrived == []


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("", ""), ("AAAA", "AAAA"), ("B" * 87, "A" * 22), ("é", "é"), ("!", "!")],
)
async def test_keys_that_are_none_refuse_the_subscription(
    service: PushService, p256dh: str, auth: str
) -> None:
    endpoint = service.browser("maya").endpoint
    async with sender(service) as out:
        result = await out.send(Target(endpoint, p256dh, auth), b"now", urgent=True)
    assert result.outcome is Outcome.REFUSED


async def test_a_message_too_long_for_any_service_is_set_aside(service: PushService) -> None:
    maya = service.browser("maya")
    async with sender(service) as out:
        assert (await out.send(target(maya), b"x" * 3994, urgent=True)).outcome is Outcome.POISON
        assert (await out.send(target(maya), b"x" * 3993, urgent=True)).status == 201


async def test_a_closed_sender_loses_nothing(service: PushService) -> None:
    maya = service.browser("maya")
    out = sender(service)
    assert (await out.send(target(maya), b"now", urgent=True)).outcome is Outcome.LATER


async def test_a_certificate_nobody_vouches_for_is_not_believed() -> None:
    serving, trusting = self_signed()
    async with push_service(serving) as service:
        maya = service.browser("maya")
        async with sender(service) as out:
            assert (await out.send(target(maya), b"x", urgent=True)).outcome is Outcome.LATER
        async with sender(service, tls=trusting) as out:
            assert (await out.send(target(maya), b"x", urgent=True)).outcome is Outcome.DELIVERED


class Names(AbstractResolver):
    """Answers every name with the given addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, *_where: Any, **_how: Any) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=a, port=443, family=socket.AF_INET, proto=0, flags=0)
            for a in self._addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  (an address that must be refused)
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:a00:1::",
    ],
)
async def test_an_allowed_name_pointing_at_a_private_address_is_not_followed(
    service: PushService, address: str
) -> None:
    maya = service.browser("maya")
    lured = Target("https://fcm.googleapis.com/fcm/send/x", maya.p256dh, maya.auth)
    async with sender(service, resolver=Names(address)) as out:
        result = await out.send(lured, b"now", urgent=True)
    assert result == type(result)(Outcome.LATER)
    with pytest.raises(OSError, match="no public address"):
        await PublicOnly(Names(address), ()).resolve("fcm.googleapis.com", 443)


async def test_public_addresses_are_kept_and_private_ones_beside_them_dropped() -> None:
    found = await PublicOnly(Names("10.0.0.1", "8.8.8.8"), ()).resolve("web.push.apple.com", 443)
    assert [a["host"] for a in found] == ["8.8.8.8"]


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    now = 1_784_116_800_000  # 2026-07-15 12:00:00 UTC
    assert retry_after_ms("120", now) == 120_000
    assert retry_after_ms("Wed, 15 Jul 2026 12:00:30 GMT", now) == 30_000
    assert retry_after_ms("Wed, 15 Jul 2026 11:00:00 GMT", now) == 0
    assert [retry_after_ms(text, now) for text in (None, "", "soon", "-3", "٣")] == [None] * 5
