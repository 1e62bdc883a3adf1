"""A simulated officer: takes who waits too long, answers calmly, shows where to go. What she writes
says that she is invented, once."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import Any

from server.demo.line import Line, Payload, Refused

REAL_ONES_FIRST_S = 9.0
"""Odile, if somebody plays her, answers before."""
MOST_TALKS = 4
READS_S, WRITES_S = 2.0, 4.0
GREETING = {
    "fr": "Bonjour, je suis là pour toi. (Dans cette démonstration, je suis une personne inventée.)"
    " Est-ce que tu es en sécurité en ce moment ?",
    "en": "Hello, I am here for you. (In this demonstration I am an invented person.)"
    " Are you safe right now?",
}
ANSWERS = {
    "fr": (
        "Merci de me le dire. Prends ton temps, un mot à la fois suffit.",
        "Ce qui t'arrive n'est pas de ta faute. Est-ce que quelqu'un de confiance est au courant ?",
        "Je t'ai mis ci-dessus un endroit où aller. On peut regarder ensemble ce qui te convient.",
        "Tu peux effacer cette conversation à tout moment, elle disparaît aussi chez nous.",
        "Je reste là aussi longtemps que tu en as besoin.",
    ),
    "en": (
        "Thank you for telling me. Take your time, one word at a time is enough.",
        "What is happening to you is not your fault. Does somebody you trust know about it?",
        "I have put a place to go above. We can look together at what suits you.",
        "You can erase this conversation at any time; it disappears here too.",
        "I stay as long as you need me.",
    ),
}
SHOWS_THE_WAY_AT = 2


class Listener:
    def __init__(self, pace: float) -> None:
        self._pace = pace
        self.line: Line | None = None
        self._talks: dict[str, Payload] = {}
        self._answered: dict[str, int] = {}

    async def heard(self, event: str, payload: Payload) -> None:
        # Somebody else was quicker, she has left, or the line is down: nothing to do about it.
        with contextlib.suppress(Refused, TimeoutError):
            await self._hear(event, payload)

    async def _hear(self, event: str, payload: Payload) -> None:
        match event:
            case "connected":
                await self._ask("desk.duty", on=True)
                desk = await self._ask("desk.open")
                for waiting in desk["waiting"]:
                    await self._take(waiting)
            case "desk.waiting":
                await self._take(payload["waiting"])
            case "desk.changed":
                await self._tidy()
            case "room.entry":
                await self._read(payload)

    async def _take(self, waiting: Payload) -> None:
        await self._wait(REAL_ONES_FIRST_S + secrets.randbelow(3))
        if len(self._talks) >= MOST_TALKS:
            return
        talk = await self._ask("desk.accept", visit=waiting["visit"])
        self._talks[talk["room"]] = talk
        await self._wait(WRITES_S)
        await self._say(talk, GREETING[talk["language"]])

    async def _tidy(self) -> None:
        """Conversations that ended are free places again; one whose visitor has left is ended."""
        talks = (await self._ask("desk.open"))["talks"]
        self._talks = {talk["room"]: talk for talk in talks}
        for talk in talks:
            if talk["left"]:
                await self._ask("desk.end", visit=talk["visit"], flag=False)

    async def _read(self, heard: Payload) -> None:
        talk, entry = self._talks.get(heard["room"]), heard["entry"]
        her = talk and next(one["who"] for one in talk["people"] if one["kind"] is None)
        if talk is None or heard["channel"] != "all" or entry["who"] != her:
            return
        if entry["kind"] != "said":
            return
        nth = self._answered.get(talk["room"], 0)
        self._answered[talk["room"]] = nth + 1
        await self._wait(READS_S)
        if nth == SHOWS_THE_WAY_AT:
            await self._show_the_way(talk)
        await self._wait(WRITES_S)
        answers = ANSWERS[talk["language"]]
        await self._say(talk, answers[min(nth, len(answers) - 1)])

    async def _show_the_way(self, talk: Payload) -> None:
        guides = (await self._ask("desk.guides", visit=talk["visit"]))["guides"]
        near = [guide for guide in guides if guide["kind"] == "association"] or guides
        await self._ask("desk.orient", visit=talk["visit"], guide=near[0]["guide"])

    async def _say(self, talk: Payload, text: str) -> None:
        words = {"room": talk["room"], "channel": "all", "text": text}
        await self._ask("room.say", **words, client_id=secrets.token_urlsafe(16))

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._pace)

    async def _ask(self, command: str, **payload: Any) -> Payload:
        if self.line is None:
            raise TimeoutError(command)
        return await self.line.ask(command, **payload)
