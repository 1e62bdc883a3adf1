"""Goal 6, second half. Everybody comes back at once: recognised, told where things stand, given
what was missed. Beside it the handshake alone: ours with recognition, our gateway's, and that of
python-socketio, which is the measure. All web processes share one core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bench.alert import ROOMS
from bench.contenders import OURS, STOCK, Server
from bench.cores import SERVER
from bench.crowd import Crowd
from bench.generator import Generator, Plan
from bench.house import House
from bench.run import Figures, Run

AT_ONCE = 256


def measure(run: Run) -> Figures:
    them = run.crowd(run.pick(ROOMS, 6))
    plan = them.returning()
    if not them.opened:
        _open(run, them)
    run.say(f"{plan.clients:,} come back")
    with _on_one_core(them.house):
        found = {"production": _storm(plan, them.house)}
        found["production, recognised only"] = _storm(them.arriving(), them.house)
    for name in (OURS, STOCK):
        found[name] = _storm(_handshakes(run.bare(name), plan.clients), run.bare(name))
    return {
        "sockets": plan.clients,
        "servers": found,
        "vs_stock": round(found["production"]["seconds"] / found[STOCK]["seconds"], 2),
    }


def _open(run: Run, them: Crowd) -> None:
    run.say("everybody opens her room")
    with Generator(them.plan()) as clients:
        clients.come()
    them.opened = True


@contextmanager
def _on_one_core(house: House) -> Iterator[None]:
    pids = [process.pid for process in house.processes[: len(house.ports)]]
    before = os.sched_getaffinity(0)
    try:
        for pid in pids:
            os.sched_setaffinity(pid, before if SERVER is None else {SERVER})
        yield
    finally:
        for pid in pids:
            os.sched_setaffinity(pid, before)


def _storm(plan: Plan, server: House | Server) -> Figures:
    """Seconds until the last one is in."""
    with Generator(plan) as clients:
        cpu = server.cpu_s()
        found = clients.come(AT_ONCE)
        cpu = server.cpu_s() - cpu
    return {
        "seconds": round(found["seconds"], 2),
        "cpu_ms_each": round(cpu / plan.clients * 1000, 2),
        "each_ms": found["each_ms"],
        "generator_cpu": found["cpu"],
    }


def _handshakes(server: Server, count: int) -> Plan:
    plan = Plan([])
    plan.room()
    for _ in range(count):
        plan.client(server.ports[0])
    return plan
