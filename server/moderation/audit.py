"""The audit chain: who decided what about whom. Rows are only ever added; each carries the HMAC of
itself and of the row before, so that a changed, removed or swapped row is found."""

from __future__ import annotations

from server import crypto
from server.moderation import store
from server.services import Services

START = "veilleuse"


def mac(key: bytes, before: str, row: tuple[int, int, str, str, str]) -> str:
    """The seal of one row, after the one before it."""
    return crypto.blind(key, "|".join([before, *map(str, row)]))


async def do_note(services: Services, actor: str, act: str, subject: str) -> None:
    """Add a row. Call inside the transaction of what is noted."""
    last = await store.last_audit(services.db)
    number, before = (last["number"] + 1, last["mac"]) if last else (1, START)
    row = (number, services.clock.now(), actor, act, subject)
    sealed = mac(services.keyring.named("audit"), before, row)
    await store.add_audit(
        number=number, at=row[1], actor=actor, act=act, subject=subject, mac=sealed
    )


async def first_broken(services: Services) -> int | None:
    """The number of the first row that does not follow from the one before; None: all whole."""
    key, before, expected = services.keyring.named("audit"), START, 1
    for held in await store.audits(services.db):
        row = (held["number"], held["at"], held["actor"], held["act"], held["subject"])
        if held["number"] != expected or held["mac"] != mac(key, before, row):
            return expected
        before, expected = held["mac"], expected + 1
    return None
