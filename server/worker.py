"""Due work: outbox, refills, windows, retention, key epochs.

Each task looks by itself at what is due, so that any number of workers, a crash or a lost hint
change nothing. Tasks that matter to an alarm run every second; housekeeping every minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import structlog

from server.alerts import window
from server.clock import MINUTE
from server.conversations import ending
from server.desk import disclosures
from server.engines.database import Row
from server.helpline import leaving, queue
from server.people import entry, tries
from server.positions import actions as positions
from server.positions import standings
from server.push import outbox
from server.push.sender import Sender
from server.services import Services
from server.vault import actions as vault

log = structlog.get_logger("worker")

TICK_S = 1.0
BATCHES_AT_ONCE = 16
Task = Callable[[Services], Awaitable[object]]
URGENT: tuple[Task, ...] = (
    window.do_refill_due,
    window.do_close_due,
)
QUEUES: tuple[Task, ...] = (queue.do_look, queue.do_return)
"""Every second too, and beside the others: hundreds who wait for the helpline keep no alarm
waiting."""


async def do_forget_deleted(services: Services) -> None:
    """What housekeeping deleted must not linger in the write-ahead log."""
    await services.db.forget_deleted()


HOUSEKEEPING: tuple[Task, ...] = (
    standings.do_sweep,
    positions.do_forget_points,
    ending.do_destroy_text,
    window.do_forget_places,
    outbox.do_forget_settled,
    tries.do_forget,
    entry.do_forget_dead,
    leaving.do_leave_queue,
    leaving.do_forget_figures,
    leaving.do_forget_tickets,
    disclosures.do_forget,
    vault.do_settle,
    vault.do_turn_epochs,
    do_forget_deleted,
)


class Wake:
    """Wakes the worker of this process; another process's finds out within a second."""

    def __init__(self) -> None:
        self._due = asyncio.Event()

    def wake(self) -> None:
        self._due.set()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), seconds)
        self._due.clear()


@dataclass
class Worker:
    services: Services
    sender: Sender
    wake: Wake
    kept_house_at: int = 0

    async def run(self) -> None:
        """Until cancelled. A hanging push service delays neither refills nor windows."""
        await self._attempt(vault.do_destroy_again)
        await asyncio.gather(
            self._tick(), self._look_at_queues(), self._deliver(), self._keep_house()
        )

    async def _tick(self) -> None:
        while True:
            await self._each(URGENT)
            await self.wake.wait(TICK_S)

    async def _keep_house(self) -> None:
        """Beside the rest: turning the key epochs may take minutes, and a refill must not."""
        while True:
            await self._keep_house_if_due()
            await asyncio.sleep(TICK_S)

    async def _look_at_queues(self) -> None:
        while True:
            await self._each(QUEUES)
            await asyncio.sleep(TICK_S)

    async def _deliver(self) -> None:
        """Batches overlap: one in which a push service hangs holds up no later alarm."""
        free = asyncio.Semaphore(BATCHES_AT_ONCE)
        async with asyncio.TaskGroup() as sending:
            while True:
                await free.acquire()
                if batch := await self._attempt(outbox.do_claim):
                    task = sending.create_task(self._send(cast(list[Row], batch)))
                    task.add_done_callback(lambda _: free.release())
                else:
                    free.release()
                    await self.wake.wait(TICK_S / 4)

    async def _send(self, batch: list[Row]) -> None:
        async def send(services: Services) -> None:
            await outbox.do_send(services, self.sender, batch)

        await self._attempt(send)

    async def run_due(self) -> None:
        """Everything due now, once (the outbox apart). Tests move the clock and call this."""
        await self._each(QUEUES)
        await self._each(URGENT)
        await self._keep_house_if_due()

    async def _keep_house_if_due(self) -> None:
        now = self.services.clock.now()
        if abs(now - self.kept_house_at) >= MINUTE:
            self.kept_house_at = now
            await self.keep_house()

    async def _each(self, tasks: tuple[Task, ...]) -> None:
        for task in tasks:
            await self._attempt(task)

    async def keep_house(self) -> None:
        await self._each(HOUSEKEEPING)

    async def _attempt(self, task: Task) -> object:
        """One failing task stops no other; it is tried again at the next tick."""
        try:
            return await task(self.services)
        except asyncio.CancelledError:
            raise
        except Exception as wrong:
            log.error("task failed", task=task.__name__, kind=type(wrong).__name__)
            return None
