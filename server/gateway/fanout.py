"""Events out. The only place where audiences become socket rooms, and sockets enter them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

import socketio
import structlog
from engineio import packet as eio
from socketio import packet as sio

from server import metrics
from server.actor import Actor
from server.audience import Audience
from server.gateway.outlet import event_frame, framed
from server.wire import Event

log = structlog.get_logger("fanout")

BUS_S = 0.5
GOODBYE = framed(f"{eio.MESSAGE}{sio.DISCONNECT}")


def room_name(audience: Audience) -> str:
    return f"{audience.kind}:{audience.id}:{audience.part}"


class SocketFanout:
    """Over python-socketio's manager: in this process, or through Redis to all of them."""

    def __init__(self, sio: socketio.AsyncServer) -> None:
        self._sio = sio
        self._by_person: dict[str, set[str]] = defaultdict(set)
        self._by_session: dict[str, set[str]] = defaultdict(set)
        self._by_credential: dict[str, set[str]] = defaultdict(set)
        self._by_visit: dict[str, set[str]] = defaultdict(set)

    def sockets_of(self, person_id: str) -> int:
        return len(self._by_person.get(person_id, ()))

    def people(self) -> list[str]:
        """Everybody with an open socket here."""
        return list(self._by_person)

    def sessions(self) -> list[str]:
        return list(self._by_session)

    def credentials(self) -> list[str]:
        return list(self._by_credential)

    def visits(self) -> list[str]:
        """Visitors of the helpline with an open socket here."""
        return list(self._by_visit)

    async def addresses(self, person_id: str) -> list[str]:
        """Where this person's sockets here come from. For an emergency disclosure only: nothing
        else may ask (server/desk/disclosures.py)."""
        held = [await self._sio.get_session(sid) for sid in self._by_person.get(person_id, ())]
        return [session["address"] for session in held]

    async def arrived(self, sid: str, actor: Actor, audiences: Sequence[Audience]) -> None:
        for held, key in self._held(actor):
            held[key].add(sid)
        metrics.sockets.inc()
        for audience in audiences:
            await self._sio.enter_room(sid, room_name(audience))
        await self._sio.manager.announced()

    def left(self, sid: str, actor: Actor) -> None:
        for held, key in self._held(actor):
            held[key].discard(sid)
            if not held[key]:
                del held[key]
        metrics.sockets.dec()

    def _held(self, actor: Actor) -> list[tuple[dict[str, set[str]], str]]:
        """A session's socket is its person's presence. One of an alert-only credential is not: it
        hears nothing, is admitted nowhere, and can only be cut."""
        if actor.visit:
            return [(self._by_person, actor.person), (self._by_visit, actor.visit)]
        if not actor.session:
            return [(self._by_credential, actor.credential)]
        return [(self._by_person, actor.person), (self._by_session, actor.session)]

    async def tell(self, audience: Audience, event: Event) -> None:
        """Chat leaves at once and in order. Where only the latest counts, the tick decides when."""
        try:
            if event.latest:
                self._sio.manager.tick.tell(room_name(audience), event, event.latest)
            else:
                self._sio.manager.say(room_name(audience), event_frame(event.name, event))
            metrics.events.labels(event.name).inc()
        except Exception as wrong:  # a lost hint is a delay, never a loss
            log.warning("event not told", event_name=event.name, kind=type(wrong).__name__)

    async def tell_all(self, told: Sequence[tuple[Audience, Event]]) -> None:
        """One change, several words about it: one write for each who hears them."""
        with self._sio.manager.together():
            for audience, event in told:
                await self.tell(audience, event)  # waits for nothing

    def remind(self, audience: Audience, event: Event) -> None:
        """Whoever is here; the other processes look for themselves."""
        self._sio.manager.write(room_name(audience), event_frame(event.name, event))

    def withdraw(self, audience: Audience, who: str = "") -> None:
        self._sio.manager.withdraw(room_name(audience), who)

    async def admit(self, person_id: str, audiences: Sequence[Audience]) -> None:
        for sid in list(self._by_person.get(person_id, ())):
            for audience in audiences:
                await self._sio.enter_room(sid, room_name(audience))
        await self._sio.manager.announced()

    async def expel(self, person_id: str, audiences: Sequence[Audience]) -> None:
        for sid in list(self._by_person.get(person_id, ())):
            for audience in audiences:
                await self._sio.leave_room(sid, room_name(audience))

    async def close(self, audience: Audience) -> None:
        """Here at once; in the other processes as soon as the bus passes it on, or when they look
        who left (presence.py)."""
        with suppress(Exception):  # as silent as the bus may be, a window closes
            async with asyncio.timeout(BUS_S):
                await self._sio.close_room(room_name(audience))

    async def cut(self, ids: Sequence[str], event: Event) -> None:
        """Told and cut here, whatever the bus does."""
        last = event_frame(event.name, event)
        holders = (self._by_session, self._by_credential, self._by_visit)
        for key in ids:
            for sid in [sid for held in holders for sid in held.get(key, ())]:
                self._sio.manager.write(sid, last)
                await self.hang_up(sid)

    async def hang_up(self, sid: str) -> None:
        """The connection itself, which the library leaves to the client. The line is deaf at once;
        its rooms follow."""
        line = self._sio.manager.eio_sid_from_sid(sid, "/")
        if line is not None:  # without a name, the library would disconnect everybody
            self._sio.manager.write(sid, GOODBYE)
            await self._sio.eio.disconnect(line)
