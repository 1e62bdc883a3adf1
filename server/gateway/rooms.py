"""Rooms of sockets: what is told to a room is encoded and framed once, then written to all of it.
"Frames" is one, or several in one piece that leave in one write.

A subclass of python-socketio's manager: who is in which room is decided as ever. What does not look
like an event of ours (a callback, binary, several arguments, another namespace) goes its way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import socketio
from engineio.packet import Packet as EioPacket

from server.gateway.line import Line
from server.gateway.outlet import each, event_frame, holds_bytes, unframed
from server.gateway.tick import Tick

MAIN = "/"


class Rooms(socketio.AsyncManager):  # type: ignore[misc]  # the library ships no types
    """In this process."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tick = Tick(self.say)
        self._entered: dict[str, list[str]] = {}
        self._together: dict[Line, list[bytes]] | None = None

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str | None = None,
        room: str | Sequence[str] | None = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: str | Sequence[str] | None = None,
        **options: Any,
    ) -> None:
        """`data` is JSON values or a message of ours."""
        if callback or skip_sid or not plain(data, namespace):
            await super().emit(event, data, namespace, to or room, skip_sid, callback, **options)
        else:
            self.write(to or room, event_frame(event, data))

    def say(self, room: str, frames: bytes) -> None:
        """To every member, wherever: here."""
        self.write(room, frames)

    def write(self, room: str | Sequence[str] | None, frames: bytes) -> None:
        """To every member here."""
        sockets, together = self.server.eio.sockets, self._together
        for _, number in self.get_participants(MAIN, room):
            socket = sockets.get(number)
            if isinstance(socket, Line):
                if together is None:
                    socket.put(frames)
                else:
                    together.setdefault(socket, []).append(frames)
            elif socket is not None:  # polling: the library's queue has no limit
                for frame in each(frames):
                    socket.queue.put_nowait(EioPacket(encoded_packet=unframed(frame)))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said within leaves in one write for each who hears several of it, in its order.
        Nothing within may wait: what is said to a line meanwhile would overtake."""
        self._together = {}
        try:
            yield
        finally:
            said, self._together = self._together, None
            for line, frames in said.items():
                line.put(b"".join(frames))

    def withdraw(self, room: str, who: str = "") -> None:
        """What is held of somebody, or of everybody, never leaves."""
        self.tick.withdraw(room, who)

    def get_participants(
        self, namespace: str, room: str | Sequence[str] | None
    ) -> Iterable[tuple[str, str]]:
        here = self.rooms.get(namespace, {})
        names = [room] if room is None or isinstance(room, str) else room
        if len(names) == 1:
            return list(here.get(names[0], {}).items())
        return {sid: number for name in names for sid, number in here.get(name, {}).items()}.items()

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """A plain dict for each: the library's can be read both ways, and is twice as large."""
        here = self.rooms.get(namespace, {})
        new, inside = not here.get(room), sid in here.get(room, ())
        if new and room is not None and sid in here.get(None, ()):
            here[room] = {}
        try:
            super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        except KeyError:  # she has just left: no empty room stays behind
            if new:
                here.pop(room, None)
            raise
        if namespace == MAIN and room is not None:
            if not inside:
                self._entered.setdefault(sid, []).append(room)
            if new:
                self.came(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        inside = sid in self.rooms.get(namespace, {}).get(room, ())
        super().basic_leave_room(sid, namespace, room)
        if inside and namespace == MAIN and room is not None:
            self._entered[sid].remove(room)
            if room not in self.rooms.get(namespace, {}):
                self.went(room)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        """The library looks through every room there is, for each who leaves."""
        if namespace != MAIN:
            super().basic_disconnect(sid, namespace, **options)
            return
        for room in [*self._entered.get(sid, ()), None]:
            self.basic_leave_room(sid, namespace, room)
        self._entered.pop(sid, None)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def basic_close_room(self, room: str, namespace: str) -> None:
        self.tick.withdraw(room)
        super().basic_close_room(room, namespace)

    def came(self, room: str) -> None:
        """Somebody of this process is in this room now."""

    def went(self, room: str) -> None:
        """And nobody any more."""

    async def announced(self) -> None:
        """Until the other processes have been told who has come here."""

    async def settle(self) -> None:
        """Until what was told has left this process, which ends."""


def plain(data: Any, namespace: str | None) -> bool:
    """One payload of JSON values, in the main namespace."""
    if data is None or isinstance(data, tuple) or namespace not in (None, MAIN):
        return False
    return not holds_bytes(data)
