"""The way out to one client: a websocket frame made once, written straight to the connection.

uvicorn gives an application a `send` function; behind it stands the connection's protocol, and
behind that its transport. A frame from a server carries no mask and, without compression, no state:
the same bytes are right for every client. `Exposed` hands the protocol on, `Outlet` writes to it.
See docs/fanout.md.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

KEY = "veilleuse.protocol"
NEEDED = ("transport", "conn", "close_sent", "response")
BUFFER_BYTES = 64 * 1024
AGAIN_BYTES = 48 * 1024
UNSENT_BYTES = 128 * 1024
TEXT, BINARY = 0x81, 0x82


def framed(payload: str | bytes) -> bytes:
    """One whole websocket frame (RFC 6455, 5.2): text for str, binary for bytes."""
    data = payload.encode() if isinstance(payload, str) else payload
    return _frame(TEXT if isinstance(payload, str) else BINARY, data)


def _frame(kind: int, data: bytes) -> bytes:
    size = len(data)
    if size < 126:
        return bytes((kind, size)) + data
    if size < 65536:
        return bytes((kind, 126)) + size.to_bytes(2, "big") + data
    return bytes((kind, 127)) + size.to_bytes(8, "big") + data


def unframed(frame: bytes) -> str | bytes:
    """What `framed` was given."""
    start = {126: 4, 127: 10}.get(frame[1], 2)
    return frame[start:].decode() if frame[0] == TEXT else frame[start:]


def each(frames: bytes) -> Iterator[bytes]:
    """The frames of what `framed` made, one after the other, in one piece."""
    at, end = 0, len(frames)
    while at < end:
        head = {126: 4, 127: 10}.get(frames[at + 1], 2)
        size = frames[at + 1] if head == 2 else int.from_bytes(frames[at + 2 : at + head], "big")
        yield frames[at : at + head + size]
        at += head + size


def event_frame(name: str, payload: object) -> bytes:
    """A Socket.IO event of the main namespace. `payload` is JSON values or a message of ours."""
    said = msgspec.json.encode(name) + b"," + msgspec.json.encode(payload)
    return _frame(TEXT, b"42[" + said + b"]")


def holds_bytes(value: object) -> bool:
    """Such an event has attachments, and goes the library's way. (Messages of ours hold none.)"""
    if isinstance(value, dict):
        return any(map(holds_bytes, value.values()))
    if isinstance(value, list):
        return any(map(holds_bytes, value))
    return isinstance(value, bytes | bytearray)


class Exposed:
    """ASGI middleware, outermost. A websocket under `path` goes straight to `sockets`, with its
    protocol in reach: what the pages are wrapped in would only hold memory, for as long as it is
    open. (Another wrapper's `send` is not a protocol's method: `outlet_of` sees that.)"""

    def __init__(self, app: ASGIApp, sockets: ASGIApp, path: str = "/") -> None:
        self._app, self._sockets, self._path = app, sockets, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"].startswith(self._path):
            scope[KEY] = getattr(send, "__self__", None)
            await self._sockets(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Outlet:
    """Of a connection whose protocol we know. `direct` is False where compression was negotiated:
    then every client's frames differ."""

    __slots__ = ("_protocol", "_transport", "direct")

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport: asyncio.Transport = protocol.transport
        self.direct = not protocol.conn.extensions

    def take(self, frames: bytes) -> bool:
        """Written; or False, with nothing written, when they have to wait their turn."""
        transport = self._transport
        if not self.direct or self._protocol.close_sent or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > BUFFER_BYTES:
            return False
        transport.write(frames)
        return True

    @property
    def congested(self) -> bool:
        """The client does not keep up."""
        return self._transport.get_write_buffer_size() > BUFFER_BYTES

    def forget_handshake(self) -> None:
        """Our answer to it has left; uvicorn would keep it for good."""
        self._protocol.response.headers.clear()

    def abort(self) -> None:
        """Gone now; what the kernel has not taken yet is thrown away."""
        self._transport.abort()


def outlet_of(scope: Mapping[str, Any]) -> Outlet | None:
    """None when the server in front of us is not the one we know."""
    protocol = scope.get(KEY)
    if protocol is not None and all(hasattr(protocol, name) for name in NEEDED):
        _keep_little(protocol.transport)
        return Outlet(protocol)
    return None


def _keep_little(transport: Any) -> None:
    """For a client that does not read, the kernel would keep megabytes before anybody noticed; and
    one that reads slowly shows it by every sixteen KiB it takes."""
    with suppress(AttributeError, OSError):
        transport.set_write_buffer_limits(BUFFER_BYTES, AGAIN_BYTES)
        held = transport.get_extra_info("socket")
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
