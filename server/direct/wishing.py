"""Two wishes nobody sees. Whoever wishes learns only her own; what the other wished shows when the
alert closes, and only if both did. Nothing here reads one side's wish for the other's answer."""

from __future__ import annotations

from server import audience, crypto, errors
from server.actor import Actor
from server.alerts import running, views, window
from server.alerts.tables import Alert
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations import store as room_store
from server.conversations.participants import Standpoint
from server.conversations.policies import DIRECT
from server.direct import store
from server.direct.messages import ChatsChanged, Wish, Wished, Wishes
from server.engines.database import Row
from server.people import rules as people_rules
from server.people import store as people
from server.people.tables import Person
from server.services import Services, Tx


async def wishes(services: Services, actor: Actor, alert_id: str) -> Wishes:
    """Raises NotFound to a stranger, Closed."""
    alert = await running.open_alert(alert_id)
    at = await participants.standpoint(services, alert.room_id, actor.person)
    mine = await store.wishes(alert.id)
    return Wishes(
        people=[
            Wished(
                who=row["id"],
                name=await _name(services, row),
                wished=_wish_id(services, alert.id, actor.person, row["person_id"]) in mine,
            )
            for row in await _others(services, alert, at, mine)
        ]
    )


async def do_wish(services: Services, actor: Actor, wish: Wish) -> Wishes:
    """Raises NotFound (also while the alert runs: her screen stays quiet), Closed."""
    await running.open_alert(wish.alert)
    async with services.transaction():
        alert = await running.lock_open(services, wish.alert)
        at = await participants.standpoint(services, alert.room_id, actor.person)
        others = await _others(services, alert, at, await store.wishes(alert.id))
        other = next((row for row in others if row["id"] == wish.who), None)
        if other is None:
            raise errors.NotFound
        wish_id = _wish_id(services, alert.id, actor.person, other["person_id"])
        if wish.wished:
            await store.add_wish(services.db, wish_id, alert.id)
        else:
            await store.drop_wish(wish_id)
    return await wishes(services, actor, wish.alert)


async def _others(services: Services, alert: Alert, at: Standpoint, mine: set[str]) -> list[Row]:
    """A responder: her. She: whom she may see, and whom she wished for before they hid again (she
    must be able to take it back). Blocks change nothing here: that would tell of them. Members and
    allies have no contact outside an alert."""
    if alert.state == "running":
        return []
    me = at.participant
    everybody = await room_store.people(services.db, at.room.id)
    rows = [row for row in everybody if row["partition"] == me.partition]
    if me.side == "responder":
        return [row for row in rows if row["side"] == "caller"]
    if me.side != "caller":
        return []
    return [
        row
        for row in rows
        if row["side"] == "responder"
        and (
            views.sees(me.side, me.partition, row)
            or _wish_id(services, alert.id, me.person_id, row["person_id"]) in mine
        )
    ]


async def _name(services: Services, row: Row) -> str:
    """As they know each other from the alert: she by her first name, they by their pseudonyms."""
    if row["side"] == "caller":
        return await views.first_name(services, row["person_id"])
    return str(row["pseudonym"])


def _wish_id(services: Services, alert_id: str, by: str, about: str) -> str:
    key = services.keyring.named("index")
    return crypto.blind(key, f"wish|{alert_id}|{by}|{about}")


async def do_match(services: Services, tx: Tx, alert: Alert) -> None:
    """The alert closes: wishes that meet open a chat, and all of them are destroyed."""
    held = await store.wishes(alert.id)
    her = await people.person(alert.caller_id)
    if her and held:
        for other in await _matching(services, alert, held):
            await _open(services, tx, her, other)
    await store.drop_wishes(alert.id)


async def _matching(services: Services, alert: Alert, held: set[str]) -> list[Person]:
    """Responders who wished for her and she for them, both free to talk."""
    blocked = await people.blocked_with(services.db, alert.caller_id)
    met = []
    for row in await room_store.people(services.db, alert.room_id):
        pair = (alert.caller_id, row["person_id"]), (row["person_id"], alert.caller_id)
        both = all(_wish_id(services, alert.id, *one) in held for one in pair)
        other = await people.person(row["person_id"]) if both else None
        if other and row["side"] == "responder" and other.id not in blocked:
            met.append(other)
    return met


async def _open(services: Services, tx: Tx, her: Person, other: Person) -> None:
    if not (_may(her) and _may(other)) or await store.shared(services.db, her.id, other.id):
        return
    room_id = await rooms.do_open(services, DIRECT)
    for person, side in ((her, "caller"), (other, "responder")):
        await participants.do_enter(services, room_id, person.id, side, person.partition)
        tx.tell(audience.person(person.id), ChatsChanged())


def _may(person: Person) -> bool:
    """Adults, verified, not banned. A chat of an adult alone with a minor is not ours to open."""
    banned = person.banned_at is not None
    return people_rules.can_be_alarmed(person.role, verified=person.verified, banned=banned)


window.AT_CLOSING.append(do_match)
