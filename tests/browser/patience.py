"""Waiting for what the page itself cannot be asked about. Polls; never sleeps blindly."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 10


async def until(true: Callable[[], bool], what: str) -> None:
    """Raises AssertionError when it does not become true."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"never happened: {what}"
        await asyncio.sleep(0.02)
