"""Subscriptions and the outbox, against a push service that really decrypts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from server import crypto, errors
from server.alerts.tables import Place
from server.clock import DAY, MINUTE, SECOND
from server.erasure import actions as erasure
from server.people import actions as accounts
from server.people import entry
from server.people.doorkeeper import People
from server.people.messages import Update
from server.positions.tables import Standing
from server.push import actions as push
from server.push import outbox, store, vapid
from server.push.messages import Subscription as Wish
from server.push.messages import Test as SelfTest
from server.push.sender import Sender
from server.push.tables import Outgoing, Subscription
from server.vault.tables import DataKey
from server.worker import Wake, Worker
from tests.engines import Engine
from tests.people import PARIS, Someone, Town, live_in
from tests.pushservice import Browser, PushService, push_service


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as running:
        yield running


@pytest.fixture
async def town(engine: Engine, service: PushService) -> AsyncIterator[Town]:
    """A town whose push service is the one of the test."""
    settings = await engine.fresh(push_hosts=(service.host,))
    async with live_in(engine, settings) as lived:
        yield lived
    await engine.forget(settings)


def sender(town: Town, **options: Any) -> Sender:
    services = town.house.services
    hosts = services.settings.push_hosts
    signer = vapid.signer(push.vapid_pem(services))
    return Sender(signer, "mailto:p@example.org", town.clock, local_hosts=hosts, **options)


async def deliver(town: Town, **options: Any) -> int:
    """One round of one worker. How many it took."""
    async with sender(town, **options) as out:
        return await outbox.do_deliver(town.house.services, out)


async def subscribe(somebody: Someone, service: PushService, name: str = "") -> Browser:
    browser = service.browser(name or somebody.name)
    wish = Wish(endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    await push.do_subscribe(somebody.town.house.services, somebody.actor, wish)
    return browser


async def alarm(town: Town, service: PushService, size: int = 1) -> list[Browser]:
    """Camille launches; so many sleepers with a subscription each are alarmed."""
    camille = await (await town.person("camille")).stands(*PARIS)
    sleepers = [await town.settle_at(48.86, 2.35, awake=False) for _ in range(size)]
    browsers = [await subscribe(somebody, service) for somebody in sleepers]
    await camille.launches()
    return browsers


async def test_an_alarm_arrives_and_is_settled(town: Town, service: PushService) -> None:
    (nour,) = await alarm(town, service)
    assert await deliver(town) == 1
    assert (nour.arrived[0].ttl, nour.arrived[0].urgency) == (3600, "high")
    assert await store.states() == {"sent": 1}
    assert await deliver(town) == 0


async def test_every_device_of_hers_is_woken(town: Town, service: PushService) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await town.settle_at(48.86, 2.35, awake=False)
    phone = await subscribe(nour, service, "phone")
    laptop = await subscribe(nour, service, "laptop")
    await camille.launches()
    await deliver(town)
    assert [len(phone.arrived), len(laptop.arrived)] == [1, 1]


async def test_the_text_is_neutral(town: Town, service: PushService) -> None:
    (nour,) = await alarm(town, service)
    await deliver(town)
    told = nour.arrived[0].json
    assert set(told) == {"k", "i"}
    plain = nour.arrived[0].plain.decode().lower()
    assert not [word for word in ("camille", "paris", "alert", "48.", "2.35") if word in plain]


async def test_who_chose_it_reads_what_it_is_but_never_who(
    town: Town, service: PushService
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35, online=False)
    browser = await subscribe(nour, service)
    wish = Update(explicit_push=True, language="en")
    await accounts.do_update(town.house.services, nour.actor, wish)
    await camille.launches()
    await deliver(town)
    assert browser.arrived[0].json["b"] == "Someone near you needs help, now."
    assert "amille" not in browser.arrived[0].plain.decode()


async def test_two_workers_at_once_send_each_once(town: Town, service: PushService) -> None:
    browsers = await alarm(town, service, 20)
    taken = await asyncio.gather(*(deliver(town) for _ in range(4)))
    assert sum(taken) == 20
    assert [len(browser.arrived) for browser in browsers] == [1] * 20


async def test_a_failing_service_is_tried_again(town: Town, service: PushService) -> None:
    (nour,) = await alarm(town, service)
    nour.answers(500, 503, 201)
    for _ in range(3):
        await deliver(town)
        assert await deliver(town) == 0  # not before its time
        town.clock.advance(10 * SECOND)
    assert len(nour.arrived) == 3
    assert await store.states() == {"sent": 1}


async def test_the_wait_a_service_asks_for_is_kept(town: Town, service: PushService) -> None:
    (nour,) = await alarm(town, service)
    nour.answers(429, 201, retry_after="120")
    await deliver(town)
    town.clock.advance(119 * SECOND)
    assert await deliver(town) == 0
    town.clock.advance(32 * SECOND)  # the wait, and at most a quarter more
    assert await deliver(town) == 1
    assert await store.states() == {"sent": 1}


async def test_after_an_hour_it_is_given_up(town: Town, service: PushService) -> None:
    (nour,) = await alarm(town, service)
    nour.answers(500)
    for _ in range(70):
        await deliver(town)
        town.clock.advance(2 * MINUTE)
    assert await store.states() == {"expired": 1}
    assert len(nour.arrived) < 62


async def test_poison_is_set_aside_and_delays_nobody(town: Town, service: PushService) -> None:
    browsers = await alarm(town, service, 3)
    browsers[1].answers(400)
    await deliver(town)
    assert await store.states() == {"sent": 2, "poison": 1}
    await town.later(2 * DAY)
    assert await store.states() == {"poison": 1}  # kept for the operator to see
    await town.later(7 * DAY)
    assert await store.states() == {}


async def test_a_device_whose_loss_cannot_be_recorded_holds_back_no_other(
    town: Town, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    nour, ines = await alarm(town, service, 2)
    unreadable = await Subscription.all().order_by("made_at").first()
    await DataKey.filter(kind="push", scope=unreadable.id).delete()  # type: ignore[union-attr]

    async def refused(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(outbox, "_lost", refused)
    await deliver(town)
    assert sorted([len(nour.arrived), len(ines.arrived)]) == [0, 1]
    assert sorted((await store.states()).values()) == [1, 1]


async def test_a_hang_delays_nobody_else(town: Town, service: PushService) -> None:
    browsers = await alarm(town, service, 5)
    browsers[2].answers("hang")
    await deliver(town, timeout_s=1.0)
    assert await store.states() == {"sent": 4, "due": 1}


async def test_a_hang_holds_up_no_later_alarm(town: Town, service: PushService) -> None:
    """The worker itself: while one push hangs it takes and sends what comes after."""
    nour, ines = await alarm(town, service, 2)
    lea = await (await town.person("lea")).stands(*PARIS)
    nour.answers("hang")
    async with sender(town, timeout_s=60) as out:
        working = asyncio.create_task(Worker(town.house.services, out, Wake()).run())
        await service.wait_for(2)
        await lea.launches()
        await service.wait_for(4)
        working.cancel()
        await asyncio.wait([working])
    assert (len(nour.arrived), len(ines.arrived)) == (2, 2)


async def test_a_worker_that_died_leaves_its_work_to_another(
    town: Town, service: PushService
) -> None:
    (nour,) = await alarm(town, service)
    services = town.house.services
    now = services.clock.now()
    assert await store.claim(services.db, now, now + outbox.CLAIM, 10)
    assert await deliver(town) == 0
    town.clock.advance(outbox.CLAIM)
    assert await deliver(town) == 1
    assert len(nour.arrived) == 1


async def test_a_restart_loses_no_push(engine: Engine, service: PushService) -> None:
    settings = await engine.fresh(push_hosts=(service.host,))
    async with live_in(engine, settings) as town:
        (nour,) = await alarm(town, service)
    async with live_in(engine, settings, town.clock) as town:
        assert await deliver(town) == 1
    assert len(nour.arrived) == 1


async def test_a_dead_subscription_frees_its_place_for_the_next(
    town: Town, service: PushService
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    ines = await town.settle_at(48.857, 2.353, awake=False)
    (await subscribe(ines, service)).answers(410)
    crowd = await town.crowd(50)
    alert = await camille.launches()
    await deliver(town)
    await town.later(0)
    assert await Place.filter(state="freed").count() == 1
    assert len(await crowd[49].invitations()) == 1
    assert (await ines.opens(alert)).my_state == "seen"  # late is fine


@pytest.mark.parametrize(("awake", "status"), [(True, 410), (False, 500)])
async def test_a_place_is_kept_while_she_may_still_hear(
    town: Town, service: PushService, awake: bool, status: int
) -> None:
    """Online although her subscription is dead; or asleep while the service fails."""
    camille = await (await town.person("camille")).stands(*PARIS)
    ines = await town.settle_at(48.857, 2.353, awake=awake)
    (await subscribe(ines, service)).answers(status)
    await camille.launches()
    await deliver(town)
    assert [place.state for place in await Place.all()] == ["alarmed"]


async def test_one_dead_device_of_two_frees_nothing(town: Town, service: PushService) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    ines = await town.settle_at(48.857, 2.353, awake=False)
    (await subscribe(ines, service, "old")).answers(410)
    await subscribe(ines, service, "new")
    await camille.launches()
    await deliver(town)
    assert [place.state for place in await Place.all()] == ["alarmed"]


async def test_at_a_relaunch_sleeping_signers_are_woken_too(
    town: Town, service: PushService
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await town.settle_at(48.857, 2.353, awake=False)
    browser = await subscribe(nour, service)
    alert = await camille.launches()
    await nour.opens(alert)
    await deliver(town)
    await camille.stops(alert)
    town.clock.advance(5 * MINUTE)
    await camille.launches()
    await deliver(town)
    assert len(browser.arrived) == 2


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_forgotten(
    town: Town, service: PushService, status: int
) -> None:
    (nour,) = await alarm(town, service)
    nour.answers(status)
    await deliver(town)
    assert await Subscription.all().count() == 0
    assert (await Standing.get(person_id=(await Outgoing.get()).person_id)).push_devices == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://example.org/push/1",
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://127.0.0.1/push/1",
        "https://web.push.apple.com.evil.example/x",
        "file:///etc/passwd-and-more",
    ],
)
async def test_an_address_that_is_no_push_services_is_refused(town: Town, endpoint: str) -> None:
    nour = await town.person("nour")
    wish = Wish(endpoint=endpoint, p256dh="B" * 87, auth="A" * 22)
    with pytest.raises(errors.Invalid):
        await push.do_subscribe(town.house.services, nour.actor, wish)
    assert await Subscription.all().count() == 0


async def test_a_device_lent_to_another_wakes_only_its_last_owner(
    town: Town, service: PushService
) -> None:
    nour, ines = await town.person("nour"), await town.person("ines")
    await subscribe(nour, service, "tablet")
    await subscribe(ines, service, "tablet")
    assert (await Subscription.get()).person_id == ines.id
    assert (await Standing.get(person_id=nour.id)).push_devices == 0


async def test_nobody_ends_the_subscription_of_another(town: Town, service: PushService) -> None:
    nour, ines = await town.person("nour"), await town.person("ines")
    browser = await subscribe(nour, service)
    await push.do_unsubscribe(town.house.services, ines.actor, browser.endpoint)
    assert await Subscription.all().count() == 1
    assert await push.do_unsubscribe(town.house.services, nour.actor, browser.endpoint) == 0


async def test_a_wiped_device_is_woken_no_more(town: Town, service: PushService) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35, online=False)
    actor = await People(town.house.services).recognise(await nour.signs_in())
    browser = service.browser("nour")
    wish = Wish(endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    await push.do_subscribe(town.house.services, actor, wish)
    await camille.launches()
    assert (await erasure.do_wipe(town.house.services, actor)).push_devices == 1
    assert (await erasure.do_wipe(town.house.services, actor)).push_devices == 0
    assert await deliver(town) == 0
    assert browser.arrived == []


async def test_a_device_she_signed_out_is_woken_no_more(town: Town, service: PushService) -> None:
    nour = await (await town.person("nour")).stands(48.86, 2.35, online=False)
    actor = await People(town.house.services).recognise(await nour.signs_in())
    browser = service.browser("nour")
    wish = Wish(endpoint=browser.endpoint, p256dh=browser.p256dh, auth=browser.auth)
    await push.do_subscribe(town.house.services, actor, wish)
    elsewhere = await subscribe(nour, service, "elsewhere")
    await entry.do_sign_out(town.house.services, actor)
    camille = await (await town.person("camille")).stands(*PARIS)
    await camille.launches()
    await deliver(town)
    assert (len(browser.arrived), len(elsewhere.arrived)) == (0, 1)


async def test_the_self_test_reaches_this_device_only(town: Town, service: PushService) -> None:
    nour = await town.person("nour")
    here, other = await subscribe(nour, service, "here"), await subscribe(nour, service, "other")
    wish = SelfTest(endpoint=here.endpoint)
    test = await push.do_test(town.house.services, nour.actor, wish)
    await deliver(town)
    assert here.arrived[0].json == {"k": "t", "i": test}
    assert other.arrived == []
    stranger = await town.person("ines")
    with pytest.raises(errors.NotFound):
        await push.do_test(town.house.services, stranger.actor, wish)


async def test_addresses_are_sealed_at_rest(town: Town, service: PushService) -> None:
    browser = await subscribe(await town.person("nour"), service)
    held = await Subscription.get()
    assert browser.endpoint.encode() not in held.target_sealed
    index = crypto.blind(town.house.services.keyring.named("index"), browser.endpoint)
    assert held.endpoint_index == index


async def test_settled_pushes_are_forgotten_after_a_day(town: Town, service: PushService) -> None:
    await alarm(town, service)
    await deliver(town)
    await town.later(DAY + 2 * 60 * MINUTE)
    assert await Outgoing.all().count() == 0
