"""Goal 4. Two processes over one Redis: rooms that live on one of them, and rooms on both. Redis
stands on the generator's core; the two processes share theirs."""

from __future__ import annotations

import os
from contextlib import ExitStack

from bench import contenders
from bench.compiled import Absent
from bench.contenders import OURS, PEER, STOCK
from bench.cores import LOAD
from bench.generator import Generator
from bench.process import cpu_s
from bench.rooms import Contender, contend, her_rooms, interleave, ratio
from bench.run import Figures, Run
from tests.services import Missing, Redis, redis

PROCESSES = 2
ALONE = f"{OURS}, one process"
COST = "cpu_us_per_delivery"


def measure(run: Run) -> Figures:
    rooms, rounds, seconds = run.pick((20, 3, 2.0), (4, 1, 0.7))

    def talk(clients: Generator) -> Figures:
        return clients.closed(seconds, "point", 2)

    with ExitStack() as stack:
        bus, another = _redis(stack), _redis(stack)  # what is told over one is heard by all on it
        alone = stack.enter_context(contenders.bare(OURS, another.url))
        everybody = [contend(stack.enter_context, alone, her_rooms(alone, rooms))]
        everybody[0].name = ALONE
        for name in contenders.BARE:
            everybody += _both(run, stack, bus, name, rooms)
        spent = cpu_s(bus.process.pid) if bus.process else 0.0
        found = interleave(everybody, rounds, talk)
        spent = cpu_s(bus.process.pid) - spent if bus.process else 0.0
    return {
        "rooms": rooms,
        "servers": found,
        "redis_cpu_s": round(spent, 2),
        "vs_stock": ratio(found, _one(STOCK), _one(OURS), COST),
        "vs_node": ratio(found, _one(PEER), _one(OURS), COST),
        "both_vs_stock": ratio(found, _on_both(STOCK), _on_both(OURS), COST),
        "both_vs_node": ratio(found, _on_both(PEER), _on_both(OURS), COST),
        "vs_alone": ratio(found, _one(OURS), ALONE, COST),
    }


def _redis(stack: ExitStack) -> Redis:
    try:
        bus = stack.enter_context(redis())
    except Missing as what:
        raise Absent(str(what)) from what
    if LOAD is not None and bus.process:
        os.sched_setaffinity(bus.process.pid, {LOAD})
    return bus


def _both(run: Run, stack: ExitStack, bus: Redis, name: str, rooms: int) -> list[Contender]:
    """One pair of processes; two sets of clients."""
    try:
        server = stack.enter_context(contenders.bare(name, bus.url, PROCESSES))
    except Absent as what:
        run.say(f"without {what}")
        return []
    made = []
    for called, across in ((_one(name), False), (_on_both(name), True)):
        one = contend(stack.enter_context, server, her_rooms(server, rooms, across=across))
        one.name = called
        made.append(one)
    return made


def _one(name: str) -> str:
    return f"{name}, rooms on one process"


def _on_both(name: str) -> str:
    return f"{name}, rooms on both"
