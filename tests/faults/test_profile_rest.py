"""More fault runs in small: what is lost or betrayed, never how long it takes."""

from __future__ import annotations

import pytest

from tests import engines
from tests.faults import clocks, starving
from tests.faults.bombs import send_bombs
from tests.faults.pushes import push_badly
from tests.faults.replay import replay
from tests.faults.restoring import restore_a_backup
from tests.faults.runs import Size


@pytest.fixture(autouse=True)
def both_engines(request: pytest.FixtureRequest) -> None:
    """Skips by name, or fails in CI, where PostgreSQL or Redis is missing."""
    held: engines.Production = request.getfixturevalue("production")
    assert held


async def test_the_clock_jumps() -> None:
    if clocks.faketime() is None and not engines.mandatory():
        pytest.skip("not installed: libfaketime")
    verdict = await clocks.jump_the_clock(Size(1, 1, 0, 0, 0, seconds=2.5))
    assert verdict.whole, verdict
    assert not verdict.failed


async def test_a_backup_is_restored_after_a_wipe() -> None:
    verdict = await restore_a_backup(Size(1, 0, 1, 3, 4))
    assert verdict.whole, verdict
    assert not verdict.failed


async def test_a_small_disk_is_full() -> None:
    try:
        verdict = await starving.fill_the_small_disk(Size(1, 2, 1, 3, 8, seconds=0.5))
    except starving.NoDisk:
        pytest.skip("a small disk can only be made by root")
    assert verdict.whole, verdict


async def test_push_services_misbehave() -> None:
    verdict = await push_badly(Size(1, 1, 70, 0, 0))
    assert verdict.whole, verdict


async def test_packets_come_again_and_out_of_order() -> None:
    verdict = await replay(Size(25, 0, 0, 0, 0))
    assert verdict.whole, verdict


async def test_far_too_much_is_sent() -> None:
    verdict = await send_bombs(Size(20, 0, 0, 0, 0))
    assert verdict.whole, verdict
    assert not verdict.failed
