"""What is due in the queues, every second: nobody waits for an empty team, nobody unanswered is
overlooked, nobody stays with an officer who is gone."""

from __future__ import annotations

from server import audience
from server.clock import MINUTE
from server.conversations import entries, participants
from server.conversations import store as rooms
from server.engines.database import Row
from server.helpline import rules, store, teams, telling
from server.helpline.messages import DeskChanged
from server.helpline.tables import Visit
from server.helpline.teams import Manned
from server.services import Services, Tx

ALONE_AFTER = 2 * MINUTE


async def do_look(services: Services) -> int:
    """Reroute and alarm. How many waited."""
    held = await store.waiting(services.db)
    if held:
        manned = await teams.manned(services)
        for row in held:
            await _reroute(services, row, manned)
        await _alarm(services, held)
    return len(held)


async def _reroute(services: Services, row: Row, manned: list[Manned]) -> None:
    """Her team has gone home; somebody else is there. She keeps her place by when she came."""
    if any(team.there for team in manned if team.row.id == row["team_id"]):
        return
    reached = rules.reach(row["department"], row["topic"], [team.rule for team in manned])
    if reached is None or reached.team == row["team_id"]:
        return
    async with services.transaction() as tx:
        before = await store.visit(row["id"], locked=True)
        if before and await store.move(row["id"], reached.team, reached.near):
            telling.out_of_queue(tx, before)
            telling.into_queue(tx, reached.team, before.came_at)
            await telling.came(services, tx, row["id"])
            telling.herself(tx, row["id"])


async def _alarm(services: Services, waiting: list[Row]) -> None:
    """All who have waited too long in one transaction: in a flood they are hundreds at a time."""
    now = services.clock.now()
    due = {row["id"]: rules.unanswered(row["came_at"], now) for row in waiting}
    late = [row for row in waiting if due[row["id"]] > row["alarm"]]
    if not late:
        return
    async with services.transaction() as tx:
        raised = []
        for level in {due[row["id"]] for row in late}:
            ids = [row["id"] for row in late if due[row["id"]] == level]
            raised += await store.raise_alarm(services.db, ids, level)
        await telling.wait(services, tx, raised)


async def do_return(services: Services) -> int:
    """Whose officers are all away for two minutes waits again, before those who came later."""
    alone = await store.unheld(services.db, services.clock.now() - ALONE_AFTER)
    back = [row for row in alone if not row["gone"]]
    for row in back:
        async with services.transaction() as tx:
            held = await store.visit(row["id"], locked=True)
            if held and held.state == "talking" and await _is_alone(services, held):
                await _return(services, tx, held)
    return len(back)


async def _is_alone(services: Services, visit: Visit) -> bool:
    """Still, now that her row is held."""
    since = services.clock.now() - ALONE_AFTER
    inside = await store.helpers(services.db, [visit.room_id])
    return not any(row["kind"] == "officer" and row["seen_until"] > since for row in inside)


async def _return(services: Services, tx: Tx, visit: Visit) -> None:
    """The absent officers are out of it: somebody else answers her. Whoever was invited stays."""
    for row in await store.helpers(services.db, [visit.room_id]):
        if row["kind"] == "officer":
            absent = await participants.participant(visit.room_id, row["person_id"])
            await entries.do_append(services, tx, visit.room_id, "all", "left", absent)
            await rooms.update_participant(row["who"], left_at=services.clock.now())
            tx.tell(audience.person(row["person_id"]), DeskChanged(visit=visit.id))
    await store.update_visit(visit.id, state="waiting", taken_at=None, alarm=0)
    telling.into_queue(tx, visit.team_id, visit.came_at)
    await telling.came(services, tx, visit.id)
    telling.herself(tx, visit.id)
    await telling.helpers_of(services, tx, visit.id, visit.room_id)
