"""What a connection costs that only stays open: resident memory before and after a thousand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.process import Process
from bench.swarm import Peer, Swarm

CONNECTIONS = 1000
SETTLE_S = 2.0


def per_connection(server: Process, connect: Callable[[Swarm, int], Peer]) -> dict[str, Any]:
    """`connect(swarm, number)` makes one. The first fifty are not counted: they warm the server."""
    swarm = Swarm()
    try:
        for number in range(50):
            connect(swarm, number)
        _settle(swarm)
        before = server.rss_bytes()
        for number in range(50, 50 + CONNECTIONS):
            connect(swarm, number)
        _settle(swarm)
        grown = server.rss_bytes() - before
    finally:
        swarm.close()
    return {
        "connections": CONNECTIONS,
        "kib_per_connection": round(grown / CONNECTIONS / 1024, 1),
        "server_mib_before": round(before / 2**20, 1),
    }


def _settle(swarm: Swarm) -> None:
    ends = time.monotonic() + SETTLE_S
    while time.monotonic() < ends:
        swarm.turn(0.1)
