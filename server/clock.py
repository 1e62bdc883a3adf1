"""Time. Everything that needs it is handed a `Clock`; nothing asks the system by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970, UTC."""

    def off(self) -> int:
        """How far the machine's own clock is from it."""


FOLLOWS = 1e-4
"""How fast a wrong difference is made good: 8.6 s a day. A jump of two days that is taken back
costs 17 s, and what a virtual machine loses in its pauses is caught up with."""
SETTLES = 3 * MINUTE
SAVED_EVERY = MINUTE
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def wall() -> int:
    """The machine's clock, which anything may set."""
    return time.time_ns() // 1_000_000


def awake() -> int:
    """Since the machine started, sleep included. Nobody can set it."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1_000_000


class SteadyClock:
    """The machine's clock as it was when first seen, and what has passed since by a clock that
    cannot be set. A jump of the machine's clock ends no window. docs/decisions has the limits.

    All processes of a machine start from the same file, so that one started under a wrong clock
    agrees with the rest; it counts until the machine starts anew.
    """

    def __init__(
        self,
        folder: Path,
        boot: str = "",
        wall: Callable[[], int] = wall,
        awake: Callable[[], int] = awake,
    ) -> None:
        self._wall, self._awake = wall, awake
        self._path = folder / f"clock-{boot or _boot()}"
        self._at, self._saved_at = awake(), 0
        self._base = self._kept()

    def now(self) -> int:
        at = self._awake()
        wrong = self._wall() - at - self._base
        most = float("inf") if at < SETTLES else (at - self._at) * FOLLOWS
        self._base += max(-most, min(most, wrong))
        self._at = at
        if at - self._saved_at >= SAVED_EVERY:
            self._saved_at = at
            self._save()
        return round(at + self._base)

    def off(self) -> int:
        """By how much the machine's clock is ahead of this one, in milliseconds."""
        return self._wall() - self.now()

    def believe(self) -> None:
        """The machine's clock was set right. Call while no process runs: one that does keeps its
        own."""
        self._base = self._wall() - self._awake()
        self._save()

    def _kept(self) -> float:
        try:
            return float(self._path.read_text())
        except (OSError, ValueError):
            return self._wall() - self._at

    def _save(self) -> None:
        """A full disk costs no more than the agreement of the next process."""
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.write_text(f"{self._base:.3f}")
            os.replace(fresh, self._path)


def _boot() -> str:
    """This run of the machine; elsewhere than on Linux, this process."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(os.getpid())


class ManualClock:
    """A clock that tests move by hand."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def off(self) -> int:
        return 0

    def advance(self, ms: int) -> None:
        self._now += ms


class ShiftedClock:
    """System time plus an offset read from a file, so that a test can move the clock of several
    real processes at once. Settings refuse it unless the server is bound to loopback."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = -1
        self._offset = 0

    def off(self) -> int:
        return 0

    def now(self) -> int:
        try:
            changed = os.stat(self._path).st_mtime_ns
            if changed != self._seen:
                self._offset, self._seen = int(self._path.read_text() or "0"), changed
        except (FileNotFoundError, ValueError):
            pass  # not written yet, or just being written: the last offset stands
        return wall() + self._offset
