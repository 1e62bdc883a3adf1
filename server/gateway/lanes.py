"""Who waits for whom. Whatever belongs to a running alert waits for nobody; what is asked together
has seats of its own; the rest shares a few, so that thousands who come back at once, or a storm of
logins, leave the database's connections and the loop to an alarm.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server import errors
from server.limits import Rate

ORDINARY_SEATS = 3
SIGN_IN_SEATS = 2
COMING_IN_SEATS = 2
"""Of the ten connections of a process (engines/__init__.py). A login holds one of the two threads
of passwords.py."""
GATHERED_SEATS = 32
"""Whose questions are asked together (Services.asked): thousands hold one connection."""
HTTPS_PATIENCE_S, PATIENCE_S = 1.0, 3.0
"""The page gives a command five seconds: an answer that would come later is not worth its work."""


class Lane:
    """So many at once; the others in the order they came."""

    def __init__(self, seats: int) -> None:
        self._seats = asyncio.Semaphore(seats)

    @asynccontextmanager
    async def seat(self, patience_s: float | None = PATIENCE_S) -> AsyncIterator[None]:
        """Raises TryAgain when none was free in time."""
        if self._seats.locked():
            await self._wait(patience_s)
        else:
            await self._seats.acquire()
        try:
            yield
        finally:
            self._seats.release()

    async def _wait(self, patience_s: float | None) -> None:
        try:
            async with asyncio.timeout(patience_s):
                await self._seats.acquire()
        except TimeoutError:
            raise errors.TryAgain from None


class Lanes:
    """Of one process. `urgent` has as many seats as come."""

    def __init__(self) -> None:
        self._ordinary, self._sign_in = Lane(ORDINARY_SEATS), Lane(SIGN_IN_SEATS)
        self._coming_in = Lane(COMING_IN_SEATS)
        self.coming, self._gathered = Lane(GATHERED_SEATS), Lane(GATHERED_SEATS)

    @asynccontextmanager
    async def seat(self, rate: Rate, door: str = "socket") -> AsyncIterator[None]:
        """Raises TryAgain. Who asks by HTTPS is told sooner: her socket is on its way."""
        if rate.lane == "urgent":
            yield
        elif rate.lane == "sign in":
            async with self._sign_in.seat():
                yield
        elif rate.lane == "coming in":
            async with self._coming_in.seat():
                yield
        else:
            lane = self._gathered if rate.lane == "gathered" else self._ordinary
            async with lane.seat(HTTPS_PATIENCE_S if door == "https" else PATIENCE_S):
                yield
