"""The same workload on our own gateway and nothing else of ours: what a delivery costs when nothing
is checked, sealed or stored. To be compared with `bench.stock`, line for line.

Run by the bench as a process of its own: `python -m bench.bare`, with the address of a Redis to be
one of several. Prints its port.
"""

from __future__ import annotations

import sys

import socketio

from bench.stock import serve, workload
from server.gateway import garbage
from server.gateway.bus import OverRedis
from server.gateway.outlet import Exposed
from server.gateway.rooms import Rooms
from server.gateway.socket import make_server


def main() -> None:
    redis = sys.argv[1:]
    sio = make_server(OverRedis(*redis) if redis else Rooms(), ["*"])
    workload(sio)
    garbage.calm()
    app = socketio.ASGIApp(sio)
    serve(Exposed(app, app))


if __name__ == "__main__":
    main()
