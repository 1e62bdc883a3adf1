"""The ids of what was destroyed: written before the commit, kept as long as their epoch."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from server import doctor
from server.clock import DAY, HOUR, MINUTE
from server.destroyed import Destroyed
from server.keyring import Keyring
from server.vault import actions as vault
from server.vault import store as vault_store
from tests.people import Town

NOW = 1_800_000_000_000


class Undone(Exception):
    """The transaction does not commit."""


@pytest.fixture
def held(tmp_path: Path) -> Destroyed:
    return Destroyed(tmp_path / "destroyed")


def ids(held: Destroyed) -> list[str]:
    return sorted(record.id for record in held.records())


def named(number: int) -> str:
    return f"key-{number:06}"


def test_nothing_but_ids_is_in_it(held: Destroyed, tmp_path: Path) -> None:
    held.add(3, [named(1)], NOW)
    assert (tmp_path / "destroyed" / "3").read_text() == f"\n{named(1)} {NOW}\n"
    assert (tmp_path / "destroyed" / "3").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "destroyed").stat().st_mode & 0o777 == 0o700


def test_half_a_line_is_no_id_and_spoils_none(held: Destroyed, tmp_path: Path) -> None:
    held.add(1, [named(1)], NOW)
    with (tmp_path / "destroyed" / "1").open("a") as file:
        file.write(f"\n{named(2)} 18000")
    with (tmp_path / "destroyed" / "1").open("a") as file:
        file.write("\nkey-00")
    held.add(1, [named(3)], NOW)
    assert ids(held) == [named(1), named(2), named(3)]


def test_it_goes_with_its_epoch(tmp_path: Path) -> None:
    ring = Keyring.open(tmp_path / "keys" / "keyring.json", NOW)
    for day in range(10):
        ring.turn(NOW + day * DAY)
        ring.remember([named(day)], NOW + day * DAY)
        ring.destroy(ring.ended(NOW + day * DAY))
    assert ids(ring.destroyed) == [named(day) for day in range(3, 10)]
    assert len(list((tmp_path / "keys" / "destroyed").iterdir())) == 7 + 1  # and the lock


def test_a_full_disk_makes_it_wait(held: Destroyed, tmp_path: Path) -> None:
    (tmp_path / "destroyed").write_text("something in the way")
    assert not held.add(1, [named(1)], NOW)
    assert not held.writable()
    (tmp_path / "destroyed").unlink()
    assert held.add(1, [named(2)], NOW)
    assert ids(held) == [named(1), named(2)]
    assert held.writable()


APPENDS = """
import sys
from pathlib import Path
from server.keyring import Keyring
path, who = Path(sys.argv[1]), sys.argv[2]
ring = Keyring.open(path, 0)
for n in range(60):
    assert ring.remember([f"{who}-key-{n:04}"], n)
"""


def test_several_processes_lose_none_of_each_others(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    ring = Keyring.open(path, NOW)
    command = [sys.executable, "-c", APPENDS, str(path)]
    all_ = [subprocess.Popen([*command, who]) for who in ("web", "worker", "other")]
    assert [process.wait(60) for process in all_] == [0, 0, 0]
    assert len(ring.destroyed.records()) == 3 * 60


async def test_it_is_on_the_disk_before_the_commit(town: Town) -> None:
    services = town.house.services
    async with services.transaction():
        key = await vault.key_for(services, "text", "room")
        await vault.destroy(services, "text", "room")
        assert [record.id for record in services.keyring.destroyed.records()] == [key.id]


async def test_what_was_not_destroyed_after_all_is_struck(town: Town) -> None:
    services = town.house.services
    async with services.transaction():
        key = await vault.key_for(services, "text", "room")
    with suppress(Undone):
        async with services.transaction():
            await vault.destroy(services, "text", "room")
            raise Undone
    await town.later(HOUR - MINUTE)
    assert [record.id for record in services.keyring.destroyed.records()] == [key.id]
    await town.later(2 * MINUTE)
    assert services.keyring.destroyed.records() == []
    assert await vault_store.alive(services.db, [key.id]) == [key.id]


async def test_what_comes_back_by_hand_is_found_and_destroyed_again(town: Town) -> None:
    services = town.house.services
    async with services.transaction():
        await vault.key_for(services, "text", "room")
        row = await vault_store.find(services.db, "text", "room", "", 0)
        await vault.destroy(services, "text", "room")
    await town.later(HOUR + MINUTE)
    assert row
    back = [row[name] for name in ("id", "kind", "scope", "author", "part", "epoch", "wrapped")]
    await vault_store.add(services.db, [[*back, None]])
    found = {finding.name: finding for finding in await doctor.everything(services)}
    assert not found["destroyed"].ok
    assert await vault.do_destroy_again(services) == 1
    assert await vault_store.find(services.db, "text", "room", "", 0) is None
