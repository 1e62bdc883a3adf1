"""The runs of connections in small: what is lost, never how long it takes."""

from __future__ import annotations

import pytest

from tests import engines
from tests.faults.crowd import crowd
from tests.faults.deaf import deaf
from tests.faults.dice import dice
from tests.faults.herd import comes_back
from tests.faults.network import weather
from tests.faults.restart import goes_in_turn
from tests.faults.runs import Size
from tests.faults.storm import PROXY, breaks


@pytest.fixture(autouse=True)
def both_engines(request: pytest.FixtureRequest) -> None:
    """Skips by name, or fails in CI, where PostgreSQL or Redis is missing."""
    held: engines.Production = request.getfixturevalue("production")
    assert held


async def test_the_line_is_cut_silent_lossy_and_slow() -> None:
    verdict = await weather(Size(1, 0, 1, 4, 0, seconds=0.5))
    assert verdict.whole, verdict


async def test_clients_that_never_read() -> None:
    verdict = await deaf(Size(1, 4, 1, 3, 0, seconds=1.0))
    assert verdict.whole, verdict


async def test_everybody_comes_back_processes_restart_and_logins_storm() -> None:
    """One crowd for three runs: to make it takes longer than they do."""
    async with crowd(120, dice("profile"), **PROXY) as held:
        back = await comes_back(held, Size(1, 1, 0, 60, 0))
        assert back.whole, back
        gone = await goes_in_turn(held, Size(1, 60, 1, 3, 0))
        assert gone.whole, gone
        stormed = await breaks(held, Size(1, 60, 0, 0, 0))
        assert stormed.whole, stormed
