"""Brute force: at most ten failures in fifteen minutes for one account, kept in the database so
that every process counts the same. The alert never depends on it: a stop PIN that was guessed too
often is refused for a while, and the alert simply goes on."""

from __future__ import annotations

from server import errors
from server.limits import SIGN_IN_TRIES, SIGN_IN_WINDOW_MS
from server.people import store
from server.services import Services


async def check(services: Services, actor: str) -> None:
    """Raises TooFast when this actor has failed too often lately."""
    now = services.clock.now()
    if await store.tries(actor, now - SIGN_IN_WINDOW_MS) >= SIGN_IN_TRIES:
        raise errors.TooFast(retry_after_ms=SIGN_IN_WINDOW_MS)


async def failed(services: Services, actor: str) -> None:
    await store.add_try(actor, services.clock.now())


async def do_forget(services: Services) -> int:
    """Failures older than their window."""
    return await store.forget_tries(services.clock.now() - SIGN_IN_WINDOW_MS)
