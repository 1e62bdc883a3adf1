"""What thousands ask in one moment is done for all of them at once."""

from __future__ import annotations

import asyncio

import pytest

from server import errors
from server.gateway.presence import Together


async def test_who_comes_alone_waits_for_nobody() -> None:
    done: list[list[str]] = []

    async def work(several: list[str]) -> None:
        done.append(several)

    await Together(work).do("camille")
    assert done == [["camille"]]


async def test_those_who_come_meanwhile_are_done_together() -> None:
    done: list[list[str]] = []
    database = asyncio.Event()

    async def work(several: list[str]) -> None:
        await database.wait()
        done.append(several)

    together = Together(work)
    first = asyncio.create_task(together.do("camille"))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(together.do(name)) for name in ("nour", "aya", "nour")]
    await asyncio.sleep(0.01)
    assert not first.done()
    database.set()
    await asyncio.gather(first, *others)
    assert done == [["camille"], ["nour", "aya"]]


async def test_a_failure_is_told_to_those_it_concerns() -> None:
    broken = True

    async def work(_several: list[str]) -> None:
        if broken:
            raise errors.TryAgain

    together = Together(work)
    with pytest.raises(errors.TryAgain):
        await together.do("camille")
    broken = False
    await together.do("camille")


async def test_who_gives_up_takes_nobody_with_her() -> None:
    done: list[list[str]] = []
    database = asyncio.Event()

    async def work(several: list[str]) -> None:
        await database.wait()
        done.append(several)

    together = Together(work)
    camille = asyncio.create_task(together.do("camille"))
    nour = asyncio.create_task(together.do("nour"))
    await asyncio.sleep(0.01)
    camille.cancel()
    await asyncio.sleep(0)
    database.set()
    await nour
    assert done == [["camille", "nour"]]
