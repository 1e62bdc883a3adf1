"""Group commit: what many ask to be written at once goes into one transaction.

A quiet moment writes at once. While many ask, a batch is written every so often, each of its
callers is answered after its commit, and a thousand phones that come back cost some dozens of
commits instead of a thousand.

Reading likewise, without a pause: what is asked while a question is on its way is the next one.
Nobody is ever given the answer to a question that had left before hers.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Generic, TypeVar

from server import errors

One = TypeVar("One")
Done = TypeVar("Done")

EVERY_S = 0.05
MOST = 500
ENOUGH = 3
AT_ONCE = 32
"""Of those who were answered, so many go on in the same turn of the loop; and so many are one
question."""
STUCK_S = 5.0
"""What is written on a connection that has died, or waits for a row somebody holds, keeps those who
come after it no longer than this: they are written beside it."""
ALONE_S, HANGS_S = 0.5, 2.0
"""A question on a connection that has died may hang for minutes: the next is asked beside it, and
soon it is asked once more itself, on another."""


class Batches:
    """One per house. A batch is known by the function that writes it, or reads, and may be held
    apart from others of it; one that has nothing left to write is forgotten."""

    def __init__(self) -> None:
        self._batches: dict[object, Batch[Any, Any]] = {}

    def writing(
        self, key: object, write: Callable[[Sequence[One]], Awaitable[Sequence[Done]]]
    ) -> Any:
        if key not in self._batches:
            self._batches[key] = Batch(write, partial(self._batches.pop, key, None))
        return self._batches[key]

    def reading(
        self, key: object, read: Callable[[Sequence[One]], Awaitable[Sequence[Done]]]
    ) -> Any:
        return self._batches.get(key) or self._batches.setdefault(key, Question(read))

    @property
    def held(self) -> int:
        """How many have something to do, or may be asked."""
        return len(self._batches)

    def hurry(self, key: object) -> None:
        """Nobody else is expected for now: what waits is written at once."""
        if batch := self._batches.get(key):
            batch.hurry()

    async def settle(self) -> None:
        """Until all that was asked for is written, and what that asked for in turn."""
        while busy := [batch for batch in self._batches.values() if batch.busy]:
            for batch in busy:
                await batch.settle()


class Batch(Generic[One, Done]):
    """`work` answers with one result for each, in order. Raises what it raises, to each. `over`
    is called when nothing is left to do."""

    def __init__(
        self,
        work: Callable[[Sequence[One]], Awaitable[Sequence[Done]]],
        over: Callable[[], object] = lambda: None,
    ) -> None:
        self._work, self._over = work, over
        self._waiting: list[tuple[One, asyncio.Future[Done]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        return self._writer is not None

    async def add(self, one: One) -> Done:
        return await self.put(one)

    def put(self, one: One) -> asyncio.Future[Done]:
        """For whoever does not wait for the answer."""
        answer: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if self._writer is None:
            # its own context: it must not write inside somebody's open transaction
            alone = contextvars.Context()
            self._writer = asyncio.create_task(self._run(), context=alone)
        return answer

    def hurry(self) -> None:
        self._hurry.set()

    async def settle(self) -> None:
        while self._writer:
            self.hurry()
            await asyncio.wait([self._writer], timeout=EVERY_S)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                self._hurry.clear()
                await asyncio.wait([self._begin(self._together(batch))], timeout=STUCK_S)
                if len(self._waiting) < MOST:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._hurry.wait(), EVERY_S)
            self._over()
        finally:
            self._writer = None

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """One that hangs is left behind: to end it, its connection would be waited for."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _together(self, batch: list[tuple[One, asyncio.Future[Done]]]) -> None:
        try:
            results = await self._work([one for one, _ in batch])
            answered = list(zip(batch, results, strict=True))
        except Exception as wrong:
            await self._apart(batch, wrong)
            return
        for number, ((_, answer), result) in enumerate(answered, 1):
            if not answer.done():  # its caller may have given up
                answer.set_result(result)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _apart(self, batch: list[tuple[One, asyncio.Future[Done]]], wrong: Exception) -> None:
        """One that cannot be written must not take the others with it. Where none of the first few
        can, there is no database: the others are told at once."""
        if len(batch) == 1:
            _refuse(batch, wrong)
            return
        told = failed = 0
        for number, single in enumerate(batch, 1):
            await self._together([single])
            if not single[1].cancelled():  # of who gave up nothing is known
                told += 1
                failed += single[1].exception() is not None
            if told == failed == ENOUGH:
                return _refuse(batch[number:], wrong)


def _refuse(batch: Sequence[tuple[Any, asyncio.Future[Any]]], wrong: Exception) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(wrong)


class Question(Batch[One, Done]):
    """Of at most so many. The next leaves when this one is answered, or takes too long. Raises
    TryAgain when it hangs again."""

    async def _run(self) -> None:
        try:
            while self._waiting:
                several, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                asking = self._begin(self._together(several))
                await asyncio.wait([asking], timeout=ALONE_S)
                if not asking.done():
                    self._begin(self._insist(several, asking))
        finally:
            self._writer = None

    async def _insist(
        self, several: list[tuple[One, asyncio.Future[Done]]], asking: asyncio.Task[None]
    ) -> None:
        await asyncio.wait([asking], timeout=HANGS_S)
        if not asking.done():
            await asyncio.wait([self._begin(self._together(several))], timeout=HANGS_S)
        _refuse(several, errors.TryAgain())
