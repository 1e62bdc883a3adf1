"""Goal 2. All 51 of every room report once a second: what a delivery costs when everybody moves."""

from __future__ import annotations

from contextlib import ExitStack

from bench.contenders import FLOOR, OURS, PEER
from bench.generator import Generator
from bench.rooms import ROOM, contend, crowded_rooms, interleave, ratio
from bench.run import Figures, Run

ASIDE = "python-socketio"  # backlogs at a fifth of this load


def measure(run: Run) -> Figures:
    rooms, rounds, seconds = run.pick((20, 4, 3.0), (3, 1, 1.5))

    def talk(clients: Generator) -> Figures:
        return clients.open(seconds, moved=rooms * ROOM)

    with ExitStack() as stack:
        everybody = [
            contend(stack.enter_context, server, crowded_rooms(server, rooms), exact=False)
            for server in run.all_bare(FLOOR)
            if server.name != ASIDE
        ]
        found = interleave(everybody, rounds, talk)
    return {
        "rooms": rooms,
        "offered_per_s": rooms * ROOM * ROOM,
        "servers": found,
        "vs_node": ratio(found, OURS, PEER, "cpu_us_per_delivery"),
        "vs_floor": ratio(found, OURS, FLOOR, "cpu_us_per_delivery"),
        "p99_ms": found[OURS]["p99_ms"],
    }
