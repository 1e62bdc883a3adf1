"""The process of the simulated people: `python -m server.demo.responders`, briefed on its input.

The nearest stay connected; the others sleep until a push reaches their device. The push service
is this process too: it answers 201, and whoever it is for may wake up and connect.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from random import Random

import msgspec
import socketio
from aiohttp import web

from server.demo import cast, community
from server.demo.answering import Listener
from server.demo.cast import Briefing
from server.demo.community import Inhabitant
from server.demo.line import Line
from server.demo.responder import Responder
from server.demo.scenes import Scenes

AT_ONCE = 8
MOST_AWAKE = 400
WAKES_AFTER_S = (2.0, 25.0)
READY = "ready"


class Crowd:
    """Who is awake."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._people = everybody(briefing)
        self._scenes = Scenes(briefing.seed, briefing.pace)
        self._lines: dict[int, Line] = {}
        self._waking: set[asyncio.Task[None]] = set()
        self._dice = Random(briefing.seed)  # noqa: S311  a play, no secret

    async def gather(self) -> None:
        """Connect those who have the page open."""
        near = community.nearest_awake(self._people, community.her_point(), self._briefing.online)
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._connect(person, gate) for person in near))

    async def take_duty(self) -> None:
        """The simulated officers of the helpline. A real one has some seconds' start."""
        for person in community.officers(self._briefing.seed):
            listener = Listener(self._briefing.pace)
            shown = cast.pass_of(self._briefing.secret, person)
            line = Line(self._briefing.server, self._briefing.origin, shown, listener.heard)
            listener.line = self._lines[person.index] = line
            with contextlib.suppress(socketio.exceptions.ConnectionError):
                await line.open()

    async def pushed(self, request: web.Request) -> web.Response:
        """A push service's answer (RFC 8030: 201 Created)."""
        index = int(request.match_info["index"]) - len(community.LOGINS)
        if 0 <= index < len(self._people) and len(self._lines) < MOST_AWAKE:
            task = asyncio.create_task(self._wake(self._people[index]))
            self._waking.add(task)
            task.add_done_callback(self._waking.discard)
        return web.Response(status=201)

    async def _wake(self, person: Inhabitant) -> None:
        if person.index in self._lines:
            return
        await self._scenes.wait(self._dice.uniform(*WAKES_AFTER_S))
        await self._connect(person, asyncio.Semaphore(1))

    async def _connect(self, person: Inhabitant, gate: asyncio.Semaphore) -> None:
        if person.index in self._lines:
            return
        briefing, responder = self._briefing, Responder(person, self._scenes)
        shown = cast.pass_of(briefing.secret, person)
        line = Line(briefing.server, briefing.origin, shown, responder.heard)
        responder.line = self._lines[person.index] = line
        async with gate:
            with contextlib.suppress(socketio.exceptions.ConnectionError):
                await line.open()
                return
        del self._lines[person.index]

    async def leave(self) -> None:
        await asyncio.gather(*(line.close() for line in self._lines.values()))

    @property
    def awake(self) -> int:
        return sum(line.up for line in self._lines.values())


def everybody(briefing: Briefing) -> list[Inhabitant]:
    """The same crowd as was seeded."""
    around = community.communes_of(briefing.around)
    return community.crowd(briefing.seed, briefing.people, around)


async def play() -> None:
    """Until standard input is closed: the demo has ended, or died."""
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )
    briefing = msgspec.json.decode(await orders.readline(), type=Briefing)
    crowd = Crowd(briefing)
    app = web.Application()
    app.add_routes([web.post("/wake/{index:[0-9]+}", crowd.pushed)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", briefing.sink_port).start()
    try:
        await crowd.gather()
        await crowd.take_duty()
        sys.stdout.write(f"{READY} {crowd.awake}\n")
        sys.stdout.flush()
        await orders.read()
    finally:
        with contextlib.suppress(Exception):  # leaving: the server may be gone already
            await crowd.leave()
        await runner.cleanup()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(play())
