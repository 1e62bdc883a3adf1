"""Rows as the desk shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, cast

from server.desk import store
from server.desk.messages import Channel, Colleague, Inside, Talk, Team
from server.engines.database import Row
from server.helpline import rules
from server.helpline import store as visits
from server.helpline.messages import Kind
from server.helpline.rules import Topic
from server.helpline.teams import Manned
from server.helpline.visits import identity
from server.services import Services


def colleagues(rows: Sequence[Row], manned: Sequence[Manned], now: int) -> list[Colleague]:
    covered = {team.row.id: team.covered for team in manned}
    names = {team.row.id: team.row.name for team in manned}
    return [
        Colleague(
            officer=row["person_id"],
            name=row["pseudonym"],
            kind=cast(Kind, row["kind"]),
            team=names.get(row["team_id"], ""),
            duty=bool(row["duty"]),
            there=bool(row["duty"])
            and row["seen_until"] > now
            and covered.get(row["team_id"], False),
            talks=row["talks"],
        )
        for row in rows
    ]


def teams(manned: Sequence[Manned], queues: Sequence[Row], now: int) -> list[Team]:
    held = {row["team_id"]: row for row in queues}
    return [_team(team, held.get(team.row.id), now) for team in manned]


def _team(team: Manned, queue: Row | None, now: int) -> Team:
    first = queue["first_at"] if queue else None
    return Team(
        team=team.row.id,
        name=team.row.name,
        departments=sorted(team.rule.departments),
        topics=[topic for topic in rules.TOPICS if topic in team.rule.topics],
        covered=team.covered,
        there=team.there,
        waiting=int(queue["waiting"]) if queue else 0,
        talking=int(queue["talking"]) if queue else 0,
        longest_ms=max(0, now - first) if first is not None else None,
    )


async def talks(services: Services, people: Sequence[str]) -> dict[str, list[Talk]]:
    """The conversations of each of these people. One that is destroyed while it is read is none."""
    held: dict[str, list[Talk]] = {person: [] for person in people}
    found = await store.talks(services.db, people)
    if not found:
        return held
    her = await store.visitors(services.db, sorted({row["room_id"] for row in found}))
    rooms, rows = sorted(her), [row for row in found if row["room_id"] in her]
    if not rooms:
        return held
    inside: dict[str, list[Inside]] = {
        room: [Inside(who=her[room], name=None, kind=None)] for room in rooms
    }
    for row in await visits.helpers(services.db, rooms):
        inside[row["room_id"]].append(
            Inside(who=row["who"], name=row["name"], kind=cast(Kind, row["kind"]))
        )
    channels = await _channels(services, rooms, people)
    for row in rows:
        mine = channels[row["room_id"], row["person_id"]]
        held[row["person_id"]].append(await _talk(services, row, inside[row["room_id"]], mine))
    return held


async def _channels(
    services: Services, rooms: Sequence[str], people: Sequence[str]
) -> dict[tuple[str, str], list[Channel]]:
    found = defaultdict(list)
    for row in await store.channels(services.db, rooms, people):
        name = cast(Literal["all", "officers"], row["channel"])
        found[row["room_id"], row["person_id"]].append(
            Channel(channel=name, seq=row["seq"], read=row["seen"])
        )
    return found


async def _talk(
    services: Services, row: Row, inside: list[Inside], channels: list[Channel]
) -> Talk:
    return Talk(
        visit=row["id"],
        room=row["room_id"],
        me=row["me"],
        topic=cast(Topic, row["topic"]),
        victim=bool(row["victim"]),
        minor=bool(row["minor"]),
        department=row["department"],
        language=cast(Literal["fr", "en"], row["language"]),
        came_at=row["came_at"],
        taken_at=row["taken_at"] or row["came_at"],
        here=row["seen_until"] > services.clock.now(),
        left=bool(row["gone"]),
        identity=await identity(services, row["id"], row["identity_sealed"]),
        people=inside,
        channels=channels,
    )
