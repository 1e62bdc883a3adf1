"""Goal 6, first half. What a connection costs that only stays open: resident memory before and
after a thousand. Asked first: who has held a thousand keeps their memory for the next thousand.
"""

from __future__ import annotations

import time

from bench.compiled import Absent
from bench.contenders import BARE, Server
from bench.generator import Generator, Plan
from bench.house import House
from bench.run import Figures, Run

CONNECTIONS = 1000
WARM = 50
SETTLE_S = 2.0


def measure(run: Run) -> Figures:
    found = {"embedded": _per_connection(run.house("embedded"), run.pick(CONNECTIONS, 300))}
    for name in BARE:
        try:
            found[name] = _per_connection(run.bare(name), run.pick(CONNECTIONS, 300))
        except Absent as what:
            run.say(f"without {what}")
    return {**found, "kb": found["embedded"]["kib_per_connection"]}


def _per_connection(server: House | Server, count: int) -> Figures:
    """The first fifty are not counted: they warm the server."""
    process = server.processes[0]
    with Generator(_plan(server, 0, WARM)) as few:
        few.come()
        time.sleep(SETTLE_S)
        before = process.rss_bytes()
        with Generator(_plan(server, WARM, count)) as many:
            many.come()
            time.sleep(SETTLE_S)
            grown = process.rss_bytes() - before
    return {
        "connections": count,
        "kib_per_connection": round(grown / count / 1024, 1),
        "server_mib_before": round(before / 2**20, 1),
    }


def _plan(server: House | Server, first: int, count: int) -> Plan:
    plan = Plan([])
    plan.room()
    crowd = server.community.awake if isinstance(server, House) else []
    for number in range(first, first + count):
        if isinstance(server, House):
            server.client(plan, crowd[number], server.ports[0])
        else:
            plan.client(server.ports[0])
    return plan
