"""A room that lives in one process leaves it for nobody; one that lives in several goes there only.
What is not known for sure goes to everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis import asyncio as aioredis

from server import audience
from server.gateway.bus import CHANNEL, FEW, FRAMES, OverRedis, _inbox
from server.gateway.fanout import SocketFanout
from tests.gateway.doors import until
from tests.gateway.test_fast_redis import Two, bus, hanging, two

__all__ = ["bus", "two"]


def manager(bare: Any) -> OverRedis:
    found: OverRedis = bare.sio.manager
    return found


async def sure(two: Two) -> None:
    for bare in (two.one, two.other):
        await until(lambda bare=bare: manager(bare).theirs.holders("nowhere") is not None)


@asynccontextmanager
async def overheard(two: Two) -> AsyncIterator[list[tuple[str, str]]]:
    """Frames that pass over the bus: on which channel, and what was said."""
    client, heard = aioredis.from_url(two.bus.url), list[tuple[str, str]]()
    async with client.pubsub() as said:
        await said.psubscribe(f"{CHANNEL}*")

        async def listen() -> None:
            async for message in said.listen():
                if message["type"] == "pmessage" and message["data"][:2] == FRAMES:
                    text = message["data"].decode(errors="replace").rpartition('"text":"')[2]
                    heard.append((message["channel"].decode(), text[:-3]))

        listening = asyncio.create_task(listen())
        yield heard
        listening.cancel()
    await client.aclose()


def inbox(bare: Any) -> str:
    return _inbox(manager(bare).host_id)


async def test_what_lives_here_alone_is_told_to_no_other_process(two: Two) -> None:
    await two.camille.asks("enter", {"room": "hers"})
    await sure(two)
    async with overheard(two) as heard:
        await two.tell("here", room="hers")
        await two.tell("nobody there", room="empty")
        await two.tell("both")
        await until(lambda: "both" in two.heard(two.nour))
        assert two.heard(two.camille) == ["here", "both"]
        assert heard == [(inbox(two.other), "both")]


async def test_what_is_not_known_for_sure_is_told_to_all(two: Two) -> None:
    await sure(two)
    manager(two.one).theirs.deaf()
    async with overheard(two) as heard:
        await two.tell("whoever is there", room="empty")
        await until(lambda: heard == [(CHANNEL, "whoever is there")])


async def test_what_lives_in_many_is_told_to_all_at_once(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = ["host"] * (FEW + 1)
    monkeypatch.setattr(manager(two.one).theirs, "holders", lambda _: many)
    async with overheard(two) as heard:
        await two.tell("all")
        await until(lambda: heard == [(CHANNEL, "all")])


async def test_whoever_was_let_in_is_known_to_the_bus_before_she_is_answered(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sure(two)
    (sid,) = manager(two.other).rooms["/"]["room"]
    fanout, done = SocketFanout(two.other.sio), list[str]()
    fanout._by_person["nour"].add(sid)
    publish = manager(two.other)._published

    async def published(together: list[tuple[str, bytes]]) -> bool:
        said = await publish(together)
        done.append("published")
        return said

    monkeypatch.setattr(manager(two.other), "_published", published)
    await until(lambda: done)  # a sign of life
    done.clear()
    await fanout.admit("nour", [audience.channel("new", "us")])
    assert done
    await until(lambda: manager(two.one).theirs.holders("channel:new:us"))
    await two.tell("welcome", room="channel:new:us")
    await until(lambda: two.heard(two.nour) == ["welcome"])


async def test_a_bus_that_hangs_keeps_nobody_out(two: Two) -> None:
    await sure(two)
    async with hanging(two):
        async with asyncio.timeout(5):
            manager(two.other).came("a room")
            await manager(two.other).announced()


async def test_who_left_is_told_nothing_more(two: Two) -> None:
    await sure(two)
    (sid,) = manager(two.other).rooms["/"]["room"]
    await two.other.sio.leave_room(sid, "room")
    await until(lambda: manager(two.one).theirs.holders("room") == [])


async def test_a_lost_announcement_is_noticed_and_made_up_for(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sure(two)
    with monkeypatch.context() as losing:
        losing.setattr(manager(two.other), "_published", swallowed)
        await two.nour.asks("enter", {"room": "new"})
        await until(lambda: not manager(two.other).ours.due)
    async with asyncio.timeout(5):
        while "found" not in two.heard(two.nour):
            await two.tell("found", room="new")
            await asyncio.sleep(0.02)
    await until(lambda: manager(two.one).theirs.holders("new") == [manager(two.other).host_id])


async def swallowed(_: Any) -> bool:
    return True


async def test_who_ends_is_known_to_be_gone_at_once(two: Two) -> None:
    await sure(two)
    await manager(two.other).settle()
    await until(lambda: not manager(two.one).theirs.holders("room"))
    assert manager(two.one).theirs.holders("room") == []  # without a moment of doubt


async def test_who_is_killed_is_forgotten(two: Two) -> None:
    await sure(two)
    manager(two.other).thread.cancel()
    await until(lambda: manager(two.one).theirs.holders("room") is None)
    await until(lambda: manager(two.one).theirs.holders("room") == [])


async def test_a_bus_that_comes_back_empty_is_learnt_anew(two: Two) -> None:
    await sure(two)
    await asyncio.to_thread(two.bus.kill)
    await until(lambda: not manager(two.one).theirs.listening)
    assert manager(two.one).theirs.holders("room") is None
    await asyncio.to_thread(two.bus.start)
    await two.nour.asks("enter", {"room": "new"})
    await sure(two)
    assert manager(two.one).theirs.holders("new") == [manager(two.other).host_id]
    await two.tell("again")
    await until(lambda: "again" in two.heard(two.nour))


async def test_what_nobody_understands_costs_no_connection(two: Two) -> None:
    await sure(two)
    await manager(two.one).redis.publish(CHANNEL, b"\0n" + b"of another version")
    await two.tell("still")
    await until(lambda: "still" in two.heard(two.nour))
    assert manager(two.other).theirs.listening
