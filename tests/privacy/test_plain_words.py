"""A scan of a live database finds nothing that was said, and nobody's place."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from server.alerts.messages import Alert
from tests.engines import Engine, Production
from tests.people import Town
from tests.privacy.attacker import at_work, database_files
from tests.privacy.planted import needles, seen_in, story

PSEUDONYM = b"nour"  # the one word of a person that stands in the clear: docs/privacy.md


async def everything(engine: Engine, town: Town) -> bytes:
    """Database files and, on PostgreSQL, a plain dump."""
    settings = town.house.services.settings
    held = b"".join(await database_files(engine, settings))
    if isinstance(engine, Production):
        held += subprocess.check_output(["pg_dump", settings.database_url])  # noqa: ASYNC221
        held += b"".join(p.read_bytes() for p in _write_ahead(engine))
    return held


def _write_ahead(engine: Production) -> list[Path]:
    return [p for p in (engine.pg.folder / "data" / "pg_wal").iterdir() if p.is_file()]


async def test_nothing_planted_stands_in_the_clear(engine: Engine, town: Town) -> None:
    await story(town)
    assert seen_in(await everything(engine, town)) == []


async def test_the_scan_itself_sees_what_is_in_the_clear(engine: Engine, town: Town) -> None:
    await story(town)
    assert PSEUDONYM in await everything(engine, town)


@pytest.mark.parametrize("name", list(needles()))
def test_each_planted_word_would_be_found(name: str) -> None:
    assert seen_in(b"..." + needles()[name] + b"...") != []


async def test_a_backup_holds_neither_words_nor_the_master_key(engine: Engine, town: Town) -> None:
    await story(town)
    settings = town.house.services.settings
    await at_work(engine, settings)
    held = (settings.data / "stolen").read_bytes()
    assert seen_in(held) == []
    for epoch in town.house.services.keyring.epochs:
        assert epoch.key not in held


async def test_only_its_owner_may_read_a_backup(engine: Engine, town: Town) -> None:
    await at_work(engine, town.house.services.settings)
    mode = (town.house.services.settings.data / "stolen").stat().st_mode
    assert mode & 0o777 == 0o600


def test_an_alert_carries_no_name_nor_place() -> None:
    assert not {"name", "first_name", "fix", "lat", "lon"} & set(Alert.__struct_fields__)
