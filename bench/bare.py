"""The same workload on our own gateway and nothing else of ours: what a delivery costs when nothing
is checked, sealed or stored. To be compared with `bench.stock`, line for line.

Run by the bench as a process of its own: `python -m bench.bare`. Prints its port.
"""

from __future__ import annotations

import socketio

from bench.stock import serve, workload
from server.gateway import garbage
from server.gateway.outlet import Exposed
from server.gateway.rooms import Rooms
from server.gateway.socket import make_server


def main() -> None:
    sio = make_server(Rooms(), ["*"])
    workload(sio)
    garbage.calm()
    serve(Exposed(socketio.ASGIApp(sio)))


if __name__ == "__main__":
    main()
