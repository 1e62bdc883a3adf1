"""Goal 3. The same 12,000 deliveries a second offered to everybody, by a timetable: how long each
takes, from the moment it was due."""

from __future__ import annotations

from contextlib import ExitStack

from bench.contenders import FLOOR, OURS, PEER, STOCK
from bench.generator import Generator
from bench.rooms import contend, her_rooms, interleave, ratio
from bench.run import Figures, Run

DELIVERIES_PER_S = 12_000


def measure(run: Run) -> Figures:
    rooms, rounds, seconds = run.pick((20, 4, 3.0), (3, 1, 1.0))
    offered = DELIVERIES_PER_S * rooms // 20

    def talk(clients: Generator) -> Figures:
        return clients.open(seconds, point=offered / 50)

    with ExitStack() as stack:
        everybody = [
            contend(stack.enter_context, server, her_rooms(server, rooms), exact=False)
            for server in run.all_bare(FLOOR)
        ]
        found = interleave(everybody, rounds, talk)
    return {
        "rooms": rooms,
        "offered_per_s": offered,
        "servers": found,
        "vs_stock": ratio(found, OURS, STOCK, "p99_ms"),
        "vs_node": ratio(found, OURS, PEER, "p99_ms"),
    }
