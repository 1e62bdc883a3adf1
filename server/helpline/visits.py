"""A visit: the door, the beginning, what she sees, who she chooses to be. (How it ends is in
leaving.py.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from server import audience, crypto, errors
from server.actor import Actor
from server.audience import Audience
from server.clock import MINUTE
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations.policies import HELPLINE
from server.engines.database import Row
from server.helpline import brake, rules, store, teams, telling
from server.helpline.messages import Begin, Door, Identity, Kind, Met, State, Visit
from server.helpline.rules import Topic
from server.helpline.tables import Visit as Held
from server.services import Services
from server.vault import actions as vault

HERE = 45_000
"""A page counts as connected this long after it was last seen (its process says so every 20 s)."""
AWAY = 25_000
"""And this long after it was cut here: it may have come back to another process, which says so."""
GONE_AFTER, COMES_WITHIN = 10 * MINUTE, MINUTE
"""Whoever waits and is not connected for so long has left the queue; a visit begun whose page never
comes is none."""


async def door(services: Services, address: str) -> Door:
    now = services.clock.now()
    services.recent.note(_asks(address), now)
    ticket = brake.Ticket(now, await _bits(services, address), services.ids.new())
    open_ = any(team.there for team in await teams.manned(services))
    return Door(ticket=ticket.seal(_key(services)), bits=ticket.bits, open=open_)


def _key(services: Services) -> bytes:
    return services.keyring.named("index")


def _asks(address: str) -> str:
    """Counted in memory, and nowhere else."""
    return f"help|{address}"


async def _bits(services: Services, address: str) -> int:
    """The same in every process: whoever got her ticket from one may begin at another. Visits are
    counted where all see them; of one address, asking for a ticket counts as beginning does."""
    now = services.clock.now()
    here = await store.used_since(services.db, now - MINUTE)
    return brake.bits(here, int(services.recent.count(_asks(address), now)))


async def do_begin(services: Services, wish: Begin, address: str) -> Visit:
    """Raises StaleTicket, PuzzleNeeded, NobodyAnswers."""
    held = await store.visit_by_ticket(crypto.digest(wish.ticket))
    if held is None:
        await _check_ticket(services, wish, address)
        held_id = await _begin(services, wish)
    elif crypto.same(held.secret_digest, crypto.digest(wish.secret)):
        held_id = held.id
    else:
        raise errors.StaleTicket
    return await view(services, held_id)


async def _check_ticket(services: Services, wish: Begin, address: str) -> None:
    now, ticket = services.clock.now(), brake.opened(_key(services), wish.ticket)
    if ticket is None or not brake.alive(ticket, now):
        raise errors.StaleTicket
    if not brake.solved(wish.ticket, ticket.bits, wish.answer):
        raise errors.StaleTicket
    if await store.ticket_used(crypto.digest(wish.ticket)):
        raise errors.StaleTicket
    if not brake.hard_enough(ticket, await _bits(services, address)):
        raise errors.PuzzleNeeded
    services.recent.note(_asks(address), now)


async def _begin(services: Services, wish: Begin) -> str:
    department = teams.department_of(wish.postcode)
    manned = await teams.manned(services)
    reached = rules.reach(department, wish.topic, [team.rule for team in manned])
    if reached is None:
        raise errors.NobodyAnswers
    visit_id = services.ids.new()
    async with services.transaction() as tx:
        room = await rooms.do_open(services, HELPLINE)
        await participants.do_enter(services, room, visit_id, "visitor", "member")
        came_at = max(services.clock.now(), await store.last_came(services.db, reached.team) + 1)
        await store.add_visit(
            id=visit_id,
            ticket=crypto.digest(wish.ticket),
            secret_digest=crypto.digest(wish.secret),
            room_id=room,
            team_id=reached.team,
            department=department,
            near=reached.near,
            topic=wish.topic,
            victim=wish.victim,
            minor=wish.minor,
            language=wish.language,
            state="waiting",
            came_at=came_at,
            seen_until=came_at + COMES_WITHIN - GONE_AFTER,
        )
        await store.use_ticket(crypto.digest(wish.ticket), services.clock.now())
        await telling.came(services, tx, visit_id)
    return visit_id


async def mine(services: Services, actor: Actor) -> Visit:
    """From here on this visitor's page hears of her queue; once she is answered, no longer."""
    shown = await view(services, actor.visit)
    services.soon(_see, actor.visit)
    hears = services.fanout.admit if shown.state == "waiting" else services.fanout.expel
    await hears(actor.person, [audience.queue(shown.queue)])
    return shown


async def view(services: Services, visit_id: str) -> Visit:
    """Raises SessionExpired when it is over."""
    shown = await services.asked(_views, visit_id)
    if shown is None:
        raise errors.SessionExpired
    return shown


async def _views(services: Services, ids: Sequence[str]) -> list[Visit | None]:
    rows = await store.views(services.db, ids)
    if not rows:
        return [None] * len(ids)
    there = {team.row.id: team.there for team in await teams.manned(services)}
    met = await store.helpers(services.db, [row["room_id"] for row in rows.values()])
    queues = {row["team_id"] for row in rows.values() if row["place"]}
    lately = {team: await teams.lately(services, team) for team in queues if there.get(team)}
    shown = {}
    for row in rows.values():
        team = row["team_id"]
        wait = rules.expected_wait(row["place"], there.get(team, 0), lately.get(team, ()))
        shown[row["id"]] = await _view(services, row, there.get(team, 0), wait, met)
    return [shown.get(one) for one in ids]


async def _view(
    services: Services, row: Row, there: int, wait: int | None, met: Sequence[Row]
) -> Visit:
    return Visit(
        visit=row["id"],
        room=row["room_id"],
        me=row["me"],
        state=cast(State, row["state"]),
        topic=cast(Topic, row["topic"]),
        known=row["department"] is not None,
        near=bool(row["near"]),
        there=there > 0,
        place=row["place"],
        wait_ms=wait,
        queue=row["team_id"],
        came_at=row["came_at"],
        people=[
            Met(who=one["who"], name=one["name"], kind=cast(Kind, one["kind"]))
            for one in met
            if one["room_id"] == row["room_id"]
        ],
        head=row["head"],
        identity=await identity(services, row["id"], row["identity_sealed"]),
    )


async def do_identify(services: Services, actor: Actor, wish: Identity) -> Visit:
    """Sealed by a key of its own, destroyed when she takes it back."""
    async with services.transaction() as tx:
        visit = await _locked(actor.visit)
        await vault.destroy(services, "identity", visit.id)
        sealed = None
        if wish.text and (text := wish.text.strip()):
            key = await vault.key_for(services, "identity", visit.id)
            sealed = key.seal(text, _place(visit.id))
        await store.update_visit(visit.id, identity_sealed=sealed)
        await telling.helpers_of(services, tx, visit.id, visit.room_id)
    await services.db.forget_deleted()
    return await view(services, actor.visit)


async def identity(services: Services, visit_id: str, sealed: bytes | None) -> str | None:
    if sealed is None:
        return None
    key = (await vault.rows_of(services, "identity", [visit_id])).get(visit_id)
    return vault.opened(services, key).unseal(bytes(sealed), _place(visit_id)) if key else None


def _place(visit_id: str) -> str:
    return f"visit|identity_sealed|{visit_id}"


async def _locked(visit_id: str) -> Held:
    """Raises SessionExpired when it is over."""
    held = await store.visit(visit_id, locked=True)
    if held is None:
        raise errors.SessionExpired
    return held


async def audiences(visit_id: str) -> list[Audience]:
    """What a visitor's socket hears besides her room."""
    held = await store.visit(visit_id)
    return [audience.queue(held.team_id)] if held and held.state == "waiting" else []


async def do_see(services: Services, ids: Sequence[str]) -> None:
    """These pages are connected."""
    await store.see(services.db, ids, services.clock.now() + HERE)


async def _see(services: Services, ids: Sequence[str]) -> list[None]:
    await do_see(services, ids)
    return [None] * len(ids)


Here = tuple[str, bool]


async def do_note_here(services: Services, noted: Sequence[Here]) -> list[None]:
    """Connected, or cut: the officers who talk with her see it."""
    now = services.clock.now()
    async with services.transaction() as tx:
        last = dict(noted)
        await store.see(services.db, [one for one, here in last.items() if here], now + HERE)
        await store.see(services.db, [one for one, here in last.items() if not here], now + AWAY)
        await telling.helpers_of_all(services, tx, [*last])
    return [None] * len(noted)
