"""Many knock at once: several are let in with every turn, and nobody once the process goes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from types import SimpleNamespace

import pytest
import uvicorn
import uvloop

from server.gateway import listening
from server.gateway.leaving import Leaver

KNOCKING = 160


class Hall(asyncio.Protocol):
    """Counts who is in."""

    inside = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Hall.inside += 1


def doors() -> list[socket.socket]:
    return listening.doors(uvicorn.Config(None, host="127.0.0.1", port=0, log_level="error"))  # type: ignore[arg-type]


def test_several_who_knock_are_let_in_with_every_turn() -> None:
    """On the loop that serves; the standard one lets all of them in at once."""
    assert uvloop.run(_turns_for(doors())) < KNOCKING / 8


async def _turns_for(held: list[socket.socket]) -> int:
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(Hall, sock=door, backlog=listening.QUEUE) for door in held]
    Hall.inside, turns = 0, 0
    knocking = [socket.create_connection(held[0].getsockname()) for _ in range(KNOCKING)]
    while Hall.inside < KNOCKING:
        turns += 1
        await asyncio.sleep(0)
    for one in [*servers, *knocking]:
        one.close()
    return turns


def test_a_process_that_goes_lets_nobody_wait_at_its_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert uvloop.run(_refuses(monkeypatch))


async def _refuses(monkeypatch: pytest.MonkeyPatch) -> bool:
    refused = list[bool]()

    async def retires(_lines: object) -> None:
        with suppress(ConnectionRefusedError), socket.create_connection(address, 1):
            refused.append(False)
            return
        refused.append(True)

    async def app(scope: object, receive: object, send: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("server.gateway.leaving.retire", retires)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", log_config=None)
    held = listening.doors(config)
    address = held[0].getsockname()
    config.load()
    server = Leaver(config, SimpleNamespace(eio=SimpleNamespace(sockets={})))
    server.lifespan = config.lifespan_class(config)
    await server.startup(held)
    with socket.create_connection(address, 1):
        await server.shutdown(held)
    return refused == [True]
