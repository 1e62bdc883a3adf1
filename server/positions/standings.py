"""Who can be alarmed: a page that is open, a device that takes pushes, a right to help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.positions import rules, store
from server.services import Services


async def do_enrol(services: Services, person_id: str, *, partition: str, eligible: bool) -> None:
    """A standing without a point, for a new account."""
    await store.add_standing(
        person_id=person_id,
        partition=partition,
        helps_allies=False,
        eligible=eligible,
        push_devices=0,
        online_until=0,
        reachable=False,
    )


async def do_set_online(services: Services, people: Sequence[str]) -> None:
    until = services.clock.now() + rules.ONLINE_FOR
    await store.online(services.db, sorted(people), until)  # in one order, for all processes


async def do_set_polling(services: Services, people: Sequence[str]) -> list[None]:
    """A page that asks by HTTPS every other second, where websockets are blocked, can be alarmed
    like one with a socket. Written down at most twice a minute."""
    soon = services.clock.now() + rules.ONLINE_FOR // 2
    if late := await store.offline_by(services.db, people, soon):
        await do_set_online(services, late)
    return [None] * len(people)


@dataclass(frozen=True)
class Presence:
    """Somebody's first socket here has opened, or her last one has closed."""

    person: str
    here: bool


async def do_note_presence(services: Services, changes: Sequence[Presence]) -> list[None]:
    """Who leaves keeps a short grace, for a phone that comes back at once."""
    last = {change.person: change.here for change in changes}
    here = [person for person, is_here in last.items() if is_here]
    gone = sorted(last.keys() - here)
    if here:
        await do_set_online(services, here)
    if gone:
        await store.leaving(services.db, gone, services.clock.now() + rules.ONLINE_GRACE)
    return [None] * len(changes)


async def do_sweep(services: Services) -> int:
    return await store.sweep_unreachable(services.db, services.clock.now())


async def do_set_eligible(services: Services, person_id: str, *, eligible: bool) -> None:
    await store.update(person_id, eligible=eligible)
    await store.recount(services.db, person_id, services.clock.now())


async def do_set_helps_allies(services: Services, person_id: str, helps: bool) -> None:
    await store.update(person_id, helps_allies=helps)


async def do_set_push_devices(services: Services, person_id: str, devices: int) -> None:
    await store.update(person_id, push_devices=devices)
    await store.recount(services.db, person_id, services.clock.now())


async def push_devices(services: Services, person_id: str) -> int:
    held = await store.standing(person_id)
    return held.push_devices if held else 0
