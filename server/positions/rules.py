"""The nearest, exactly, from cells; and which positions are worth keeping. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from server.clock import DAY, HOUR, MINUTE, SECOND
from server.geo import Point
from server.positions import cells

KEEP_EVERY = 15 * SECOND
KEEP_EVERY_IN_ALERT = 3 * SECOND
LAST_KNOWN_LIVES = 90 * DAY
TOO_OLD = 48 * HOUR
LIVE_FOR = MINUTE
HIDE_COUNTS_UNDER = 5
ONLINE_FOR = MINUTE
ONLINE_GRACE = 25 * SECOND


@dataclass(frozen=True, order=True)
class Near:
    """Somebody at a chord's length. Ties are settled by id, so that every engine agrees."""

    chord: float
    person: str
    point: Point = field(compare=False)


@dataclass(frozen=True)
class Frontier:
    """How far one level has been searched: the chord of its last centre, or None when all of its
    cells have been read."""

    level: int
    last_centre: float | None

    def beyond(self) -> float:
        """Nobody unread on this level is nearer than this chord."""
        if self.last_centre is None:
            return float("inf")
        return self.last_centre - cells.bound(self.level)


class Nearest:
    """Keeps the best so far, and knows when they are proven."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._found: list[Near] = []

    def add(self, candidates: Iterable[Near]) -> None:
        self._found = heapq.nsmallest(self._wanted, [*self._found, *candidates])

    def open_levels(self, frontiers: Iterable[Frontier]) -> list[int]:
        """The levels that could still hold somebody nearer: read on there. None: proven exact."""
        return [f.level for f in frontiers if f.last_centre is not None and self.could_count(f)]

    def could_count(self, frontier: Frontier) -> bool:
        """Could somebody at, or beyond, this cell's centre be among the best?"""
        full = len(self._found) >= self._wanted
        return not full or not self._found or frontier.beyond() <= self._found[-1].chord

    @property
    def best(self) -> list[Near]:
        return list(self._found)


def worth_keeping(kept_at: int | None, at: int, now: int, *, in_alert: bool) -> bool:
    """Newest wins, never back; and not more often than is of use."""
    if kept_at is None:
        return True
    every = KEEP_EVERY_IN_ALERT if in_alert else KEEP_EVERY
    return at > kept_at and now - kept_at >= every


def sane_time(at: int, now: int) -> int | None:
    """The time to believe for a reading: a phone ahead of us reads now; one two days behind is not
    believed at all."""
    if at < now - TOO_OLD:
        return None
    return min(at, now)


def shown_count(count: int) -> int | None:
    """Counts under five are hidden: they could single somebody out."""
    return count if count >= HIDE_COUNTS_UNDER else None
