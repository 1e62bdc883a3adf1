"""What the simulated people share: the parts and the sentences of each alert, and the time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

from server.demo import parts
from server.demo.parts import Part

FULL = 150


class Scene:
    """One alert. Nobody repeats what somebody else has said."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._parts = parts.deck(dice, parts.FIRST_FIFTY)
        self._said: set[str] = set()
        self._claims: dict[str, int] = {}
        self.dealt = 0

    def part(self, distance_km: int | None) -> Part:
        """The next part; after a hundred and fifty, everybody keeps silent."""
        if self.dealt >= FULL:
            return Part("silent")
        if not self._parts:
            self._parts = parts.deck(self._dice, parts.LATER_FIFTY)
        self.dealt += 1
        return parts.draw(self._parts, distance_km)

    def sentence(self, among: Sequence[str]) -> str | None:
        """One that nobody has used in this alert, or None when all are."""
        left = [text for text in among if text not in self._said]
        if not left:
            return None
        chosen = self._dice.choice(left)
        self._said.add(chosen)
        return chosen

    def claim(self, what: str, places: int) -> bool:
        """May one more person do this? (Not everybody answers the same message.)"""
        self._claims[what] = self._claims.get(what, 0) + 1
        return self._claims[what] <= places

    def reached(self) -> bool:
        """Does she pick up? The first call, and one in eight after it."""
        return self.claim("reached", 1) or self._dice.random() < 0.12

    def pick(self, low: float, high: float) -> float:
        return self._dice.uniform(low, high)


class Scenes:
    """Every running alert, seen from the process of the simulated people."""

    def __init__(self, seed: int, pace: float) -> None:
        self._seed, self._pace = seed, pace
        self._scenes: dict[str, Scene] = {}

    def scene(self, alert: str) -> Scene:
        if alert not in self._scenes:
            dice = Random(f"{self._seed}|{alert}")  # noqa: S311  a play, no secret
            self._scenes[alert] = Scene(dice)
        return self._scenes[alert]

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._pace)
