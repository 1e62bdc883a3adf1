"""Passwords and PINs: argon2id, m = 19,456 KiB, t = 2, p = 1 (OWASP), on two threads of their own
so that a storm of logins never delays an alert."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_THREADS = 2


class Passwords:
    def __init__(self, *, memory_kib: int = 19_456, rounds: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._nobody = self._hasher.hash("nobody has this password")

    def hash_now(self, secret: str) -> str:
        """For the command line and the demo; blocks for some tens of milliseconds."""
        return self._hasher.hash(secret)

    async def hash(self, secret: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._hasher.hash, secret)

    async def fits(self, hashed: str | None, secret: str) -> bool:
        """True if `secret` made `hashed`. An unknown account takes the same time."""
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(self._pool, self._verify, hashed or self._nobody, secret)
        return right and hashed is not None

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _verify(self, hashed: str, secret: str) -> bool:
        try:
            return self._hasher.verify(hashed, secret)
        except (Argon2Error, InvalidHashError):
            return False
