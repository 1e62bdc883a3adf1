"""A backup taken while running brings live rooms back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from server import backup, errors
from server.clock import DAY, HOUR, MINUTE
from server.erasure import actions as erasure
from server.people import actions as accounts
from server.positions import points
from server.settings import Settings
from server.vault import actions as vault
from tests import engines
from tests.people import Town
from tests.privacy.attacker import at_work, attack, database_files
from tests.privacy.planted import HER_WORDS, LAT, PLAN, story


async def test_a_restored_room_is_whole(embedded: engines.Embedded, house_on_sqlite: Town) -> None:
    town = house_on_sqlite
    told = await story(town)
    settings = town.house.services.settings
    kept = settings.data / "backup"
    backup.take(settings, kept)
    await told.camille.says(told.alert, "après la sauvegarde")
    await town.house.close()
    backup.restore(settings, kept, town.clock.now())
    house, heard = engines.build(settings, town.clock)
    await house.open()
    again = Town(house, heard, town.clock)
    for somebody in (told.camille, told.nour):
        somebody.town = again
    hers = [entry.text for entry in await told.camille.reads(told.alert)]
    assert HER_WORDS in hers
    assert "après la sauvegarde" not in hers
    assert PLAN in [entry.text for entry in await told.nour.reads(told.alert, "us")]
    fix = (await told.nour.opens(told.alert)).caller.fix
    assert fix is not None
    assert fix.lat == LAT
    await house.close()


async def restored(engine: engines.Engine, settings: Settings, now: int) -> Settings:
    """The thief's backup, in a fresh database, beside the living keyring."""
    if isinstance(engine, engines.Production):
        fresh = replace(settings, database_url=engine.pg.fresh())
    else:
        fresh = replace(settings, data=settings.data / "fresh")
        fresh.data.mkdir()
    await asyncio.to_thread(backup.restore, fresh, settings.data / "stolen", now)
    return fresh


async def test_what_was_destroyed_since_is_not_restored(engine: engines.Engine, town: Town) -> None:
    """At once, within the life of the backup's epochs: neither by asking nor from the files."""
    told, services = await story(town), town.house.services
    zohra = await town.person("zohra")
    wiped, kept = await zohra.signs_in(), await zohra.signs_in()
    mallory = await town.person("mallory")
    thief = await at_work(engine, services.settings, "entry")
    await erasure.do_erase_words(services, told.nour.actor, told.alert.room)
    await erasure.do_wipe(services, await town.house.dispatch.recognise(wiped))
    await accounts.do_ban(services, mallory.id)
    await town.later(DAY)
    fresh = await restored(engine, services.settings, town.clock.now())
    await town.house.close()
    files = await database_files(engine, fresh)
    read = b" ".join(plain for _, plain in attack(fresh.keyring, files, thief.secrets))
    assert PLAN.encode() not in read
    assert HER_WORDS.encode() in read
    house, heard = engines.build(fresh, town.clock)
    await house.open()
    again = Town(house, heard, town.clock)
    for somebody in (told.camille, told.nour, mallory):
        somebody.town = again
    hers = [entry.text for entry in await told.camille.reads(told.alert)]
    assert HER_WORDS in hers
    assert HER_WORDS[::-1] not in hers
    assert PLAN not in [entry.text for entry in await told.nour.reads(told.alert, "us")]
    fix = (await told.nour.opens(told.alert)).caller.fix
    assert fix is not None
    assert fix.lat == LAT
    with pytest.raises(errors.SessionExpired):
        await house.dispatch.recognise(wiped)
    assert (await house.dispatch.recognise(kept)).person == zohra.id
    with pytest.raises(errors.Banned):
        await mallory.signs_in()
    await house.close()
    await town.house.open()


async def test_the_nearest_are_found_at_once_in_a_restored_database(
    production: engines.Production,
) -> None:
    """Without statistics PostgreSQL would read everybody for the first alerts."""
    settings = await production.fresh()
    await asyncio.to_thread(backup.take, settings, settings.data / "stolen")
    fresh = await restored(production, settings, 0)
    held = await asyncpg.connect(fresh.database_url)
    counted = await held.fetchval("SELECT reltuples FROM pg_class WHERE relname = 'standing'")
    await held.close()
    assert counted >= 0  # -1: never looked at


async def test_points_of_a_window_that_is_over_are_not_restored(
    engine: engines.Engine, town: Town
) -> None:
    told, services = await story(town), town.house.services
    thief = await at_work(engine, services.settings, "trail")
    assert LAT in {points.unpack(plain).lat for plain in await thief.opens()}
    await town.later(48 * HOUR + MINUTE)
    fresh = await restored(engine, services.settings, town.clock.now())
    files = await database_files(engine, fresh)
    assert list(attack(fresh.keyring, files, thief.secrets)) == []
    assert told.alert


async def test_a_backup_older_than_the_epochs_gives_nothing(
    engine: engines.Engine, town: Town
) -> None:
    await story(town)
    services = town.house.services
    await at_work(engine, services.settings)
    for _ in range(8):
        await town.later(DAY)
    fresh = await restored(engine, services.settings, town.clock.now())
    await town.house.close()
    house, _ = engines.build(fresh, town.clock)
    await house.open()
    assert await vault.living(house.services) == 0
    assert await vault.do_turn_epochs(house.services) is False
    await house.close()
    await town.house.open()


async def test_what_is_no_database_is_not_restored(embedded: engines.Embedded) -> None:
    settings = await embedded.fresh()
    before = settings.sqlite.read_bytes()
    nonsense = settings.data / "nonsense"
    nonsense.write_bytes(b"no database" * 1000)
    try:
        backup.restore(settings, nonsense, 0)
    except backup.BackupFailed:
        assert settings.sqlite.read_bytes() == before
        return
    raise AssertionError("it was restored")


def test_the_password_of_the_database_is_on_no_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    fake = tmp_path / "pg_dump"
    fake.write_text(f'#!/bin/sh\necho "$@" > {said}; echo "$PGPASSWORD" >> {said}\n')
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    url = "postgres://veilleuse:tr%C3%A8s-secret@db.example:5432/veilleuse"
    backup.take(Settings(engine="production", database_url=url), tmp_path / "kept")
    command, password = said.read_text().splitlines()
    assert "--dbname=postgres://veilleuse@db.example:5432/veilleuse" in command
    assert "secret" not in command
    assert password == "très-secret"
