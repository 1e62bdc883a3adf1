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
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """One step that fails stops no other. What it missed is looked for again."""
        now, since = self._services.clock.now(), self._looked_at - OVERLAP_MS
        if abs(now - self._refreshed_at) >= REFRESH_EVERY_MS:
            held = [await self._attempt(self._now(refresh)) for refresh in self._refreshes]
            if all([*held, await self._attempt(self._cut_expired())]):
                self._refreshed_at = now
        steps = (self._forget_epochs, self._cut_ended, self._expel_left, self._remind)
        if all([await self._attempt(step(since)) for step in steps]):
            self._looked_at = now
        for look in self._looks:
            await self._attempt(self._now(look))

    async def _attempt(self, step: Awaitable[object]) -> bool:
        try:
            await step
        except Exception as wrong:
            log.error("presence failed", kind=type(wrong).__name__)
            return False
        return True

    async def _now(self, look: Look) -> None:
        await look(self._services, self._fanout)

    async def _forget_epochs(self, _: int) -> None:
        """One destroyed elsewhere leaves our memory too."""
        self._services.keyring.refresh()

    async def _cut_ended(self, since: int) -> None:
        credentials = self._fanout.credentials()
        here = {*self._fanout.sessions(), *credentials}
        for ended, event in await self._ended_since(self._services, since, credentials):
            if ended in here:
                await self._fanout.cut([ended], event)

    async def _cut_expired(self) -> None:
        for session, event in await self._expired(self._services, self._fanout.sessions()):
            await self._fanout.cut([session], event)

    async def _expel_left(self, since: int) -> None:
        for person, audiences in await self._left_since(self._services, since):
            await self._fanout.expel(person, audiences)

    async def _remind(self, since: int) -> None:
        """Once for each, although what is recent is found several times."""
        found = [told for look in self._lately for told in await look(self._services, since)]
        reminded = {(audience, msgspec.json.encode(event)): event for audience, event in found}
        for (audience, said), event in reminded.items():
            if (audience, said) not in self._reminded:
                self._fanout.remind(audience, event)
        self._reminded = set(reminded)
