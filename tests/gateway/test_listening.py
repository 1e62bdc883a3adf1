"""Many knock at once: several are let in with every turn, a press before those who open a socket,
and nobody once the process goes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
import uvloop

from server.gateway import listening
from server.gateway.leaving import Leaver
from tests.gateway.doors import until

KNOCKING = 160
HERE = ("127.0.0.1", 0)


class Hall(asyncio.Protocol):
    """Counts who is in."""

    inside = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Hall.inside += 1


def test_several_who_knock_are_let_in_with_every_turn() -> None:
    """On the loop that serves; the standard one lets all of them in at once."""
    assert uvloop.run(_turns_for(listening.doors(*HERE))) < KNOCKING / 8


async def _turns_for(held: list[socket.socket]) -> int:
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(Hall, sock=door, backlog=listening.QUEUE) for door in held]
    Hall.inside, turns = 0, 0
    knocking = [socket.create_connection(held[0].getsockname(), 5) for _ in range(KNOCKING)]
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

    monkeypatch.setattr("server.gateway.leaving.retire", retires)
    server, held = await _serving(_nothing)
    address = held[0].getsockname()
    left = list[str]()
    listening.line_of(server.server_state).join(_comer("camille", left))
    with socket.create_connection(address, 1):
        await server.shutdown(held)
    return refused == [True] and left == ["camille cut"]


async def _nothing(scope: object, receive: object, send: object) -> None:
    await asyncio.Event().wait()


async def _serving(app: Any) -> tuple[Leaver, list[socket.socket]]:
    config = uvicorn.Config(app, lifespan="off", log_config=None, http=listening.Entrance)
    held = listening.doors(*HERE)
    config.load()
    server = Leaver(config, SimpleNamespace(eio=SimpleNamespace(sockets={})))
    server.lifespan = config.lifespan_class(config)
    await server.startup(held)
    return server, held


UPGRADE = (
    b"GET /socket.io/ HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
PRESS = b"POST /api/alert.start HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"


def test_a_press_passes_those_who_open_a_socket() -> None:
    """She was the last to knock; what uvicorn does with an upgrade is still ours to delay."""
    served = uvloop.run(_served([UPGRADE] * 60 + [PRESS]))
    assert sorted(served) == ["http"] + ["websocket"] * 60
    assert served.index("http") < 3 * listening.OPENED_AT_ONCE


async def _served(requests: list[bytes]) -> list[str]:
    """The kinds of what was asked, in the order in which the application was told."""
    kinds = list[str]()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        kinds.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close"})

    server, held = await _serving(app)
    knocking = [socket.create_connection(held[0].getsockname()) for _ in requests]
    for one, said in zip(knocking, requests, strict=True):
        one.sendall(said)
    await until(lambda: len(kinds) == len(requests))
    for one in knocking:
        one.close()
    await server.shutdown(held)
    return kinds


async def test_one_who_cannot_be_let_in_keeps_nobody_out() -> None:
    opened = list[str]()
    line = listening.Line()
    for name in ("camille", "mallory", "nour", "ines", "aya", "zoe"):
        line.join(_comer(name, opened))
    await until(lambda: len(opened) == 6)
    assert opened == ["camille", "mallory cut", "nour", "ines", "aya", "zoe"]
    line.join(_comer("late", opened))
    await until(lambda: opened[-1] == "late")


async def test_who_still_waits_when_the_process_goes_is_sent_elsewhere() -> None:
    opened = list[str]()
    line = listening.Line()
    line.join(_comer("camille", opened))
    line.leave()
    await asyncio.sleep(0)
    assert opened == ["camille cut"]


def _comer(name: str, opened: list[str]) -> Any:
    def come() -> None:
        if name == "mallory":
            raise ValueError(name)
        opened.append(name)

    return SimpleNamespace(open=come, abort=lambda: opened.append(f"{name} cut"))


def test_whoever_gave_up_in_the_line_is_not_let_in() -> None:
    """Nor whoever says more before she is answered."""
    assert uvloop.run(_served_after_leaving()) == []


async def _served_after_leaving() -> list[str]:
    kinds = list[str]()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        kinds.append(scope["type"])

    server, held = await _serving(app)
    line = listening.line_of(server.server_state)
    line._open_some = lambda: None  # type: ignore[method-assign]  # her turn does not come yet
    left, spoke = (socket.create_connection(held[0].getsockname(), 5) for _ in range(2))
    left.sendall(UPGRADE)
    spoke.sendall(UPGRADE)
    await until(lambda: len(line._waiting) == 2)
    left.close()
    spoke.sendall(UPGRADE)
    await until(lambda: all(one.transport.is_closing() for one in line._waiting))
    listening.Line._open_some(line)
    await asyncio.sleep(0)
    spoke.close()
    await server.shutdown(held)
    return kinds
