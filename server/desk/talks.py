"""What an officer does in a conversation besides writing."""

from __future__ import annotations

from dataclasses import dataclass

from server import audience, errors
from server.actor import Actor
from server.conversations import entries, participants
from server.conversations import store as rooms
from server.conversations.policies import HELPLINE
from server.conversations.tables import Participant
from server.desk import actions, guides, store
from server.desk.messages import Ended, Guides, HandOver, Invite, Orient, Talk
from server.engines.database import Row
from server.helpline import leaving, telling
from server.helpline import store as visits
from server.helpline import teams as helpline_teams
from server.helpline.messages import DeskChanged
from server.helpline.tables import Visit
from server.services import Services, Tx


@dataclass(frozen=True)
class Desk:
    """An officer in one of her conversations, locked until the transaction ends."""

    visit: Visit
    inside: Participant
    me: Row


async def _at(services: Services, actor: Actor, visit_id: str) -> Desk:
    """Raises NotFound when it is none of hers, or over."""
    me = await actions.officer(services, actor.person)
    visit = await visits.visit(visit_id, locked=True)
    inside = visit and await participants.participant(visit.room_id, actor.person)
    if not visit or not inside or inside.left_at is not None or visit.state != "talking":
        raise errors.NotFound
    return Desk(visit, inside, me)


async def do_hand_over(services: Services, actor: Actor, wish: HandOver) -> Ended:
    """With its context, which the visitor never sees. Raises NotFound when nobody is there to take
    it."""
    async with services.transaction() as tx:
        at = await _at(services, actor, wish.visit)
        room = at.visit.room_id
        await entries.do_append(
            services, tx, room, "officers", "said", at.inside, text=wish.note.strip() or "…"
        )
        if wish.officer is not None and wish.officer != actor.person:
            to = await _there(services, wish.officer, "officer")
            await _bring_in(services, tx, at, to)
            name = to["pseudonym"]
        elif wish.officer is not None:
            raise errors.NotFound  # to herself: nobody would be left
        else:
            name = await _back_to_queue(services, tx, at, wish.team or at.visit.team_id)
        await entries.do_append(services, tx, room, "all", "handed_over", at.inside, detail=name)
        await _step_out(services, tx, at)
    await _hush(services, actor.person, room)
    if wish.officer is not None:
        await actions.admit(services, wish.officer, room)
    return Ended(visit=wish.visit)


async def _there(services: Services, person_id: str, *kinds: str) -> Row:
    """Raises NotFound: not on duty now, or of another kind."""
    found = await store.colleague(services.db, person_id)
    now = services.clock.now()
    if not found or not found["duty"] or found["seen_until"] <= now:
        raise errors.NotFound
    if kinds and found["kind"] not in kinds:
        raise errors.NotFound
    return found


async def _bring_in(services: Services, tx: Tx, at: Desk, to: Row) -> None:
    """Openly: the visitor is told who comes."""
    held = await participants.participant(at.visit.room_id, to["person_id"])
    if held is not None and held.left_at is None:
        return
    joined = await participants.do_enter(
        services, at.visit.room_id, to["person_id"], "officer", "member"
    )
    await entries.do_append(
        services, tx, at.visit.room_id, "all", "joined", joined, detail=to["kind"]
    )
    await _changed(services, tx, at)


async def _changed(services: Services, tx: Tx, at: Desk) -> None:
    telling.herself(tx, at.visit.id)
    await telling.helpers_of(services, tx, at.visit.id, at.visit.room_id)


async def _back_to_queue(services: Services, tx: Tx, at: Desk, team_id: str) -> str:
    """She keeps her place by when she came. Raises NotFound: no such team, or nobody there."""
    manned = {team.row.id: team for team in await helpline_teams.manned(services)}
    team = manned.get(team_id)
    if team is None or not team.there:
        raise errors.NotFound
    near = at.visit.department is not None and at.visit.department in team.rule.departments
    await visits.update_visit(
        at.visit.id, state="waiting", team_id=team_id, near=near, taken_at=None, alarm=0
    )
    telling.into_queue(tx, team_id, at.visit.came_at)
    await telling.came(services, tx, at.visit.id)
    telling.herself(tx, at.visit.id)
    return team.row.name


async def _step_out(services: Services, tx: Tx, at: Desk) -> None:
    await rooms.update_participant(at.inside.id, left_at=services.clock.now())
    tx.tell(audience.person(at.inside.person_id), DeskChanged(visit=at.visit.id))
    await _changed(services, tx, at)


async def _hush(services: Services, person_id: str, room_id: str) -> None:
    heard = [audience.channel(room_id, name) for name in HELPLINE.channels]
    await services.fanout.expel(person_id, heard)


async def do_invite(services: Services, actor: Actor, wish: Invite) -> Talk:
    """A psychologist, a social worker, a colleague. Raises NotFound when she is not there."""
    async with services.transaction() as tx:
        at = await _at(services, actor, wish.visit)
        to = await _there(services, wish.officer, "officer", "psychologist", "social_worker")
        await _bring_in(services, tx, at, to)
    await actions.admit(services, wish.officer, at.visit.room_id)
    return await actions.talk(services, actor.person, wish.visit)


async def do_step_out(services: Services, actor: Actor, visit_id: str) -> Ended:
    """Raises NotAllowed: nobody of the officers would be left with her."""
    async with services.transaction() as tx:
        at = await _at(services, actor, visit_id)
        stay = await visits.helpers(services.db, [at.visit.room_id])
        now = services.clock.now()
        others = [row for row in stay if row["person_id"] != actor.person]
        if not any(row["kind"] == "officer" and row["seen_until"] > now for row in others):
            raise errors.NotAllowed
        await entries.do_append(services, tx, at.visit.room_id, "all", "left", at.inside)
        await _step_out(services, tx, at)
    await _hush(services, actor.person, at.visit.room_id)
    return Ended(visit=visit_id)


async def where_to(services: Services, actor: Actor, visit_id: str) -> Guides:
    found = await actions.talk(services, actor.person, visit_id)
    return Guides(guides=await guides.of(found.department, found.topic, found.language))


async def do_orient(services: Services, actor: Actor, wish: Orient) -> Talk:
    """Raises NotFound: no such guide for her."""
    known = (await where_to(services, actor, wish.visit)).guides
    guide = next((one for one in known if one.guide == wish.guide), None)
    if guide is None:
        raise errors.NotFound
    async with services.transaction() as tx:
        at = await _at(services, actor, wish.visit)
        await entries.do_append(
            services,
            tx,
            at.visit.room_id,
            "all",
            "oriented",
            at.inside,
            text=guides.card(guide),
            detail=guide.kind,
        )
    return await actions.talk(services, actor.person, wish.visit)


async def do_end(services: Services, actor: Actor, visit_id: str, flag: bool) -> Ended:
    """Its keys are destroyed. Raises NotFound."""
    async with services.transaction():
        at = await _at(services, actor, visit_id)
    await leaving.do_finish(services, at.visit, "flagged" if flag else "ended", "ended")
    return Ended(visit=visit_id)
