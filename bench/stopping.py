"""Ended early, by the clock or by SIGTERM, a measurement still ends what it started."""

from __future__ import annotations

import resource
import signal
from typing import Any


class Stopped(KeyboardInterrupt):
    """The message says by what. No `except Exception` on the way holds it up, nor does an event
    loop."""


def stoppable(limit_s: int) -> None:
    """From here on Stopped is raised after so many seconds, or when told to stop; once."""

    def stop(number: int, _: Any) -> None:
        signal.alarm(0)
        for told in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)  # what was started is now ended, undisturbed
        raise Stopped(f"its {limit_s} s are over" if number == signal.SIGALRM else "told to stop")

    for told in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(told, stop)
    signal.alarm(limit_s)


def more_files() -> None:
    """Five thousand sockets, on both ends."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
