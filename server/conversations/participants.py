"""Who takes part in a room, what she may read there, and what her pages hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server import audience, errors
from server.conversations import store
from server.conversations.policies import POLICIES
from server.conversations.tables import Participant, Room
from server.engines.database import Row, of_each
from server.services import Services


@dataclass(frozen=True)
class Standpoint:
    """Somebody in a room, and what she may read there."""

    room: Room
    participant: Participant
    channels: tuple[str, ...]

    def may(self, channel: str) -> None:
        """Raises NotFound: a channel that is not hers does not exist for her."""
        if channel not in self.channels:
            raise errors.NotFound


Standing = tuple[Room, Participant] | None


async def standpoint(services: Services, room_id: str, person_id: str) -> Standpoint:
    """Raises NotFound to a stranger, Closed to whom the room is closed."""
    return _seen(*await _standings(services, [(room_id, person_id)]))


async def reader(services: Services, room_id: str, person_id: str) -> Standpoint:
    """The same, asked together with whoever else comes to read. Not inside a transaction."""
    return _seen(await services.asked(_standings, (room_id, person_id)))


async def _standings(services: Services, wanted: Sequence[tuple[str, str]]) -> list[Standing]:
    held = await store.standings(services.db, wanted)
    return [held.get(one) for one in wanted]


def _seen(standing: Standing) -> Standpoint:
    if standing is None or standing[1].left_at is not None:
        raise errors.NotFound
    room, held = standing
    policy, closed = POLICIES[room.kind], room.closed_at is not None
    channels = policy.readable(held.side, held.partition, closed=closed)
    if not channels:
        raise errors.Closed
    return Standpoint(room, held, channels)


async def participant(room_id: str, person_id: str) -> Participant | None:
    return await store.participant(room_id, person_id)


async def do_enter(
    services: Services, room_id: str, person_id: str, side: str, partition: str
) -> Participant:
    """Somebody takes part from now on (again, if she had left)."""
    return (await do_enter_each(services, room_id, side, {person_id: partition}))[0]


async def do_enter_each(
    services: Services, room_id: str, side: str, who: Mapping[str, str]
) -> list[Participant]:
    """The same for each of these people, by her partition, in this order."""
    found = await store.standings(services.db, [(room_id, person) for person in who])
    here = {person: held for (_, person), (_, held) in found.items()}
    new = [_new(services, room_id, one, side, who[one]) for one in who if one not in here]
    back = [held for held in here.values() if held.left_at is not None]
    if new:
        await store.add_participants(new)
    if back:
        await store.come_back(services.db, [held.id for held in back])
    for held in back:
        held.left_at = None
    here |= {held.person_id: held for held in new}
    return [here[person] for person in who]


def _new(services: Services, room: str, person: str, side: str, partition: str) -> Participant:
    return Participant(
        id=services.ids.new(),
        room_id=room,
        person_id=person,
        side=side,
        partition=partition,
        joined_at=services.clock.now(),
    )


async def audiences(services: Services, person_id: str) -> list[audience.Audience]:
    """What a person's sockets should hear on connect: every channel she may read now."""
    return [
        audience.channel(row["room_id"], name)
        for row in await services.asked(_open_rooms, person_id)
        for name in POLICIES[row["kind"]].readable(row["side"], row["partition"], closed=False)
    ]


async def _open_rooms(services: Services, people: Sequence[str]) -> list[list[Row]]:
    return of_each(people, await store.open_rooms_of(services.db, people))


async def left_since(services: Services, since: int) -> list[tuple[str, list[audience.Audience]]]:
    """Who left a room lately, and what she must not hear any more."""
    return [
        (
            row["person_id"],
            [audience.channel(row["room_id"], name) for name in POLICIES[row["kind"]].channels],
        )
        for row in await store.left_since(services.db, since)
    ]
