"""Subscriptions, and what is put into the outbox: verbs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from server import crypto, errors
from server.actor import Actor
from server.clock import HOUR
from server.people import entry
from server.people import store as people
from server.people.tables import Person
from server.positions import standings
from server.push import rules, store, vapid
from server.push.messages import Subscription, Test
from server.push.sender import Target
from server.push.tables import Subscription as Stored
from server.services import Services, Tx
from server.vault import actions as vault

LIVES = HOUR
VAPID = "vapid"


def vapid_pem(services: Services) -> str:
    """The VAPID key pair, made at the first start."""
    held = services.keyring.text(VAPID)
    if held is None:
        services.keyring.keep(VAPID, vapid.make())
        held = services.keyring.text(VAPID)
    return held or ""


def public_key(services: Services) -> str:
    return vapid.public_key(vapid_pem(services))


async def do_subscribe(services: Services, actor: Actor, wish: Subscription) -> int:
    """This device can be woken. Raises Invalid for an address that is no push service's."""
    if not rules.allowed(wish.endpoint, services.settings.push_hosts):
        raise errors.Invalid("endpoint")
    index = crypto.blind(services.keyring.named("index"), wish.endpoint)
    async with services.transaction():
        await _forget(services, index)
        subscription_id = services.ids.new()
        key = await vault.key_for(services, "push", subscription_id)
        target = Target(wish.endpoint, wish.p256dh, wish.auth)
        await store.add_subscription(
            id=subscription_id,
            person_id=actor.person,
            session_id=actor.session or None,
            endpoint_index=index,
            target_sealed=key.seal(msgspec.json.encode(target).decode(), _place(subscription_id)),
            made_at=services.clock.now(),
        )
        return await _recount(services, actor.person)


async def do_unsubscribe(services: Services, actor: Actor, endpoint: str) -> int:
    index = crypto.blind(services.keyring.named("index"), endpoint)
    held = await store.subscription_by_index(index)
    async with services.transaction():
        if held is not None and held.person_id == actor.person:
            await _forget(services, index)
        return await _recount(services, actor.person)


async def do_forget_session(services: Services, session_id: str, person_id: str) -> int:
    """A device that was wiped or signed out is not to be woken. Call inside a transaction."""
    held = await store.of_session(session_id)
    for subscription in held:
        await _forget(services, subscription.endpoint_index)
    await _recount(services, person_id)
    return len(held)


async def _forget(services: Services, index: str) -> None:
    held = await store.subscription_by_index(index)
    if held is not None:
        await _drop(services, held)
        await _recount(services, held.person_id)


async def _drop(services: Services, held: Stored) -> None:
    """The device is forgotten: its address dies with its own key, in backups too."""
    await store.drop_of_subscription(services.db, held.id)
    await vault.destroy(services, "push", held.id)
    await store.drop(held.id)


async def _recount(services: Services, person_id: str) -> int:
    devices = await store.count(person_id)
    await standings.do_set_push_devices(services, person_id, devices)
    return devices


async def do_enqueue(services: Services, tx: Tx, people_ids: Sequence[str], alert_id: str) -> int:
    """A push to every device of these people. Call inside the transaction of their alarm."""
    now = services.clock.now()
    rows = [
        (
            services.ids.new(),
            held["id"],
            held["person_id"],
            alert_id,
            "alarm",
            alert_id,
            now,
            now + LIVES,
        )
        for held in await store.of_people(people_ids)
    ]
    if rows:
        await store.enqueue(services.db, rows)
        tx.wake_worker()
    return len(rows)


async def do_test(services: Services, actor: Actor, wish: Test) -> str:
    """A real push to this device. Raises NotFound when it is not subscribed."""
    index = crypto.blind(services.keyring.named("index"), wish.endpoint)
    held = await store.subscription_by_index(index)
    if held is None or held.person_id != actor.person:
        raise errors.NotFound
    test, now = services.ids.new(), services.clock.now()
    async with services.transaction() as tx:
        row = (services.ids.new(), held.id, actor.person, None, "test", test, now, now + LIVES)
        await store.enqueue(services.db, [row])
        tx.wake_worker()
    return test


async def do_test_seen(services: Services, actor: Actor) -> int:
    now = services.clock.now()
    async with services.transaction():
        await people.update_person(actor.person, push_tested_at=now)
    return now


async def targets(services: Services, held: Sequence[Stored]) -> dict[str, Target]:
    """Where these devices wait, by subscription; without those whose address cannot be read."""
    keys = await vault.rows_of(services, "push", [one.id for one in held])
    found = {}
    for one in held:
        with suppress(crypto.Unreadable):
            if one.id in keys:
                found[one.id] = _target(vault.opened(services, keys[one.id]), one)
    return found


def _target(key: vault.DataKey, held: Stored) -> Target:
    return msgspec.json.decode(key.unseal(held.target_sealed, _place(held.id)), type=Target)


async def do_lose(services: Services, held: Stored) -> int:
    """The push service says this device is gone. The number of devices left."""
    await _drop(services, held)
    return await _recount(services, held.person_id)


_EXPLICIT = {
    "fr": ("Veilleuse", "Quelqu'un près de toi a besoin d'aide, maintenant."),
    "en": ("Veilleuse", "Someone near you needs help, now."),
}


def payload(kind: str, ref: str | None, person: Person | None) -> bytes:
    """What the service worker gets. Neutral: no name, no place, unless the member chose a text
    that says what it is (it still names nobody)."""
    if kind == "test":
        return msgspec.json.encode({"k": "t", "i": ref})
    if person is not None and person.explicit_push:
        title, body = _EXPLICIT["en" if person.language == "en" else "fr"]
        return msgspec.json.encode({"k": "e", "t": title, "b": body, "i": ref})
    return msgspec.json.encode({"k": "a", "i": ref})


def _place(subscription_id: str) -> str:
    return f"push_subscription|target_sealed|{subscription_id}"


entry.AFTER_END.append(do_forget_session)
