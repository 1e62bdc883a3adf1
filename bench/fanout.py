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
    """Its people, and what a message to it looks like on the wire (without the changing part)."""

    people: list[Peer]
    payload: Callable[[int], dict[str, Any]]
    turn: int = 0
    unheard: int = 0


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
    """One server with its clients, rooms full."""

    def __init__(
        self, name: str, swarm: Swarm, rooms: list[Room], cpu_s: Callable[[], float]
    ) -> None:
        self.name, self.swarm, self.rooms, self.cpu_s = name, swarm, rooms, cpu_s
        self.slices: list[Slice] = []
        for room in rooms:
            for peer in room.people:
                peer.room = room
        self._said = 0
        self._going = False
        self._sent_at: dict[int, float] = {}
        self._took: list[float] = []
        self._heard = 0
        swarm.counted, swarm.count = ENTRY, self._hears

    def run(self, seconds: float, *, keep: bool = True) -> None:
        """Talk for so long, let the last messages land, note the cost."""
        self._took.clear()
        heard = self._heard
        said, cpu, own, start = self._said, self.cpu_s(), time.process_time(), time.perf_counter()
        self._going = True
        for room in self.rooms:
            self._say(room)
        while time.perf_counter() - start < seconds:
            self.swarm.turn(0.05)
        self._going = False
        self.swarm.run(lambda: all(room.unheard == 0 for room in self.rooms), 10)
        took = time.perf_counter() - start
        done = Slice(
            seconds=took,
            deliveries=self._heard - heard,
            messages=self._said - said,
            server_cpu_s=self.cpu_s() - cpu,
            generator_cpu_s=time.process_time() - own,
            message_ms=median(self._took) * 1000,
        )
        if keep:
            self.slices.append(done)

    def _say(self, room: Room) -> None:
        peer = room.people[room.turn % len(room.people)]
        room.turn += 1
        room.unheard = len(room.people) + 1  # all of the room, and the acknowledgement
        self._said += 1
        self._sent_at[id(room)] = time.perf_counter()
        peer.ask("room.say", room.payload(self._said), lambda answer: self._told(room, answer))

    def _hears(self, peer: Peer) -> None:
        self._heard += 1
        room = peer.room
        room.unheard -= 1
        if not room.unheard:
            self._all_heard(room)

    def _told(self, room: Room, answer: Any) -> None:
        if "ok" not in answer:
            raise RuntimeError(json.dumps(answer))
        room.unheard -= 1
        if not room.unheard:
            self._all_heard(room)

    def _all_heard(self, room: Room) -> None:
        self._took.append(time.perf_counter() - self._sent_at[id(room)])
        if self._going:
            self._say(room)

    @property
    def figures(self) -> dict[str, Any]:
        """Medians over the slices."""
        each = [s.figures for s in self.slices]
        return {
            **{name: median([one[name] for one in each]) for name in each[0]},
            "slices": len(each),
            "deliveries": sum(s.deliveries for s in self.slices),
        }


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
