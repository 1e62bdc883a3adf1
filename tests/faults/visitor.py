"""Somebody who comes to the helpline without an account: her page (web/src/aide)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from server.actor import Proof
from tests.faults.case import Case, Channel, Watch
from tests.faults.device import PASSING, GaveUp
from tests.faults.link import Answer, Link
from tests.faults.post import Phone
from tests.faults.queue import Queues
from tests.faults.wire import until

AGAIN_S = 1.0
SLICE = 400
MINE_EVERY_S = 60.0
BEGINS_WITHIN_S = 120.0
TAKEN_WITHIN_S = 900.0
ENDS_WITHIN_S = 60.0
POSTCODES = ("69001", "")
"""Of the team of Lyon; of nobody's, so that the national one answers."""
ASK_AGAIN = {"stale_ticket", "puzzle"}


@dataclass
class Guest(Phone):
    """A device at the helpline's address; each has a network address of her own."""

    address: str = ""
    overhears: Any = None

    def _headers(self) -> dict[str, str]:
        shown = {"Origin": self.origin, "X-Veilleuse-Visit": self.proof.visit}
        return {**shown, "X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}

    async def asks(self, command: str, payload: object = None) -> Answer | None:
        answer = await super().asks(command, payload)
        if answer is not None:
            self.overhears(json.dumps(answer))
        return answer


@dataclass(eq=False)
class Visitor:
    case: Case
    watch: Watch
    queues: Queues
    dice: Random
    device: Guest
    ports: list[int]
    every_s: float
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    visit: Answer = field(default_factory=dict)
    place: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.link = Link(
            self.device,
            self.ports,
            self.dice,
            self._heard,
            self._resync,
            self._overhears,
            at=self.dice.randrange(len(self.ports)),
        )
        self.device.overhears = self._overhears
        self.channel = Channel(self.link, self.watch, self.case, "visitor")

    async def begins(self) -> None:
        """Through the door and into the queue. Raises GaveUp."""
        wish = self._wish()
        async with asyncio.timeout(BEGINS_WITHIN_S):
            while not self.visit:
                asked_at = _now()
                answer = await self.device.asks("help.begin", {**wish, **await self._paid()})
                while answer is None or answer.get("code") in PASSING:
                    await asyncio.sleep(AGAIN_S * self.dice.uniform(0.5, 1.5))
                    asked_at = _now()
                    answer = await self.device.asks("help.begin", {**wish, **self._ticket})
                if "code" not in answer:
                    self._keep(answer, asked_at)
                elif answer["code"] not in ASK_AGAIN:
                    raise GaveUp(f"help.begin: {answer['code']}")
                else:
                    await asyncio.sleep(AGAIN_S)
        self.device.proof = Proof(visit=f"{self.visit['visit']}.{self.secret}")
        self.case.visit, self.case.room = self.visit["visit"], self.visit["room"]

    def comes_in(self) -> None:
        self.link.opens()
        self.link.aside(self._asks_now_and_then())

    def _wish(self) -> Answer:
        return {
            "secret": self.secret,
            "postcode": self.dice.choice(POSTCODES),
            "topic": self.dice.choice(("home", "sexual", "hatred")),
            "victim": self.dice.random() < 0.7,
            "minor": self.dice.random() < 0.1,
            "language": self.dice.choice(("fr", "en")),
        }

    async def _paid(self) -> Answer:
        """A ticket, and its puzzle solved, some hashes at a time: nobody's clock is held up."""
        door = None
        while door is None or "ticket" not in door:
            if door is not None:
                await asyncio.sleep(AGAIN_S * self.dice.uniform(0.5, 1.5))
            door = await self.device.asks("help.door")
        self._ticket = {"ticket": door["ticket"], "answer": await _solved(**door)}
        return self._ticket

    async def _resync(self) -> None:
        await self.mine()
        await self.channel.fill()

    async def mine(self) -> None:
        asked_at = _now()
        answer = await self.link.call("help.mine")
        if answer is not None and "code" not in answer:
            self._keep(answer, asked_at)
        elif answer is not None and answer["code"] == "session_expired":
            self._is_over()

    def _keep(self, visit: Answer, asked_at: float) -> None:
        self.visit, self.place = visit, visit["place"]
        self.queues.told(visit, asked_at, _now())
        if visit["state"] == "talking":
            self.case.taken = True
        self.changed.set()

    async def _asks_now_and_then(self) -> None:
        """Hints of the queue may be lost."""
        while not self.case.over.is_set():
            await asyncio.sleep(MINE_EVERY_S * self.dice.uniform(0.8, 1.2))
            if self.visit["state"] == "waiting":
                await self.mine()

    def _heard(self, name: str, payload: Any) -> None:
        self.watch.frames[name] += 1
        if name == "help.changed":
            self.link.aside(self.mine())
        elif name == "help.moved":
            self._moved(payload)
        elif name == "help.over":
            self._is_over()
        elif name == "room.entry" and payload["channel"] == "all":
            self.channel.meets(payload["entry"])
            if self.channel.log.ahead:
                self.link.aside(self.channel.fill())
        elif name == "room.head" and payload["channel"] == "all":
            self.channel.goes_to(payload["seq"])

    def _moved(self, by: Answer) -> None:
        mine = self.visit
        if self.place and by["queue"] == mine["queue"] and by["came_at"] < mine["came_at"]:
            self.place = max(1, self.place + by["by"])

    def _is_over(self) -> None:
        self.case.over.set()
        self.changed.set()

    def _overhears(self, text: str) -> None:
        self.watch.look(text, "visitor", {self.case.mark}, notes=False)

    async def says(self, number: int) -> None:
        """Until it is acknowledged."""
        word = self.case.word("visitor", number)
        wish = {"room": self.case.room, "channel": "all", "text": word}
        self.watch.sent_at[word] = _now()
        sent = {**wish, "client_id": f"v-{self.case.mark}-{number}"}
        answer = await self.link.insists("room.say", sent)
        if "entry" in answer:
            self.watch.said(self.case.author("visitor"), word)
            self.channel.meets(answer["entry"])

    async def talks(self) -> bool:
        """What she says before anybody answers, and after. False: nobody did."""
        for number in range(self.case.words):
            await asyncio.sleep(self.every_s * self.dice.uniform(0.5, 1.5))
            if self.case.stop.is_set():
                break
            await self.says(number)
            if number == 0 and not await self._is_answered():
                return False
        return await self._is_answered()

    async def _is_answered(self) -> bool:
        def known() -> bool:
            return self.case.taken or (self.case.stop.is_set() and not self.case.helped)

        if not await until(known, TAKEN_WITHIN_S, 0.2):
            raise GaveUp(f"{self.device.name} was never answered")
        return self.case.taken

    async def finishes(self) -> None:
        """Both have said all; then each reads it from the beginning."""
        case = self.case
        case.finished["visitor"].set()
        await case.finished["officer"].wait()
        await self.channel.catches_up()
        await self.channel.reads_again()
        case.read["visitor"].set()
        await case.read["officer"].wait()

    async def ends(self) -> None:
        self.case.gone = self.case.ends != "stays"
        if self.case.ends == "wiped":
            answer = await self.link.insists("help.wipe")
            if answer.get("code", "session_expired") != "session_expired":
                raise GaveUp(f"help.wipe: {answer['code']}")
            self.case.over.set()
        elif self.case.ends == "ended" and not await until(lambda: self._gone, ENDS_WITHIN_S, 0.1):
            raise GaveUp("a visit that had been ended did not end on its page")

    @property
    def _gone(self) -> bool:
        return self.case.over.is_set() or self.link.refused == "session_expired"


async def _solved(ticket: str, bits: int, open: bool) -> int:
    for answer in count():
        held = hashlib.sha256(f"{ticket}.{answer}".encode()).digest()
        if int.from_bytes(held, "big") >> (256 - bits) == 0:
            return answer
        if answer % SLICE == SLICE - 1:
            await asyncio.sleep(0)
    raise AssertionError


def _now() -> float:
    return asyncio.get_running_loop().time()
