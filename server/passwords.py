"""Passwords and PINs: argon2id, m = 19,456 KiB, t = 2, p = 1 (OWASP), on threads of their own that
give way to everything else. A PIN that stops an alert never waits behind a storm of logins."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_THREADS = 2
_NICE = 10


class Passwords:
    def __init__(self, *, memory_kib: int = 19_456, rounds: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(_THREADS, "argon2", _give_way)
        self._pins = ThreadPoolExecutor(1, "argon2 pins")
        self._nobody = self._hasher.hash("nobody has this password")

    def hash_now(self, secret: str) -> str:
        """For the command line and the demo; blocks for some tens of milliseconds."""
        return self._hasher.hash(secret)

    async def hash(self, secret: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._hasher.hash, secret)

    async def fits(self, hashed: str | None, secret: str) -> bool:
        """True if `secret` made `hashed`. An unknown account takes the same time."""
        return await self._fits(self._pool, hashed, secret)

    async def fits_pin(self, hashed: str | None, secret: str) -> bool:
        """The same, for somebody who is known already and has an alert running."""
        return await self._fits(self._pins, hashed, secret)

    async def _fits(self, pool: ThreadPoolExecutor, hashed: str | None, secret: str) -> bool:
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(pool, self._verify, hashed or self._nobody, secret)
        return right and hashed is not None

    def close(self) -> None:
        for pool in (self._pool, self._pins):
            pool.shutdown(wait=False, cancel_futures=True)

    def _verify(self, hashed: str, secret: str) -> bool:
        try:
            return self._hasher.verify(hashed, secret)
        except (Argon2Error, InvalidHashError):
            return False


def _give_way() -> None:
    """This thread comes after all others (Linux knows a priority for each)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
