"""An emergency disclosure of a network address: the one exception to anonymity.

Only for a minor or a person in danger; only while she is connected; only with the prosecutor's word
written down and a second officer's agreement. Every step is in the audit chain and in a register an
administrator reads; the visitor was told before she wrote. The address is never stored before that:
the process that holds her socket gives it, sealed by a key that dies after a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from server import audience, errors
from server.actor import Actor
from server.clock import DAY, MINUTE
from server.conversations import entries, participants
from server.desk import actions, store
from server.desk.messages import (
    Address,
    Disclose,
    Disclosure,
    DisclosureState,
    Reason,
)
from server.desk.tables import Disclosure as Held
from server.helpline import store as visits
from server.helpline.messages import DeskChanged
from server.moderation import audit
from server.people import store as people
from server.services import Services, Tx
from server.vault import actions as vault

READABLE = 15 * MINUTE
LAPSES_AFTER = 15 * MINUTE
REGISTER_KEPT = 1_826 * DAY
"""Five years: longer than any complaint about it."""
AT_THE_DESK = 50


@dataclass(frozen=True)
class Noted:
    """A disclosure of the register, and who may read it as hers."""

    shown: Disclosure
    asked_by: str
    agreed_by: str | None


async def register(services: Services, limit: int | None = None) -> list[Noted]:
    """The latest first; all of it, for whoever oversees it."""
    return await _noted(services, await store.disclosures(limit))


async def _noted(services: Services, held: Sequence[Held]) -> list[Noted]:
    people_ids = {one.asked_by for one in held} | {one.agreed_by for one in held if one.agreed_by}
    names = {id: one.pseudonym for id, one in (await people.persons(people_ids)).items()}
    return [Noted(await _shown(services, one, names), one.asked_by, one.agreed_by) for one in held]


async def _shown(services: Services, held: Held, names: dict[str, str]) -> Disclosure:
    prosecutor, _, reference = (await _word(services, held)).partition("\n")
    return Disclosure(
        disclosure=held.id,
        visit=held.visit_id,
        reason=cast(Reason, held.reason),
        prosecutor=prosecutor,
        reference=reference,
        asked_at=held.asked_at,
        given_at=held.given_at,
        asked_by=names.get(held.asked_by, ""),
        agreed_by=names.get(held.agreed_by or ""),
        state=cast(DisclosureState, held.state),
        mine=False,
    )


async def _word(services: Services, held: Held) -> str:
    key = (await vault.rows_of(services, "disclosure", [held.id])).get(held.id)
    if key is None:
        return ""
    return vault.opened(services, key).unseal(held.prosecutor_sealed, _word_place(held.id))


def for_person(noted: Sequence[Noted], person_id: str) -> list[Disclosure]:
    """What another officer may still agree to, and what is hers."""
    return [
        msgspec.structs.replace(one.shown, mine=one.asked_by == person_id)
        for one in noted
        if one.shown.state == "asked" or person_id in (one.asked_by, one.agreed_by)
    ]


async def do_ask(services: Services, actor: Actor, wish: Disclose) -> Disclosure:
    """Raises NotFound, NotConnected, NotAllowed (`minor`, and she did not say she is one)."""
    talk = await actions.talk(services, actor.person, wish.visit)
    if not talk.here:
        raise errors.NotConnected
    if wish.reason == "minor" and not talk.minor:
        raise errors.NotAllowed
    disclosure_id = services.ids.new()
    async with services.transaction() as tx:
        key = await vault.key_for(services, "disclosure", disclosure_id)
        said = f"{wish.prosecutor}\n{wish.reference}"
        await store.add_disclosure(
            id=disclosure_id,
            visit_id=wish.visit,
            reason=wish.reason,
            asked_by=actor.person,
            asked_at=services.clock.now(),
            state="asked",
            prosecutor_sealed=key.seal(said, _word_place(disclosure_id)),
        )
        await audit.do_note(services, actor.person, "address_asked", disclosure_id)
        await _note(services, tx, talk.room, actor.person, "disclosure_asked")
        await _tell(services, tx)
    return await _mine(services, actor, disclosure_id)


async def do_agree(services: Services, actor: Actor, disclosure_id: str) -> Disclosure:
    """Raises SecondOfficer to whoever asked for it, NotFound when it has lapsed, NotConnected."""
    held = await store.disclosure(disclosure_id)
    if held is None or held.state != "asked":
        raise errors.NotFound
    if held.asked_by == actor.person:
        raise errors.SecondOfficer
    await actions.officer(services, actor.person)
    now = services.clock.now()
    async with services.transaction() as tx:
        visit = await visits.visit(held.visit_id)
        if visit is None or visit.seen_until <= now:
            raise errors.NotConnected
        agreed = await store.turn(
            held.id, "asked", state="agreed", agreed_by=actor.person, agreed_at=now
        )
        if not agreed:
            raise errors.NotFound
        await audit.do_note(services, actor.person, "address_agreed", held.id)
        await _note(services, tx, visit.room_id, held.asked_by, "disclosure_agreed")
        await _tell(services, tx)
    return await _mine(services, actor, disclosure_id)


async def do_give(services: Services, here: Sequence[str]) -> int:
    """Each process, every second: for the visitors whose sockets it holds."""
    given = 0
    for held in await store.agreed(here) if here else ():
        addresses = await services.fanout.addresses(held.visit_id)
        if addresses:
            await _give(services, held, addresses[0])
            given += 1
    return given


async def _give(services: Services, held: Held, address: str) -> None:
    """Never of a visit that was wiped or left meanwhile: its row is held until this is written."""
    now = services.clock.now()
    async with services.transaction() as tx:
        visit = await visits.visit(held.visit_id, locked=True)
        if visit is None or visit.gone or visit.seen_until <= now:
            return
        if not await store.turn(held.id, "agreed", state="given", given_at=now):
            return
        key = await vault.key_for(services, "address", held.id, dies_at=now + READABLE)
        await store.keep_address(held.id, key.seal(address, _address_place(held.id)))
        await audit.do_note(services, held.agreed_by or "", "address_given", held.id)
        await _note(services, tx, visit.room_id, held.asked_by, "disclosure_given")
        await _tell(services, tx)


async def do_read(services: Services, actor: Actor, disclosure_id: str) -> Address:
    """Raises NotFound to everybody but the two, and to them after a quarter of an hour."""
    held = await store.disclosure(disclosure_id)
    if held is None or actor.person not in (held.asked_by, held.agreed_by):
        raise errors.NotFound
    now = services.clock.now()
    key = (await vault.rows_of(services, "address", [held.id])).get(held.id)
    if not held.address_sealed or not key or now - (held.given_at or 0) >= READABLE:
        raise errors.NotFound
    async with services.transaction():
        await audit.do_note(services, actor.person, "address_read", held.id)
    text = vault.opened(services, key).unseal(held.address_sealed, _address_place(held.id))
    return Address(address=text, seen_at=held.given_at or now)


async def do_forget(services: Services) -> int:
    """What nobody agreed to, addresses whose time is over, and a register grown old."""
    now = services.clock.now()
    async with services.transaction():
        await store.lapse(now - LAPSES_AFTER)
        gone = await store.forget_addresses(now - READABLE)
        for disclosure_id in await store.forget_disclosures(now - REGISTER_KEPT):
            await vault.destroy(services, "disclosure", disclosure_id)
    return gone


async def _note(services: Services, tx: Tx, room: str, person: str, kind: str) -> None:
    """In the officers' channel only: the visitor was told before she wrote."""
    inside = await participants.participant(room, person)
    await entries.do_append(services, tx, room, "officers", kind, inside)  # type: ignore[arg-type]


async def _tell(services: Services, tx: Tx) -> None:
    for row in await store.colleagues(services.db):
        tx.tell(audience.person(row["person_id"]), DeskChanged(visit=None))


async def _mine(services: Services, actor: Actor, disclosure_id: str) -> Disclosure:
    held = await store.disclosure(disclosure_id)
    noted = await _noted(services, [held] if held else [])
    return for_person(noted, actor.person)[0]


def _word_place(disclosure_id: str) -> str:
    return f"disclosure|prosecutor_sealed|{disclosure_id}"


def _address_place(disclosure_id: str) -> str:
    return f"disclosure|address_sealed|{disclosure_id}"
