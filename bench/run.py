"""What the parts of the bench share: servers that are started once, and a place to say things.

A part is a file with one function, `measure(run)`, that returns its figures. It raises Absent when
this machine lacks what it needs.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from typing import Any, TypeVar

from bench import contenders
from bench.community import Community
from bench.compiled import Absent
from bench.contenders import Server
from bench.crowd import Crowd, launched
from bench.house import House, embedded, production
from bench.process import Process
from tests.services import Missing

Figures = dict[str, Any]
Kept = TypeVar("Kept")


class Run:
    """`quick` is for trying the bench itself, not for figures. Closed by leaving its `stack`."""

    def __init__(self, stack: ExitStack, *, quick: bool, people: int) -> None:
        self.stack, self.quick = stack, quick
        self.people = 5_000 if quick else people
        self.started = time.monotonic()
        self._community: Community | None = None
        self._sink = ""
        self._bare: dict[str, Server] = {}
        self._houses: dict[str, House] = {}
        self._crowd: Crowd | None = None

    def say(self, what: str) -> None:
        print(f"{self.seconds:5.0f} s  {what}", file=sys.stderr, flush=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def pick(self, full: Kept, quick: Kept) -> Kept:
        return quick if self.quick else full

    @property
    def community(self) -> Community:
        if self._community is None:
            self._community = Community.of(self.people)
        return self._community

    @property
    def sink(self) -> str:
        """The address of a push service that takes everything."""
        if not self._sink:
            server = Process([sys.executable, "-m", "bench.sink"])
            self.stack.callback(server.close)
            self._sink = f"http://127.0.0.1:{server.line()}"
        return self._sink

    def bare(self, name: str) -> Server:
        if name not in self._bare:
            self._bare[name] = self.stack.enter_context(contenders.bare(name))
        return self._bare[name]

    def all_bare(self, *others: str) -> list[Server]:
        """Those this machine can run; what it cannot is named."""
        found = []
        for name in (*contenders.BARE, *others):
            try:
                found.append(self.bare(name))
            except Absent as what:
                self.say(f"without {what}")
        return found

    def house(self, engine: str) -> House:
        """Our whole server, full of people. Raises Absent."""
        if engine not in self._houses:
            self.say(f"{engine}, {self.people:,} people")
            made = {"embedded": embedded, "production": production}[engine]
            try:
                house = self.stack.enter_context(made(self.community, self.sink))
            except Missing as what:
                raise Absent(str(what)) from what
            self._houses[engine] = house
        return self._houses[engine]

    def crowd(self, rooms: int) -> Crowd:
        """Running alerts in the production house; as many as were first asked for."""
        if self._crowd is None:
            house = self.house("production")
            self.say(f"{rooms} alerts")
            self._crowd = Crowd(house, launched(house, rooms))
        return self._crowd
