"""A process that stands still holds nothing that an alarm needs."""

from __future__ import annotations

from server.engines import STANDS_STILL_MS
from tests import engines
from tests.people import live_in

SETTING = "idle_in_transaction_session_timeout"


async def test_postgres_ends_a_transaction_that_stands_still(
    production: engines.Production,
) -> None:
    async with live_in(production) as town:
        db = town.house.services.db
        held = await db.row("SELECT setting FROM pg_settings WHERE name = $1", SETTING)
        assert held == {"setting": STANDS_STILL_MS}
