"""The desk: what an officer sees, her duty, whom she answers. What she does in a conversation is
in talks.py."""

from __future__ import annotations

from collections.abc import Sequence

from server import audience, errors
from server.actor import Actor
from server.audience import Audience
from server.conversations import entries, participants
from server.conversations.policies import HELPLINE
from server.desk import disclosures, shown, store
from server.desk.messages import Desk, Talk
from server.engines.database import Row
from server.helpline import store as visits
from server.helpline import teams, telling
from server.helpline.messages import DeskChanged, Kind
from server.helpline.tables import Visit
from server.helpline.visits import HERE
from server.services import Services, Tx
from server.wire import Who

CHANNELS = HELPLINE.channels


async def do_add_officer(
    services: Services, person_id: str, team_id: str, kind: Kind = "officer"
) -> None:
    async with services.transaction():
        await store.add_officer(person_id=person_id, team_id=team_id, kind=kind)


async def officer(services: Services, person_id: str) -> Row:
    """Raises NotAllowed: a staff account without a desk."""
    held = await store.colleague(services.db, person_id)
    if held is None:
        raise errors.NotAllowed
    return held


async def _hears(me: Row) -> list[Audience]:
    """A supervisor hears of every team; the others of their own, and of whom nobody answers."""
    own = [me["team_id"]]
    if me["kind"] == "supervisor":
        own = [team.id for team in await visits.teams()]
    return [audience.desk(team) for team in (*own, telling.EVERY_DESK)]


async def audiences(services: Services, person_id: str) -> list[Audience]:
    """What this person's pages hear from their first moment."""
    held = await store.colleague(services.db, person_id)
    return await _hears(held) if held else []


async def desk(services: Services, actor: Actor) -> Desk:
    """From here on her pages hear of who waits, and what is said where she is: whoever invited her
    may have done so in another process."""
    me = await officer(services, actor.person)
    await services.fanout.admit(actor.person, await _hears(me))
    shown_now = await services.asked(_desks, (actor.person, actor.who == Who.SUPERVISOR))
    heard = [audience.channel(one.room, name) for one in shown_now.talks for name in CHANNELS]
    await services.fanout.admit(actor.person, heard)
    return shown_now


async def _desks(services: Services, wanted: Sequence[tuple[str, bool]]) -> list[Desk]:
    """What all of them share is read once."""
    now = services.clock.now()
    manned = await teams.manned(services)
    held = await store.colleagues(services.db)
    everybody = shown.colleagues(held, manned, now)
    mine = {one.officer: one for one in everybody}
    queues = shown.teams(manned, await store.queues(services.db), now)
    names = {team.row.id: team.row.name for team in manned}
    waiting = [(row, telling.waiting(row, names, now)) for row in await visits.waiting(services.db)]
    talks = await shown.talks(services, [person for person, _ in wanted])
    asked = await disclosures.register(services, disclosures.AT_THE_DESK)
    team_of = {row["person_id"]: row["team_id"] for row in held}
    return [
        Desk(
            me=mine[person],
            waiting=[one for row, one in waiting if everywhere or may_see(row, team_of[person])],
            talks=talks[person],
            colleagues=everybody,
            teams=queues,
            disclosures=disclosures.for_person(asked, person),
        )
        for person, everywhere in wanted
    ]


def may_see(visit: Row, team_id: str) -> bool:
    """Her own team's; everybody's once they have waited too long."""
    return bool(visit["team_id"] == team_id or visit["alarm"] >= telling.SEEN_BY_ALL)


async def do_duty(services: Services, actor: Actor, on: bool) -> Desk:
    await officer(services, actor.person)
    until = services.clock.now() + HERE
    async with services.transaction() as tx:
        await store.update_officer(actor.person, duty=on, seen_until=until)
        for row in await store.colleagues(services.db):
            tx.tell(audience.person(row["person_id"]), DeskChanged(visit=None))
    return await desk(services, actor)


async def do_accept(services: Services, actor: Actor, visit_id: str) -> Talk:
    """Raises NotFound to whom she is not shown, Taken to whom comes second. A repeat by whoever
    came first is answered as the first was."""
    me = await officer(services, actor.person)
    async with services.transaction() as tx:
        held = await visits.visit(visit_id, locked=True)
        if held is None:
            raise errors.Taken
        if held.state == "waiting":
            await _answer(services, tx, held, me)
        elif not await _is_inside(held.room_id, actor.person):
            raise errors.Taken
    await admit(services, actor.person, held.room_id)
    return await talk(services, actor.person, visit_id)


async def _answer(services: Services, tx: Tx, held: Visit, me: Row) -> None:
    """She waits no more. Raises NotFound."""
    if not may_see(telling.vars_of(held), me["team_id"]):
        raise errors.NotFound
    await visits.take(held.id, services.clock.now())
    room = held.room_id
    inside = await participants.do_enter(services, room, me["person_id"], "officer", "member")
    await entries.do_append(services, tx, room, "all", "joined", inside, detail=me["kind"])
    telling.out_of_queue(tx, held, me["pseudonym"])
    telling.herself(tx, held.id)
    await telling.helpers_of(services, tx, held.id, room)


async def _is_inside(room_id: str, person_id: str) -> bool:
    held = await participants.participant(room_id, person_id)
    return held is not None and held.left_at is None


async def admit(services: Services, person_id: str, room_id: str) -> None:
    heard = [audience.channel(room_id, name) for name in CHANNELS]
    await services.fanout.admit(person_id, heard)


async def talk(services: Services, person_id: str, visit_id: str) -> Talk:
    """Raises NotFound: she is not in it."""
    held = (await shown.talks(services, [person_id]))[person_id]
    found = next((one for one in held if one.visit == visit_id), None)
    if found is None:
        raise errors.NotFound
    await admit(services, person_id, found.room)
    return found


async def do_see(services: Services, ids: Sequence[str]) -> None:
    """Whoever of these is an officer is connected."""
    await store.see(services.db, ids, services.clock.now() + HERE)


async def _see(services: Services, ids: Sequence[str]) -> list[None]:
    await do_see(services, ids)
    return [None] * len(ids)


async def do_note_here(services: Services, person_id: str) -> None:
    await services.together(_see, person_id)
