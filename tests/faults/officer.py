"""An officer of the helpline at her desk (web/src/console/desk): who waits, whom she answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.case import Case, Channel, Watch
from tests.faults.device import GaveUp
from tests.faults.link import Answer, Link
from tests.faults.post import Phone
from tests.faults.queue import Queues

APART_S = 0.5
REFRESH_S = 30.0
LOOKS_EVERY_S = 0.1
OTHERS_FIRST = {"taken", "not_found", "closed"}
GONE = {"not_found", "closed"}


@dataclass
class Post(Phone):
    """Her device, by HTTPS, overheard as her socket is."""

    overhears: Callable[[str], None] = lambda text: None

    async def asks(self, command: str, payload: object = None) -> Answer | None:
        answer = await super().asks(command, payload)
        if answer is not None:
            self.overhears(json.dumps(answer))
        return answer


@dataclass(eq=False)
class Officer:
    """`most` conversations at once; `cases` by the id of a visit."""

    device: Post
    ports: list[int]
    dice: Random
    watch: Watch
    queues: Queues
    cases: Mapping[str, Case]
    most: int
    every_s: float
    desk: Answer = field(default_factory=dict)
    waiting: dict[str, Answer] = field(default_factory=dict)
    helped: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    channels: dict[tuple[str, str], Channel] = field(default_factory=dict)
    busy: int = 0
    off: asyncio.Event = field(default_factory=asyncio.Event)
    at_rest: asyncio.Event = field(default_factory=asyncio.Event)
    _mine: set[str] = field(default_factory=set)
    _due: bool = False
    _looked_at: float = 0.0
    _heard_so_far: int = 0

    def __post_init__(self) -> None:
        at = self.dice.randrange(len(self.ports))
        self.link = Link(
            self.device, self.ports, self.dice, self._heard, self.looks, self._overhears, at=at
        )
        self.device.overhears = self._overhears

    async def comes_on_duty(self) -> None:
        answer = await self.link.insists("desk.duty", {"on": True})
        if "waiting" not in answer:
            raise GaveUp(f"desk.duty: {answer}")
        self._keep(answer)
        self.link.opens()
        self.link.aside(self._looks_now_and_then())

    async def answers(self) -> None:
        """Whoever waits first, until she goes off duty and has no conversation left."""
        while not self.off.is_set():
            for task in [task for task in self.helped.values() if task.done()]:
                task.result()
            if self.busy < self.most and (waiting := self._first()):
                await self._accepts(waiting)
            else:
                await asyncio.sleep(LOOKS_EVERY_S)
        self.at_rest.set()
        await asyncio.gather(*self.helped.values())

    def _first(self) -> Answer | None:
        """Who has waited too long comes first, then who came first; not everybody reaches for the
        very same."""
        known = [one for one in self.waiting.values() if one["visit"] in self.cases]
        first = sorted(known, key=lambda one: (-one["alarm"], one["came_at"]))[: self.most]
        return self.dice.choice(first) if first else None

    async def _accepts(self, waiting: Answer) -> None:
        visit = waiting["visit"]
        case = self.cases[visit]
        self._mine.add(case.mark)
        answer = await self.link.insists("desk.accept", {"visit": visit})
        self.waiting.pop(visit, None)
        if "room" in answer:
            self._begins(answer)
        elif answer["code"] in OTHERS_FIRST:
            if visit not in self.helped:
                self._mine.discard(case.mark)
        else:
            raise GaveUp(f"desk.accept: {answer['code']}")

    def _begins(self, talk: Answer) -> None:
        if talk["visit"] in self.helped:
            return
        case = self.cases[talk["visit"]]
        self._mine.add(case.mark)
        self.busy, case.helped = self.busy + 1, True
        case.helped_at = asyncio.get_running_loop().time()
        for channel in talk["channels"]:
            name = channel["channel"]
            held = Channel(self.link, self.watch, case, "officer", name)
            self.channels[talk["room"], name] = held
            held.goes_to(channel["seq"])
        self.helped[talk["visit"]] = self.link.aside(self._helps(case))

    async def _helps(self, case: Case) -> None:
        for number in range(case.words):
            if case.stop.is_set():
                break
            await asyncio.sleep(self.every_s * self.dice.uniform(0.5, 1.5))
            await self._says(case, "all", "officer", number)
            if number % 3 == 0:
                await self._says(case, "officers", "note", number)
        case.finished["officer"].set()
        await case.finished["visitor"].wait()
        await self._reads_again(case)
        case.read["officer"].set()
        self.busy -= 1
        if case.ends == "ended":
            await case.read["visitor"].wait()
            answer = await self.link.insists("desk.end", {"visit": case.visit, "flag": False})
            if answer.get("code", "not_found") not in GONE:
                raise GaveUp(f"desk.end: {answer['code']}")

    async def _says(self, case: Case, channel: str, side: str, number: int) -> None:
        word = case.word(side, number)
        wish = {"room": case.room, "channel": channel, "text": word}
        self.watch.sent_at[word] = asyncio.get_running_loop().time()
        sent = {**wish, "client_id": f"o-{side}-{case.mark}-{number}"}
        answer = await self.link.insists("room.say", sent)
        if "entry" in answer:
            self.watch.said(case.author(side), word)
            self.channels[case.room, channel].meets(answer["entry"])

    async def _reads_again(self, case: Case) -> None:
        for name in ("all", "officers"):
            await self.channels[case.room, name].catches_up()
            await self.channels[case.room, name].reads_again()

    async def looks(self) -> None:
        """The desk; what she hears meanwhile is a reason to look once more."""
        before = self._heard_so_far
        answer = await self.link.call("desk.open")
        if answer is not None and "waiting" in answer:
            self._keep(answer)
        if before != self._heard_so_far:
            self._soon()

    def _keep(self, desk: Answer) -> None:
        self.desk = desk
        self.queues.shown(desk["waiting"])
        self.waiting = {one["visit"]: one for one in desk["waiting"]}
        for talk in desk["talks"]:
            self._begins(talk)
            for channel in talk["channels"]:
                self.channels[talk["room"], channel["channel"]].goes_to(channel["seq"])

    async def _looks_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S * self.dice.uniform(0.8, 1.2))
            await self.looks()

    def _heard(self, name: str, payload: Any) -> None:
        self.watch.frames[name] += 1
        if name == "desk.changed":
            self._soon()
        elif name == "desk.waiting":
            self.waiting[payload["waiting"]["visit"]] = payload["waiting"]
            self._heard_so_far += 1
        elif name == "desk.gone":
            self.waiting.pop(payload["visit"], None)
            self._heard_so_far += 1
        elif channel := self.channels.get((payload.get("room"), payload.get("channel"))):
            self._reads_along(name, channel, payload)

    def _reads_along(self, name: str, channel: Channel, payload: Answer) -> None:
        if name == "room.entry":
            channel.meets(payload["entry"])
            if channel.log.ahead:
                self.link.aside(channel.fill())
        elif name == "room.head":
            channel.goes_to(payload["seq"])

    def _soon(self) -> None:
        """Many hints, one question (web/src/console/desk/seldom.ts)."""
        if not self._due:
            self._due = True
            self.link.aside(self._looks_soon())

    async def _looks_soon(self) -> None:
        now = asyncio.get_running_loop().time
        await asyncio.sleep(max(0.0, self._looked_at + APART_S - now()))
        self._due, self._looked_at = False, now()
        await self.looks()

    def _overhears(self, text: str) -> None:
        self.watch.look(text, "officer", self._mine, notes=True)
