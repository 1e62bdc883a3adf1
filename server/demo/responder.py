"""One simulated person: alarmed, she plays her part."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Sequence
from typing import Any

from server.demo import words
from server.demo.community import Inhabitant
from server.demo.line import Line, Payload, Refused
from server.demo.parts import Part
from server.demo.scenes import Scene, Scenes
from server.demo.walk import step_towards
from server.geo import Point, distance

STEP_S = 3.0
WALKING_M_PER_S = 1.4
WAITS_AT_M = 70.0
LONGEST_WALK_S = 1800


class Responder:
    """`part` of each alert she was alarmed of, and what she knows of its room."""

    def __init__(self, person: Inhabitant, scenes: Scenes) -> None:
        self._person, self._scenes = person, scenes
        self._here = person.point
        self._rooms: dict[str, Payload] = {}
        self._known: set[str] = set()
        self._spoke: set[str] = set()
        self.line: Line | None = None

    async def heard(self, name: str, payload: Payload) -> None:
        """An event of the server. What she may not do any more (closed, freed) is let go."""
        with contextlib.suppress(Refused, TimeoutError):
            await self._react(name, payload)

    async def _react(self, name: str, payload: Payload) -> None:
        match name:
            case "connected":
                for invitation in (await self._ask("alert.mine"))["invitations"]:
                    await self._invited(invitation)
            case "alert.alarm":
                await self._invited(payload["invitation"])
            case "position.moved":
                self._caller_moved(payload)
            case "room.entry":
                await self._read(payload)
            case "alert.changed" if payload["state"] == "stopped":
                await self._stopped(payload["alert"])

    async def _invited(self, invitation: Payload) -> None:
        alert = invitation["alert"]
        if alert in self._known or invitation["state"] == "closed":
            return
        self._known.add(alert)
        scene = self._scenes.scene(alert)
        await self._play(alert, scene, scene.part(invitation["distance_km"]))

    async def _play(self, alert: str, scene: Scene, part: Part) -> None:
        if part.deed == "silent":
            return
        await self._scenes.wait(part.opens_s)
        if part.deed == "decline":
            await self._ask("alert.answer", alert=alert, answer="declined")
            return
        self._rooms[alert] = await self._ask("alert.open", alert=alert)
        await self._scenes.wait(part.acts_s - part.opens_s)
        match part.deed:
            case "call":
                await self._call(alert, scene)
            case "write":
                await self._say(alert, "her", words.TO_HER)
            case "confer":
                await self._say(alert, "us", words.AMONG_US)
            case "walk":
                await self._walk(alert, part)

    async def _call(self, alert: str, scene: Scene) -> None:
        call = _fresh()
        await self._ask("alert.call", alert=alert, call=call)
        self._spoke.add(alert)
        reached = scene.reached()
        await self._scenes.wait(scene.pick(20, 60) if reached else scene.pick(9, 18))
        outcome = "reached" if reached else "no_answer"
        await self._ask("alert.call_end", alert=alert, call=call, outcome=outcome)
        if reached:
            await self._say(alert, "us", words.AFTER_A_CALL)

    async def _say(self, alert: str, channel: str, among: Sequence[str]) -> None:
        """In her own partition's channel of that name."""
        text = self._scenes.scene(alert).sentence(among)
        room = self._rooms[alert]
        channels = [head["channel"] for head in room["channels"]]
        mine = next((c for c in channels if c.startswith(channel)), None)
        if text is None or mine is None:
            return
        await self._ask("room.say", room=room["room"], channel=mine, text=text, client_id=_fresh())
        if channel == "her":
            self._spoke.add(alert)

    async def _walk(self, alert: str, part: Part) -> None:
        await self._ask("alert.answer", alert=alert, answer="acting")
        await self._ask("alert.share", alert=alert, among=True, with_her=part.shows_her)
        await self._say(alert, "us", words.AMONG_US[-3:])
        until = time.monotonic() + LONGEST_WALK_S
        while time.monotonic() < until and (goal := self._goal(alert)) is not None:
            away = distance(self._here, goal)
            stride = min(STEP_S * WALKING_M_PER_S, max(0.0, away - WAITS_AT_M))
            self._here = step_towards(self._here, goal, stride)
            await self._report()
            await asyncio.sleep(STEP_S)

    def _goal(self, alert: str) -> Point | None:
        """Where she is now, as far as this person knows; None once the room has closed."""
        room = self._rooms[alert]
        fix = room["caller"]["fix"]
        return None if fix is None or room["state"] == "closed" else Point(fix["lat"], fix["lon"])

    async def _report(self) -> None:
        now = time.time_ns() // 1_000_000
        here = self._here
        await self._ask("position.report", lat=here.lat, lon=here.lon, accuracy_m=8.0, at=now)

    def _caller_moved(self, moved: Payload) -> None:
        for room in self._rooms.values():
            if room["room"] == moved["room"] and room["caller"]["who"] == moved["who"]:
                room["caller"]["fix"] = moved["fix"]

    async def _read(self, heard: Payload) -> None:
        """She reads what the caller writes; two of those who spoke answer it."""
        entry, alert = heard["entry"], self._alert_of(heard["room"])
        if alert is None or entry["kind"] != "said":
            return
        if entry["who"] != self._rooms[alert]["caller"]["who"] or alert not in self._spoke:
            return
        scene = self._scenes.scene(alert)
        if scene.claim(f"answer {entry['seq']}", 2):
            await self._scenes.wait(scene.pick(4, 18))
            await self._say(alert, "her", words.IN_ANSWER)

    async def _stopped(self, alert: str) -> None:
        """Stopped is not safe: some ask her, some say so among themselves."""
        if alert not in self._rooms:
            return
        scene = self._scenes.scene(alert)
        if alert in self._spoke and scene.claim("stopped her", 3):
            await self._scenes.wait(scene.pick(4, 30))
            await self._say(alert, "her", words.STOPPED_TO_HER)
        elif scene.claim("stopped us", 4):
            await self._scenes.wait(scene.pick(3, 40))
            await self._say(alert, "us", words.STOPPED_AMONG_US)

    def _alert_of(self, room: str) -> str | None:
        return next((a for a, held in self._rooms.items() if held["room"] == room), None)

    async def _ask(self, command: str, **payload: Any) -> Payload:
        if self.line is None:
            raise TimeoutError(command)
        return await self.line.ask(command, **payload)


def _fresh() -> str:
    return secrets.token_urlsafe(16)
