"""One end of a socket, lean enough that five thousand of them fit beside their servers: a protocol
of asyncio that speaks websocket, Engine.IO 4 and Socket.IO 5 by hand.

Its patience is that of the library the page uses: an opening within 6 s, a command within 5 s, a
ping within 14 s. Frames are masked with a zero key, which the protocol allows and which leaves the
payload as it is.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, cast

from server.actor import Proof
from server.gateway.socket import COOKIE

OPENS_WITHIN_S = 6.0
ANSWERS_WITHIN_S = 5.0
PINGED_WITHIN_S = 14.0
Heard = Callable[[str, Any], None]
Overheard = Callable[[str], None]
"""Every text of the server, as it came."""


async def until(true: Callable[[], bool], within_s: float, every_s: float = 0.02) -> bool:
    """Whether it became true in time."""
    ends = asyncio.get_running_loop().time() + within_s
    while not (found := true()):
        if asyncio.get_running_loop().time() > ends:
            break
        await asyncio.sleep(every_s)
    return found


class Away(Exception):
    """Nobody answered: not connected, cut, or silent."""


class NotYou(Exception):
    """The server refused the handshake; the message is its code."""


class Wire(asyncio.Protocol):
    """`gone` is set once, however it ended. `deaf`: from `stop_reading` on it answers no ping."""

    def __init__(self, heard: Heard, overheard: Overheard | None = None) -> None:
        self._heard, self._overheard = heard, overheard
        self._loop = asyncio.get_running_loop()
        self.opened, self.named = self._loop.create_future(), self._loop.create_future()
        self.gone = asyncio.Event()
        self.cut_at = 0.0
        self._held = b""
        self._upgraded = False
        self._waits: dict[int, asyncio.Future[Any]] = {}
        self._numbers = count(1)
        self._timer: asyncio.TimerHandle | None = None

    @property
    def up(self) -> bool:
        return self.named.done() and not self.gone.is_set()

    async def ask(self, command: str, payload: object) -> dict[str, Any]:
        """The response or the refusal. Raises Away."""
        if not self.up:
            raise Away
        number = next(self._numbers)
        answer = self._waits[number] = self._loop.create_future()
        self.say(f"42{number}{json.dumps([command, payload])}")
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                said = await answer
        except TimeoutError:
            raise Away from None
        finally:
            self._waits.pop(number, None)
        found: dict[str, Any] = said["ok"] if "ok" in said else said["error"]
        return found

    def say(self, text: str) -> None:
        data = text.encode()
        size = len(data)
        head = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(b"\x81" + head + b"\0\0\0\0" + data)

    def stop_reading(self) -> None:
        self.transport.pause_reading()
        self._expect_ping(None)

    def abort(self) -> None:
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.cut_at = self._loop.time()
        self._expect_ping(None)
        self.gone.set()
        for wait in (self.opened, self.named, *self._waits.values()):
            if not wait.done():
                wait.set_exception(Away())
                wait.exception()  # whoever no longer waits for it need not be told

    def data_received(self, data: bytes) -> None:
        self._held += data
        if not self._upgraded and not self._upgrade():
            return
        while (frame := self._frame()) is not None:
            kind, payload = frame
            if kind == 8:
                self.abort()
            elif kind == 1:
                self._hear(payload.decode())

    def _upgrade(self) -> bool:
        head, end, rest = self._held.partition(b"\r\n\r\n")
        if end and b" 101 " not in head.split(b"\r\n", 1)[0]:
            self.abort()
        elif end:
            self._upgraded, self._held = True, rest
        return self._upgraded

    def _frame(self) -> tuple[int, bytes] | None:
        """The next whole one; a server's are neither masked nor in parts."""
        held = self._held
        if len(held) < 2:
            return None
        wide = {126: 2, 127: 8}.get(held[1], 0)
        if len(held) < 2 + wide:
            return None
        start = 2 + wide
        size = int.from_bytes(held[2:start], "big") if wide else held[1]
        if len(held) < start + size:
            return None
        self._held = held[start + size :]
        return held[0] & 15, held[start : start + size]

    def _hear(self, text: str) -> None:
        if self._overheard:
            self._overheard(text)
        if text == "2":
            self.say("3")
            self._expect_ping(PINGED_WITHIN_S)
        elif text.startswith("42"):
            name, *payload = json.loads(text[2:])
            self._heard(name, payload[0] if payload else None)
        elif text.startswith("43"):
            self._answered(*text[2:].split("[", 1))
        elif text.startswith("40"):
            self._settle(self.named, None)
        elif text.startswith("44"):
            self._settle(self.named, NotYou(json.loads(text[2:])["message"]))
        elif text.startswith("0"):
            self._expect_ping(PINGED_WITHIN_S)
            self._settle(self.opened, None)
        elif text.startswith(("41", "1")):
            self.abort()

    def _answered(self, number: str, rest: str) -> None:
        if wait := self._waits.get(int(number)):
            self._settle(wait, json.loads("[" + rest)[0])

    def _settle(self, wait: asyncio.Future[Any], found: object) -> None:
        if wait.done():
            return
        if isinstance(found, Exception):
            wait.set_exception(found)
        else:
            wait.set_result(found)

    def _expect_ping(self, within_s: float | None) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_later(within_s, self.abort) if within_s else None


async def dial(
    port: int,
    proof: Proof,
    origin: str,
    heard: Heard,
    *,
    receive_bytes: int = 0,
    overheard: Overheard | None = None,
) -> Wire:
    """A wire that is up. Raises Away or NotYou. `receive_bytes`: how little the kernel takes."""
    loop = asyncio.get_running_loop()
    sock = socket.socket()
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if receive_bytes:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    wire: Wire | None = None
    try:
        async with asyncio.timeout(OPENS_WITHIN_S):
            await loop.sock_connect(sock, ("127.0.0.1", port))
            _, wire = await loop.create_connection(lambda: Wire(heard, overheard), sock=sock)
            wire.transport.write(_upgrade(port, proof, origin))
            await wire.opened
        shown = {"visit": proof.visit} if proof.visit else {"device": proof.device}
        wire.say("40" + json.dumps(shown))
        await wire.named
    except (OSError, TimeoutError) as lost:
        raise Away from lost
    finally:
        if wire is None:
            sock.close()
        elif not wire.up:
            with suppress(Away, NotYou):
                wire.abort()
    return wire


def _upgrade(port: int, proof: Proof, origin: str) -> bytes:
    lines = (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: {origin}",
        f"Cookie: {COOKIE}={proof.cookie}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
