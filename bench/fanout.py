"""Goal 1. One position in, fifty out, at the server's own pace: a thousand connections, then five
thousand. All contenders stand side by side and take turns."""

from __future__ import annotations

from contextlib import ExitStack

from bench.contenders import OURS, PEER, STOCK
from bench.generator import Generator
from bench.rooms import contend, her_rooms, interleave, ratio
from bench.run import Figures, Run

IN_FLIGHT = 2


def measure(run: Run) -> Figures:
    return _at(run, rooms=run.pick(20, 3), rounds=run.pick(4, 1))


def measure_many(run: Run) -> Figures:
    return _at(run, rooms=run.pick(98, 10), rounds=run.pick(3, 1))


def _at(run: Run, rooms: int, rounds: int) -> Figures:
    seconds = run.pick(3.0, 0.7)

    def talk(clients: Generator) -> Figures:
        return clients.closed(seconds, "point", IN_FLIGHT)

    with ExitStack() as stack:
        everybody = [
            contend(stack.enter_context, server, her_rooms(server, rooms))
            for server in run.all_bare()
        ]
        found = interleave(everybody, rounds, talk)
    cost = "cpu_us_per_delivery"
    return {
        "rooms": rooms,
        "servers": found,
        "vs_stock": ratio(found, STOCK, OURS, cost),
        "vs_node": ratio(found, PEER, OURS, cost),
    }
