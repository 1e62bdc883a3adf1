"""Time. Everything that needs it is handed a `Clock`; nothing asks the system by itself."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Protocol

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970, UTC."""


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that tests move by hand."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self._now += ms


class ShiftedClock:
    """System time plus an offset read from a file, so that a test can move the clock of several
    real processes at once. Settings refuse it unless the server is bound to loopback."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = -1
        self._offset = 0

    def now(self) -> int:
        try:
            changed = os.stat(self._path).st_mtime_ns
            if changed != self._seen:
                self._offset, self._seen = int(self._path.read_text() or "0"), changed
        except (FileNotFoundError, ValueError):
            pass  # not written yet, or just being written: the last offset stands
        return time.time_ns() // 1_000_000 + self._offset
