"""What a web process does once a second: keeps its people online, cuts sessions ended elsewhere,
and says what was written lately to whoever is here, in case the hint of it was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
import structlog

from server.audience import Audience
from server.gateway.fanout import SocketFanout
from server.services import Services
from server.wire import Event

log = structlog.get_logger("presence")

LOOK_EVERY_S = 1.0
REFRESH_EVERY_MS = 20_000
OVERLAP_MS = 5_000

Look = Callable[[Services, SocketFanout], Awaitable[object]]
Expired = Callable[[Services, list[str]], Awaitable[list[tuple[str, Any]]]]
EndedSince = Callable[[Services, int, list[str]], Awaitable[list[tuple[str, Any]]]]
Lately = Callable[[Services, int], Awaitable[list[tuple[Audience, Event]]]]
LeftSince = Callable[[Services, int], Awaitable[list[tuple[str, list[Audience]]]]]


class Presence:
    """Redis may be silent; the database is what counts. `ended_since` gives (session, event) of
    what ended lately, and of those credentials that count no more; `left_since` who left which
    audiences; each of `lately` what was written, and for whom. `looks` are done every second,
    `refreshes` every twenty."""

    def __init__(
        self,
        services: Services,
        fanout: SocketFanout,
        looks: Sequence[Look],
        refreshes: Sequence[Look],
        ended_since: EndedSince,
        expired: Expired,
        left_since: LeftSince,
        lately: Sequence[Lately],
    ) -> None:
        self._services, self._fanout = services, fanout
        self._looks, self._refreshes = looks, refreshes
        self._ended_since, self._expired = ended_since, expired
        self._left_since, self._lately = left_since, lately
        self._reminded: set[tuple[Audience, bytes]] = set()
        self._refreshed_at = 0
        self._looked_at = services.clock.now()

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as wrong:
                log.error("presence failed", kind=type(wrong).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        now = self._services.clock.now()
        self._services.keyring.refresh()  # an epoch destroyed elsewhere leaves our memory too
        credentials = self._fanout.credentials()
        here = {*self._fanout.sessions(), *credentials}
        since = self._looked_at - OVERLAP_MS
        for ended, event in await self._ended_since(self._services, since, credentials):
            if ended in here:
                await self._fanout.cut([ended], event)
        for person, audiences in await self._left_since(self._services, since):
            await self._fanout.expel(person, audiences)
        await self._remind(since)
        for look in self._looks:
            await look(self._services, self._fanout)
        self._looked_at = now
        if abs(now - self._refreshed_at) >= REFRESH_EVERY_MS:
            self._refreshed_at = now
            for session, event in await self._expired(self._services, self._fanout.sessions()):
                await self._fanout.cut([session], event)
            for refresh in self._refreshes:
                await refresh(self._services, self._fanout)

    async def _remind(self, since: int) -> None:
        """Once for each, although what is recent is found several times."""
        found = [told for look in self._lately for told in await look(self._services, since)]
        reminded = {(audience, msgspec.json.encode(event)): event for audience, event in found}
        for (audience, said), event in reminded.items():
            if (audience, said) not in self._reminded:
                self._fanout.remind(audience, event)
        self._reminded = set(reminded)
