"""Walking on a map."""

from __future__ import annotations

from server.geo import Point, distance


def step_towards(here: Point, goal: Point, metres: float) -> Point:
    """`metres` nearer to the goal, never past it (a few kilometres: the earth is flat enough)."""
    away = distance(here, goal)
    if away <= metres or away == 0:
        return goal if metres > 0 else here
    share = metres / away
    return Point(
        here.lat + (goal.lat - here.lat) * share,
        here.lon + (goal.lon - here.lon) * share,
    )
