"""The master key's file: who may read it, what a crash leaves, who may turn it at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.clock import DAY, HOUR
from server.keyring import Keyring, KeyringUnsafe
from server.vault import actions as vault
from tests import engines

NOW = 1_800_000_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keyring.json"


def numbers(ring: Keyring) -> list[int]:
    return [epoch.number for epoch in ring.epochs]


def test_it_is_made_for_its_owner_only(path: Path) -> None:
    Keyring.open(path, NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_others_may_read_is_refused(path: Path, mode: int) -> None:
    Keyring.open(path, NOW)
    path.chmod(mode)
    with pytest.raises(KeyringUnsafe):
        Keyring.open(path, NOW)


async def test_the_server_does_not_start_on_it(embedded: engines.Embedded) -> None:
    settings = await embedded.fresh()
    engines.build(settings)
    settings.keyring.chmod(0o644)
    with pytest.raises(KeyringUnsafe):
        engines.build(settings)


def test_an_epoch_a_day(path: Path) -> None:
    ring = Keyring.open(path, NOW)
    ring.turn(NOW + 23 * HOUR)
    assert numbers(ring) == [1]
    ring.turn(NOW + DAY)
    ring.turn(NOW + DAY)
    assert numbers(ring) == [1, 2]


def test_nothing_of_a_destroyed_epoch_is_left_beside_the_file(path: Path) -> None:
    ring = Keyring.open(path, NOW)
    old = ring.newest.key
    ring.turn(NOW + DAY)
    ring.destroy([1])
    assert sorted(p.name for p in path.parent.iterdir()) == ["keyring.json", "keyring.lock"]
    assert numbers(Keyring.open(path, NOW)) == [2]
    assert old not in path.read_bytes()


def test_a_process_that_only_serves_wraps_by_the_newest_epoch(path: Path) -> None:
    """The worker turns epochs in another process: nothing may be wrapped by an ended one."""
    web, worker = Keyring.open(path, NOW), Keyring.open(path, NOW)
    worker.turn(NOW + DAY)
    worker.destroy([1])
    epoch, wrapped = web.wrap(b"k" * 32, "some-key")
    assert epoch == 2
    assert worker.unwrap(epoch, wrapped, "some-key") == b"k" * 32
    assert numbers(web) == [2]


def test_a_crash_before_the_file_is_replaced_changes_nothing(path: Path) -> None:
    ring = Keyring.open(path, NOW)
    path.with_suffix(".new").write_text("half a keyr")
    ring.turn(NOW + DAY)
    assert numbers(Keyring.open(path, NOW)) == [1, 2]


def test_a_crash_after_the_old_file_was_linked_does_not_shred_the_living_one(path: Path) -> None:
    ring = Keyring.open(path, NOW)
    os.link(path, path.with_suffix(".old"))
    path.with_suffix(".lock").unlink()
    watcher = os.open(path, os.O_RDONLY)
    ring.turn(NOW + DAY)
    assert numbers(Keyring.open(path, NOW)) == [1, 2]
    os.close(watcher)


def test_a_crash_before_the_old_file_was_shredded_is_made_good(path: Path) -> None:
    ring = Keyring.open(path, NOW)
    retired = path.with_suffix(".old")
    retired.write_bytes(path.read_bytes())
    held = os.open(retired, os.O_RDONLY)
    ring.turn(NOW + DAY)
    assert not retired.exists()
    assert not os.read(held, 10_000).strip(b"\0")
    os.close(held)


TURNS = """
import sys
from pathlib import Path
from server.keyring import Keyring
path, start = Path(sys.argv[1]), int(sys.argv[2])
ring = Keyring.open(path, start)
for day in range(1, 31):
    ring.turn(start + day * 86_400_000)
    epoch, wrapped = ring.wrap(b"k" * 32, "id")
    assert ring.unwrap(epoch, wrapped, "id") == b"k" * 32
    ring.destroy(ring.ended(start + day * 86_400_000))
"""


def test_two_processes_turn_at_once_and_agree(path: Path) -> None:
    """Thirty days in a second: each epoch is opened once, none that lives is lost."""
    Keyring.open(path, NOW)
    command = [sys.executable, "-c", TURNS, str(path), str(NOW)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    held = json.loads(path.read_text())["epochs"]
    days = [(e["opened_at"] - NOW) // DAY for e in held]
    assert days == sorted(set(days))
    assert days[-1] == 30


async def test_two_workers_turning_the_same_database_lose_nothing(engine: engines.Engine) -> None:
    settings = await engine.fresh()
    first, _ = engines.build(settings)
    await first.open()
    services = first.services
    key = await vault.key_for(services, "person", "somebody")
    sealed = key.seal("toujours là", "here")
    for _ in range(9):
        services.clock.advance(DAY)  # type: ignore[attr-defined]
        await vault.do_turn_epochs(services)
        await vault.do_turn_epochs(services)
    assert (await vault.key_for(services, "person", "somebody")).unseal(sealed, "here")
    assert len(services.keyring.epochs) <= 8
    await first.close()
