"""The same workload on our own gateway and nothing else of ours: what a delivery costs when nothing
is checked, sealed or stored. To be compared with `bench.stock`, line for line; only positions
go the way they go in the application.

Run by the bench as a process of its own: `python -m bench.bare`, with the address of a Redis to be
one of several. Prints its port.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec
import socketio

from bench.stock import serve, workload
from server.audience import Audience
from server.gateway import garbage
from server.gateway.bus import OverRedis
from server.gateway.fanout import SocketFanout
from server.gateway.outlet import Exposed
from server.gateway.rooms import Rooms
from server.gateway.socket import make_server
from server.positions.messages import Fix, PositionMoved


def positions(sio: socketio.AsyncServer) -> None:
    """Through the fan-out, which knows that of a position only the latest counts. The room's name
    is that of an audience."""
    fanout = SocketFanout(sio)

    @sio.on("position.report")
    async def report(sid: str, payload: dict[str, Any]) -> None:
        fix = msgspec.convert(payload["fix"], Fix)
        moved = PositionMoved(room=payload["room"], who=sid, fix=fix)
        await fanout.tell(Audience(*payload["room"].split(":")), moved)


def main() -> None:
    redis = sys.argv[1:]
    sio = make_server(OverRedis(*redis) if redis else Rooms(), ["*"])
    workload(sio)
    positions(sio)
    garbage.calm()
    app = socketio.ASGIApp(sio)
    serve(Exposed(app, app))


if __name__ == "__main__":
    main()
