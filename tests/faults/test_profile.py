"""The fault runs in small, with every ordinary test run: what is lost, never how long it takes.
The whole, with its limits of time: `make faults`."""

from __future__ import annotations

import pytest

from tests import engines
from tests.faults import runs
from tests.faults.ledger import Ledger
from tests.faults.runs import Size


@pytest.fixture(autouse=True)
def both_engines(request: pytest.FixtureRequest) -> None:
    """Skips by name, or fails in CI, where PostgreSQL or Redis is missing."""
    held: engines.Production = request.getfixturevalue("production")
    assert held


async def test_the_server_is_killed() -> None:
    verdict = await runs.kill_the_server(Size(4, 8, 4, 3, 12, seconds=0.5))
    assert verdict.whole, verdict


async def test_redis_is_killed() -> None:
    verdict = await runs.kill_redis(Size(3, 8, 4, 3, 8))
    assert verdict.whole, verdict


async def test_the_database_stops() -> None:
    verdict = await runs.stop_postgres(Size(1, 8, 4, 3, 8, seconds=3))
    assert verdict.whole, verdict


async def test_twenty_presses() -> None:
    verdict = await runs.many_presses(Size(1, 3, 0, 0, 0))
    assert verdict.whole, verdict


def test_the_ledger_notices() -> None:
    """What is lost, shown twice or out of order is counted."""
    ledger = Ledger()
    for word in ("one", "two", "three", "four"):
        ledger.acknowledge("camille", word)
    for word in ("two", "one", "one", "four"):
        ledger.show("nour", word)
    verdict = ledger.verdict("", 0, {"nour": ["camille"]})
    assert (verdict.lost, verdict.duplicated, verdict.reordered) == (1, 1, 1)
    assert not verdict.whole
