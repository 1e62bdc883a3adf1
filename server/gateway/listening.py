"""Where a process listens.

uvloop's loop (libuv 1.45 and later) accepts one connection per listening descriptor and turn. When
a network falls and thousands come back, each turn is long and they stay in the kernel's queue until
that overflows: their knocking is dropped, and repeated after 1, 3 and 7 seconds. The same queue
under several descriptors lets several in with every turn.
"""

from __future__ import annotations

import socket

import uvicorn

AT_ONCE = 16
QUEUE = 4096
"""What Linux allows (net.core.somaxconn) unless told otherwise."""


def doors(config: uvicorn.Config) -> list[socket.socket]:
    """One address, as many descriptors as connections are to be accepted in a turn of the loop.
    Nobody is let in before the server has started."""
    address = config.bind_socket()
    return [address, *(address.dup() for _ in range(AT_ONCE - 1))]
