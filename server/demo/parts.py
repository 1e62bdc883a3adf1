"""Who does what in an alert: fifty parts, dealt like cards. Pure.

The first deck makes about ten contacts in the first minute, three quarters by phone: the figure
the community reports of its real alerts. Seconds, counted from the alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

Deed = Literal["call", "write", "walk", "confer", "look", "decline", "silent"]
WALK_WITHIN_KM = 2


@dataclass(frozen=True)
class Part:
    """Opens the room after `opens_s`, then does the deed at `acts_s`."""

    deed: Deed
    opens_s: float = 0.0
    acts_s: float = 0.0
    shows_her: bool = False


Recipe = tuple[Deed, int, float, float]
FIRST_FIFTY: tuple[Recipe, ...] = (
    ("call", 8, 9, 52),
    ("write", 3, 14, 57),
    ("walk", 4, 25, 80),
    ("confer", 5, 18, 140),
    ("call", 3, 70, 200),
    ("write", 4, 65, 240),
    ("look", 9, 6, 150),
    ("decline", 4, 5, 55),
    ("silent", 10, 0, 0),
)
LATER_FIFTY: tuple[Recipe, ...] = (
    ("call", 2, 20, 90),
    ("write", 3, 20, 150),
    ("walk", 1, 30, 90),
    ("confer", 4, 30, 160),
    ("look", 14, 6, 150),
    ("decline", 6, 5, 55),
    ("silent", 20, 0, 0),
)


def deck(dice: Random, recipes: tuple[Recipe, ...]) -> list[Part]:
    """The parts of fifty people, shuffled."""
    parts = [_part(dice, recipe, n) for recipe in recipes for n in range(recipe[1])]
    dice.shuffle(parts)
    return parts


def draw(parts: list[Part], distance_km: int | None) -> Part:
    """Take the first part that suits somebody this far away: only who is near walks."""
    near = distance_km is not None and distance_km <= WALK_WITHIN_KM
    for n, part in enumerate(parts):
        if part.deed != "walk" or near:
            return parts.pop(n)
    return Part("silent")


def _part(dice: Random, recipe: Recipe, number: int) -> Part:
    deed, _, earliest, latest = recipe
    acts = dice.uniform(earliest, latest)
    opens = acts * dice.uniform(0.3, 0.7)
    return Part(deed, opens, acts, shows_her=deed == "walk" and number % 2 == 0)
