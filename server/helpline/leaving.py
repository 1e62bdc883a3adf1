"""How a visit ends: wiped, ended, left, or forgotten after a day. Each time its keys are destroyed;
a day and a few rounded figures stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from server import audience, errors
from server.actor import Actor
from server.clock import DAY, MINUTE, SECOND
from server.conversations import actions as rooms
from server.conversations import ending
from server.conversations.participants import Standpoint
from server.conversations.policies import HELPLINE
from server.helpline import store, telling
from server.helpline.brake import TICKET_LIVES
from server.helpline.messages import Gone, HelpOver, Why
from server.helpline.tables import Visit
from server.helpline.visits import GONE_AFTER
from server.services import Services, Tx
from server.vault import actions as vault

Outcome = Literal["ended", "flagged", "wiped", "left", "expired"]
FIGURES_KEPT_DAYS = 400


async def do_wipe(services: Services, actor: Actor) -> Gone:
    """Twice does nothing more: the second time nobody is recognised."""
    if visit := await store.visit(actor.visit):
        await do_finish(services, visit, "wiped", "wiped")
    return Gone(erased=True)


async def do_leave(services: Services, actor: Actor) -> Gone:
    """The tab closed. Whoever still waited is gone; a conversation is left to the officers, who
    end it, or to the day."""
    visit = await store.visit(actor.visit)
    if visit is None or visit.state == "waiting":
        if visit:
            await do_finish(services, visit, "left", "ended")
        return Gone(erased=True)
    async with services.transaction() as tx:
        await store.update_visit(visit.id, gone=True, secret_digest="", seen_until=0)
        await telling.helpers_of(services, tx, visit.id, visit.room_id)
    await services.fanout.cut([visit.id], HelpOver(why="ended"))
    return Gone(erased=False)


async def do_finish(
    services: Services,
    visit: Visit,
    outcome: Outcome,
    why: Why,
    still: Callable[[Visit], bool] = lambda _: True,
) -> None:
    """Once: who comes second finds nothing. `still`: what must hold when her row is held."""
    async with services.transaction() as tx:
        held = await store.visit(visit.id, locked=True)
        if held is None or not still(held):
            return
        await _forget(services, tx, held, outcome, why)
        await ending.do_destroy(services, held.room_id)
    await services.db.forget_deleted()
    for name in HELPLINE.channels:
        await services.fanout.close(audience.channel(visit.room_id, name))
    await services.fanout.cut([visit.id], HelpOver(why=why))


async def _forget(services: Services, tx: Tx, visit: Visit, outcome: Outcome, why: Why) -> None:
    """The visit itself, and who she said she was."""
    await telling.helpers_of(services, tx, visit.id, visit.room_id)
    if visit.state == "waiting":
        telling.out_of_queue(tx, visit)
    tx.tell(audience.session(visit.id), HelpOver(why=why))
    await vault.destroy(services, "identity", visit.id)
    await vault.remember(services, [visit.id])
    await store.drop_visit(visit.id)
    await _count(services, visit, outcome)


async def _count(services: Services, visit: Visit, outcome: Outcome) -> None:
    """Rounded to ten seconds and to the minute: nobody's visit is to be found in it."""
    now, taken = services.clock.now(), visit.taken_at
    await store.add_helped(
        id=services.ids.new(),
        day=now // DAY,
        team_id=visit.team_id,
        outcome=outcome,
        waited_ms=_rounded(taken - visit.came_at, 10 * SECOND) if taken else None,
        talked_ms=_rounded(now - taken, MINUTE) if taken else None,
    )


def _rounded(span: int, unit: int) -> int:
    return max(0, round(span / unit)) * unit


async def after_silence(services: Services, tx: Tx, room_id: str) -> None:
    """A day without a word: the room goes, and with it the visit."""
    if visit := await store.visit_by_room(room_id, locked=True):
        await _forget(services, tx, visit, "expired", "expired")


async def do_leave_queue(services: Services) -> int:
    """Whoever waits and has not been connected for a while."""
    before = services.clock.now() - GONE_AFTER
    gone = [row["id"] for row in await store.waiting(services.db) if row["seen_until"] < before]
    for visit_id in gone:
        if visit := await store.visit(visit_id):
            await do_finish(services, visit, "left", "expired", lambda held: _away(held, before))
    return len(gone)


def _away(visit: Visit, before: int) -> bool:
    """Meanwhile she may have come back, or somebody answered her."""
    return visit.state == "waiting" and visit.seen_until < before


async def do_forget_tickets(services: Services) -> int:
    return await store.forget_tickets(services.clock.now() - TICKET_LIVES)


async def before_said(services: Services, at: Standpoint, channel: str) -> None:
    """Nothing is said to whom nothing can reach: her day ends. Raises NotConnected."""
    visit = await store.visit_by_room(at.room.id)
    if visit and visit.gone and channel == "all":
        raise errors.NotConnected


async def lock(services: Services, room_id: str) -> None:
    """Before the channels of her room, as everywhere."""
    await store.visit_by_room(room_id, locked=True)


async def do_forget_figures(services: Services) -> int:
    return await store.forget_helped(services.clock.now() // DAY - FIGURES_KEPT_DAYS)


async def over(services: Services, visits: list[str]) -> list[tuple[str, HelpOver]]:
    """Of the visits with an open page here, those that are over, in whatever process."""
    if not visits:
        return []
    living = await store.living(services.db, visits)
    return [(visit, HelpOver(why="ended")) for visit in visits if visit not in living]


ending.AFTER_SILENCE[HELPLINE.kind] = after_silence
rooms.BEFORE_SAID[HELPLINE.kind] = before_said
ending.LOCKS_FIRST[HELPLINE.kind] = lock
