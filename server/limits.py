"""Every rate in one table. Units: events per window of milliseconds, per actor."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal

Lane = Literal["urgent", "gathered", "ordinary", "reading", "sign in", "coming in"]


@dataclass(frozen=True)
class Rate:
    """At most `events` in any `window_ms`, refilled evenly (token bucket). `lane`: where it waits
    when many come at once (gateway/lanes.py)."""

    name: str
    events: int
    window_ms: int
    lane: Lane = "ordinary"


PRESS = Rate("press", 30, 60_000, "urgent")
POSITION = Rate("position", 240, 60_000, "urgent")
TALK = Rate("talk", 60, 60_000, "urgent")
ENTER = Rate("enter", 600, 60_000, "urgent")
READ = Rate("read", 600, 60_000, "reading")
CATCH_UP = Rate("catch_up", 600, 60_000, "gathered")
LOOK_UP = Rate("look_up", 30, 60_000, "reading")
SETTINGS = Rate("settings", 60, 60_000)
SIGN_IN = Rate("sign_in", 30, 60_000, "sign in")
STAFF = Rate("staff", 600, 60_000)
DESK = Rate("desk", 600, 60_000, "gathered")
HELP_DOOR = Rate("help_door", 1200, 60_000, "coming in")
HELP_BEGIN = Rate("help_begin", 1200, 60_000, "coming in")
"""Of one address: thousands of phones may share one. Under flood the puzzle brakes, not this."""

SOCKET_EVENTS_PER_SECOND = 20
MESSAGE_BYTES = 64 * 1024
BODY_WITHIN_S = 15.0
"""A phone at the edge of the network sends a kilobyte in that; if not, it tries again."""
SIGN_IN_TRIES = 10
SIGN_IN_WINDOW_MS = 15 * 60_000
PIN_TRIES = 10
PIN_WINDOW_MS = 15 * 60_000
UNREVIEWED_ALERTS_PER_DAY = 3


LONGEST_MS = 60_000
"""No window is longer: a bucket nobody touched meanwhile is full again."""


def _forget(held: OrderedDict[Any, tuple[float, int]], now_ms: int, keep: int) -> None:
    """Addresses among them: nobody's is kept longer than it counts."""
    while held:
        _, (_, since) = next(iter(held.items()))
        if 0 <= now_ms - since <= LONGEST_MS and len(held) <= keep:
            return
        held.popitem(last=False)


class Recent:
    """How many times something happened in the last minute, by key; the oldest are forgotten."""

    def __init__(self, keep: int = 10_000) -> None:
        self._keep = keep
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, key: str, now_ms: int) -> float:
        """What happened fades evenly within the minute."""
        held, since = self._counts.get(key, (0.0, now_ms))
        return held * max(0.0, 1 - max(0, now_ms - since) / 60_000)

    def note(self, key: str, now_ms: int) -> None:
        self._counts[key] = (self.count(key, now_ms) + 1, now_ms)
        self._counts.move_to_end(key)
        _forget(self._counts, now_ms, self._keep)


class Buckets:
    """Token buckets of this process, keyed by (rate, actor); the oldest actors are forgotten."""

    def __init__(self, keep: int = 100_000) -> None:
        self._keep = keep
        self._buckets: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def wait_ms(self, rate: Rate, actor: str, now_ms: int) -> int:
        """Take a token. Returns 0, or the milliseconds until one is free."""
        key = (rate.name, actor)
        tokens, since = self._buckets.pop(key, (float(rate.events), now_ms))
        per_ms = rate.events / rate.window_ms
        tokens = min(float(rate.events), tokens + max(0, now_ms - since) * per_ms)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now_ms)
        _forget(self._buckets, now_ms, self._keep)
        return 0 if allowed else int((1 - tokens) / per_ms) + 1
