"""Who hears what of a visit. The one place where it is decided.

Her team's desks hear that she waits; after a minute every desk does. Those who talk with her hear
of her; other visitors hear only that their queue moved, never of whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from server import audience
from server.audience import Audience
from server.engines.database import Row
from server.helpline import store
from server.helpline.messages import (
    DeskChanged,
    DeskGone,
    DeskWaiting,
    HelpChanged,
    HelpMoved,
    Waiting,
)
from server.helpline.rules import Topic
from server.helpline.tables import Visit
from server.services import Services, Tx

EVERY_DESK = "*"
SEEN_BY_ALL = 2


def desks(team_id: str, alarm: int) -> list[Audience]:
    """Whose desks see her in this state."""
    return [audience.desk(team_id if alarm < SEEN_BY_ALL else EVERY_DESK)]


async def came(services: Services, tx: Tx, visit_id: str) -> None:
    """She is in this queue from now on (again, elsewhere, or with another alarm)."""
    if held := await store.visit(visit_id):
        await wait(services, tx, [vars_of(held)])


async def wait(services: Services, tx: Tx, rows: Sequence[Row]) -> None:
    """They wait in these queues, with these alarms."""
    teams = {team.id: team.name for team in await store.teams()}
    now = services.clock.now()
    for row in rows:
        shown = DeskWaiting(waiting=waiting(row, teams, now))
        for to in desks(row["team_id"], row["alarm"]):
            tx.tell(to, shown)


def vars_of(held: Visit) -> Row:
    return {name: getattr(held, name) for name in held._meta.db_fields}


def waiting(row: Row, teams: dict[str, str], now: int) -> Waiting:
    return Waiting(
        visit=row["id"],
        team=teams.get(row["team_id"], ""),
        topic=cast(Topic, row["topic"]),
        victim=bool(row["victim"]),
        minor=bool(row["minor"]),
        department=row["department"],
        language=cast(Literal["fr", "en"], row["language"]),
        came_at=row["came_at"],
        alarm=cast(Literal[0, 1, 2], row["alarm"]),
        here=row["seen_until"] > now,
    )


def into_queue(tx: Tx, team_id: str, came_at: int) -> None:
    tx.tell(audience.queue(team_id), HelpMoved(queue=team_id, came_at=came_at, by=1))


def out_of_queue(tx: Tx, visit: Visit, by: str | None = None) -> None:
    """Nobody answers her here any more: she is answered, or gone."""
    moved = HelpMoved(queue=visit.team_id, came_at=visit.came_at, by=-1)
    tx.tell(audience.queue(visit.team_id), moved)
    for team in (visit.team_id, EVERY_DESK):
        tx.tell(audience.desk(team), DeskGone(visit=visit.id, by=by))


def herself(tx: Tx, visit_id: str) -> None:
    tx.tell(audience.person(visit_id), HelpChanged(visit=visit_id))


async def helpers_of(services: Services, tx: Tx, visit_id: str, room_id: str) -> None:
    """Those who talk with her ask for their desk again."""
    for row in await store.helpers(services.db, [room_id]):
        tx.tell(audience.person(row["person_id"]), DeskChanged(visit=visit_id))


async def helpers_of_all(services: Services, tx: Tx, visits: Sequence[str]) -> None:
    """The same for many visitors: a process that died brings hundreds back at once."""
    for row in await store.helped_by(services.db, visits):
        tx.tell(audience.person(row["person_id"]), DeskChanged(visit=row["id"]))
