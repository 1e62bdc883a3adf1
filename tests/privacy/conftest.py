"""A town on SQLite only, for what is promised at once there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from server.clock import ManualClock
from tests import engines
from tests.people import Town


@pytest_asyncio.fixture
async def house_on_sqlite(embedded: engines.Embedded) -> AsyncIterator[Town]:
    clock = ManualClock()
    house, heard = engines.build(await embedded.fresh(), clock)
    await house.open()
    yield Town(house, heard, clock)
    await house.close()
