"""Thousands may come back at once: whatever belongs to an alert waits for none of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from server import errors, limits
from server.gateway.lanes import GATHERED_SEATS, ORDINARY_SEATS, SIGN_IN_SEATS, Lane, Lanes
from server.limits import Rate
from tests.gateway.doors import Gate, until

PRESS = {"press": "press-camille"}
SEATS = {
    limits.READ: ORDINARY_SEATS,
    limits.CATCH_UP: GATHERED_SEATS,
    limits.SIGN_IN: SIGN_IN_SEATS,
}


@asynccontextmanager
async def crowded(lanes: Lanes) -> AsyncIterator[None]:
    """Every seat is taken."""
    async with AsyncExitStack() as stack:
        for rate, seats in SEATS.items():
            for _ in range(seats):
                await stack.enter_async_context(lanes.seat(rate))
        for _ in range(GATHERED_SEATS):
            await stack.enter_async_context(lanes.coming.seat())
        yield


@pytest.mark.parametrize("rate", [limits.PRESS, limits.POSITION, limits.TALK, limits.ENTER])
async def test_what_belongs_to_an_alert_waits_for_nobody(rate: Rate) -> None:
    lanes = Lanes()
    async with crowded(lanes), lanes.seat(rate):
        pass


async def test_the_others_wait_in_the_order_they_came() -> None:
    lane, served = Lane(1), list[str]()

    async def come(name: str) -> None:
        async with lane.seat():
            served.append(name)

    async with lane.seat():
        coming = [asyncio.create_task(come(name)) for name in ("camille", "nour", "aya")]
        await asyncio.sleep(0)
        assert served == []
    await asyncio.gather(*coming)
    assert served == ["camille", "nour", "aya"]


async def test_whoever_has_waited_too_long_is_told_to_try_again() -> None:
    lane = Lane(1)
    async with lane.seat():
        with pytest.raises(errors.TryAgain):
            async with lane.seat(patience_s=0):
                pass
    async with lane.seat(patience_s=0):
        pass


async def test_logins_and_readers_do_not_wait_for_each_other() -> None:
    lanes = Lanes()
    async with AsyncExitStack() as stack:
        for _ in range(SIGN_IN_SEATS):
            await stack.enter_async_context(lanes.seat(limits.SIGN_IN))
        async with lanes.seat(limits.READ):
            pass


async def test_who_is_in_learns_where_she_stands_before_the_next_come_in() -> None:
    lanes = Lanes()
    async with AsyncExitStack() as stack:
        for _ in range(GATHERED_SEATS):
            await stack.enter_async_context(lanes.coming.seat())
        async with lanes.seat(limits.CATCH_UP):
            pass


async def test_a_press_does_not_wait_behind_what_the_same_page_reads(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    async with gate.socket(await camille.signs_in()) as hers:
        async with crowded(gate.town.house.dispatch.lanes):
            reading = asyncio.create_task(hers.asks("alert.mine"))
            await until(lambda: hers._acks)
            assert "ok" in await hers.asks("alert.start", PRESS)
            assert not reading.done()
        assert "ok" in await reading


async def test_a_press_by_https_does_not_wait_for_logins(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with crowded(gate.town.house.dispatch.lanes):
        assert (await gate.post("alert.start", PRESS, proof)).status_code == 200


async def test_a_socket_that_comes_waits_for_its_turn(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    let_in = asyncio.Event()

    async def come() -> None:
        async with gate.socket(proof) as hers:
            assert hers.opened
            let_in.set()

    async with crowded(gate.town.house.dispatch.lanes):
        coming = asyncio.create_task(come())
        await until(lambda: gate.town.house.sio.eio.sockets)
        assert not gate.town.house.fanout.people()
    await coming
    assert let_in.is_set()
