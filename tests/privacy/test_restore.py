"""A backup taken while running brings live rooms back."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import backup
from server.settings import Settings
from tests import engines
from tests.people import Town
from tests.privacy.planted import HER_WORDS, LAT, PLAN, story


async def test_a_restored_room_is_whole(embedded: engines.Embedded, house_on_sqlite: Town) -> None:
    town = house_on_sqlite
    told = await story(town)
    settings = town.house.services.settings
    kept = settings.data / "backup"
    backup.take(settings, kept)
    await told.camille.says(told.alert, "après la sauvegarde")
    await town.house.close()
    backup.restore(settings, kept)
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


async def test_what_is_no_database_is_not_restored(embedded: engines.Embedded) -> None:
    settings = await embedded.fresh()
    before = settings.sqlite.read_bytes()
    nonsense = settings.data / "nonsense"
    nonsense.write_bytes(b"no database" * 1000)
    try:
        backup.restore(settings, nonsense)
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
