"""The fan-out workload: rooms of 51, one message in flight per room, everybody hears it.

The same for every server: whoever's turn it is says something, all 51 receive `room.entry`, the
sender is acknowledged, then the next one speaks. Closed loop, so that the server sets the pace.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.figures import median
from bench.swarm import Peer, Swarm

ROOM = 51
ENTRY = b'42["room.entry"'
TEXT = "Je suis au coin de la rue, à deux. On attend ton signe avant de sonner."


@dataclass(eq=False, slots=True)
class Room:
    """Its people, and what a message to it looks like on the wire (without the changing part).

    `unheard` counts down the 51 deliveries and the acknowledgement of the message in flight."""

    people: list[Peer]
    payload: Callable[[int], dict[str, Any]]
    all_heard: Callable[[Room], None] = lambda _: None
    turn: int = 0
    heard: int = 0
    unheard: int = 0
    sent_at: float = 0.0

    def hears(self) -> None:
        self.heard += 1
        self.told()

    def told(self) -> None:
        self.unheard -= 1
        if not self.unheard:
            self.all_heard(self)


@dataclass(frozen=True)
class Slice:
    """What one stretch of time cost."""

    seconds: float
    deliveries: int
    messages: int
    server_cpu_s: float
    generator_cpu_s: float
    message_ms: float

    @property
    def figures(self) -> dict[str, float]:
        return {
            "deliveries_per_s": round(self.deliveries / self.seconds),
            "cpu_us_per_delivery": round(self.server_cpu_s / self.deliveries * 1e6, 2),
            "server_cpu": round(self.server_cpu_s / self.seconds, 3),
            "generator_cpu": round(self.generator_cpu_s / self.seconds, 3),
            "message_to_last_ms": round(self.message_ms, 2),
        }


class Contender:
    """One server with its clients, rooms full. All contenders share one swarm, so that those who
    wait for their turn still answer their pings."""

    def __init__(
        self, name: str, swarm: Swarm, rooms: list[Room], cpu_s: Callable[[], float]
    ) -> None:
        self.name, self._swarm, self._rooms, self._cpu_s = name, swarm, rooms, cpu_s
        self.slices: list[Slice] = []
        self._said, self._going = 0, False
        self._took: list[float] = []
        for room in rooms:
            room.all_heard = self._all_heard
            for peer in room.people:
                peer.room = room

    def warm_up(self, patience_s: float = 15) -> None:
        """Until everybody has spoken once: a first word costs more, and belongs to no steady
        state."""
        ends = time.perf_counter() + patience_s
        while time.perf_counter() < ends and any(r.turn < len(r.people) for r in self._rooms):
            self.run(0.5)
        self.slices.clear()

    def run(self, seconds: float) -> None:
        """Talk for so long, let the last messages land, note the cost."""
        self._swarm.counted, self._swarm.count = ENTRY, _hears
        self._took.clear()
        heard, said = self._heard(), self._said
        cpu, own, start = self._cpu_s(), time.process_time(), time.perf_counter()
        self._talk(start + seconds)
        done = Slice(
            seconds=time.perf_counter() - start,
            deliveries=self._heard() - heard,
            messages=self._said - said,
            server_cpu_s=self._cpu_s() - cpu,
            generator_cpu_s=time.process_time() - own,
            message_ms=median(self._took) * 1000,
        )
        self.slices.append(done)

    def _talk(self, until: float) -> None:
        self._going = True
        for room in self._rooms:
            self._say(room)
        while time.perf_counter() < until:
            self._swarm.turn(0.05)
        self._going = False
        self._swarm.run(lambda: all(room.unheard == 0 for room in self._rooms), 10)

    def _say(self, room: Room) -> None:
        peer = room.people[room.turn % len(room.people)]
        room.turn += 1
        room.unheard = len(room.people) + 1
        self._said += 1
        room.sent_at = time.perf_counter()
        peer.ask("room.say", room.payload(self._said), lambda answer: _told(room, answer))

    def _all_heard(self, room: Room) -> None:
        self._took.append(time.perf_counter() - room.sent_at)
        if self._going:
            self._say(room)

    def _heard(self) -> int:
        return sum(room.heard for room in self._rooms)

    @property
    def figures(self) -> dict[str, Any]:
        """Medians over the slices."""
        each = [s.figures for s in self.slices]
        return {
            **{name: round(median([one[name] for one in each]), 3) for name in each[0]},
            "slices": len(each),
            "deliveries": sum(s.deliveries for s in self.slices),
        }


def _hears(peer: Peer) -> None:
    peer.room.hears()


def _told(room: Room, answer: Any) -> None:
    if "ok" not in answer:
        raise RuntimeError(json.dumps(answer))
    room.told()


def bare_rooms(swarm: Swarm, port: int, rooms: int) -> list[Room]:
    """Rooms on a server that knows nothing but rooms (Node's, and the stock one)."""
    return [_bare_room(swarm, port, f"room-{n}") for n in range(rooms)]


def _bare_room(swarm: Swarm, port: int, name: str) -> Room:
    people = [swarm.connect(port) for _ in range(ROOM)]
    for peer in people:
        swarm.call(peer, "room.enter", {"room": name})

    def payload(number: int) -> dict[str, Any]:
        entry = {
            "seq": number,
            "kind": "said",
            "who": "x7sRk2mQpW4vTb9LcY1dZg",
            "name": "Hulotte attentive",
            "detail": None,
            "client_id": f"bench-{number:08d}",
        }
        return {"room": name, "text": TEXT, "entry": entry}

    return Room(people, payload)
