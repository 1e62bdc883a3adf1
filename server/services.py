"""What actions work with, put together once by `server.app`, and the unit of work.

async with services.transaction() as tx:
    ...                              # load, rules, save
    tx.tell(audience, event)         # leaves after the commit, or never
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from server.audience import Audience
from server.batches import Batches
from server.clock import Clock
from server.engines.database import Database
from server.ids import Ids
from server.keyring import Keyring
from server.limits import Buckets, Recent
from server.passwords import Passwords
from server.settings import Settings
from server.wire import Event

log = structlog.get_logger("services")

HINTS_WITHIN_S = 0.5
One = TypeVar("One")
Done = TypeVar("Done")


class Fanout(Protocol):
    """Events out. A hint only: whoever misses one finds it by asking again."""

    async def tell(self, audience: Audience, event: Event) -> None: ...

    async def tell_all(self, told: Sequence[tuple[Audience, Event]]) -> None:
        """In this order."""

    def withdraw(self, audience: Audience, who: str = "") -> None:
        """What this audience has not been told yet about somebody (or anybody) of whom only the
        latest counts, it is not told at all."""

    async def admit(self, person_id: str, audiences: Sequence[Audience]) -> None:
        """This person's sockets, here, hear these audiences from now on."""

    async def expel(self, person_id: str, audiences: Sequence[Audience]) -> None:
        """And no longer."""

    async def close(self, audience: Audience) -> None:
        """Nobody hears this audience any more."""

    async def addresses(self, person_id: str) -> list[str]:
        """Where her sockets here come from: for an emergency disclosure, and nothing else."""

    async def cut(self, session_ids: Sequence[str], event: Event) -> None:
        """Tell these sessions' sockets why, then disconnect them."""


class Gazetteer(Protocol):
    """What is known of a place."""

    def level(self, lat: float, lon: float) -> int:
        """The level of the privacy cell here: 0, 1 or 2 (1, 4, 16 km)."""

    def area(self, lat: float, lon: float) -> tuple[str, str] | None:
        """Département and commune, or None where we have no data."""

    def centre(self, commune: str) -> tuple[float, float] | None:
        """Latitude and longitude of a commune by its postcode or INSEE code."""


class Waker(Protocol):
    """Tells the worker that something is due now. It would find out by itself within a second."""

    def wake(self) -> None: ...


@dataclass
class Tx:
    """A unit of work. What is told here leaves after the commit; what is withdrawn is withdrawn
    then, and first."""

    told: list[tuple[Audience, Event]] = field(default_factory=list)
    withdrawn: list[tuple[Audience, str]] = field(default_factory=list)
    wakes: bool = False

    def tell(self, audience: Audience, event: Event) -> None:
        self.told.append((audience, event))

    def withdraw(self, audience: Audience, who: str = "") -> None:
        self.withdrawn.append((audience, who))

    def wake_worker(self) -> None:
        self.wakes = True


@dataclass(frozen=True)
class Services:
    settings: Settings
    clock: Clock
    ids: Ids
    keyring: Keyring
    db: Database
    fanout: Fanout
    waker: Waker
    buckets: Buckets
    passwords: Passwords
    gazetteer: Gazetteer
    batches: Batches = field(default_factory=Batches)
    recent: Recent = field(default_factory=Recent)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        tx = Tx()
        async with self.db.transaction():
            yield tx
        for audience, who in tx.withdrawn:
            self.fanout.withdraw(audience, who)
        if tx.wakes:
            self.waker.wake()
        await self._tell(tx)

    async def together(
        self,
        write: Callable[[Services, Sequence[One]], Awaitable[Sequence[Done]]],
        one: One,
        *,
        apart: str = "",
    ) -> Done:
        """`write` this with whatever else is to be written now; answered after the commit. Not for
        use inside a transaction: this is another one. `apart`: with nothing but what has the same
        of it, so that who waits for one row holds up nobody who needs another."""
        found: Done = await self.batches.writing((write, apart), partial(write, self)).add(one)
        return found

    def soon(
        self, write: Callable[[Services, Sequence[One]], Awaitable[Sequence[Done]]], one: One
    ) -> None:
        """`write` this likewise, and wait for nothing: what nobody's answer depends on."""
        answer = self.batches.writing((write, ""), partial(write, self)).put(one)
        answer.add_done_callback(_noticed)

    def hurry(self, write: Callable[[Services, Sequence[One]], Awaitable[Sequence[Done]]]) -> None:
        """Nobody else is expected for now: what waits for this is written at once."""
        self.batches.hurry((write, ""))

    async def asked(
        self, read: Callable[[Services, Sequence[One]], Awaitable[Sequence[Done]]], one: One
    ) -> Done:
        """`read` this with whatever else is asked now: thousands who come back are some hundred
        questions. What was committed before is seen. Not for use inside a transaction."""
        found: Done = await self.batches.reading(read, partial(read, self)).add(one)
        return found

    async def _tell(self, tx: Tx) -> None:
        """A bus that hangs must not keep an acknowledgement: what was not told in time is found by
        asking."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HINTS_WITHIN_S):
                await self.fanout.tell_all(tx.told)


def _noticed(answer: asyncio.Future[Any]) -> None:
    if not answer.cancelled() and (wrong := answer.exception()):
        log.warning("not written", kind=type(wrong).__name__)
