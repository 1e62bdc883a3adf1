"""An attacker who holds everything at once: the living keyring, the database files, a backup.

A wrapped data key is 60 bytes (nonce, ciphertext, tag) that look random. The attacker looks at
every offset of every file, tries every living epoch with the id of every key worth having, and
opens with what was unwrapped the ciphertexts kept in the backup.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import asyncpg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server import backup
from server.settings import Settings
from tests.engines import Engine, Production

WRAPPED = 60
_RANDOM = range(12, 49)  # bytes over 0x7f among 60 random ones: 30, five deviations either way
_HIGH = bytes(n >> 7 for n in range(256))
SECRETS = {
    "entry": (
        "SELECT key_id, 'entry|body_sealed|' || room_id || '|' || channel || '|' || seq || '|'"
        " || key_id AS place, body_sealed AS sealed FROM entry WHERE body_sealed IS NOT NULL"
    ),
    "trail": (
        "SELECT key_id, 'trail_point|point_sealed|' || room_id || '|' || participant_id AS place,"
        " point_sealed AS sealed FROM trail_point"
    ),
    "standing": (
        "SELECT key_id, 'standing|point_sealed|' || person_id AS place, point_sealed AS sealed"
        " FROM standing WHERE point_sealed IS NOT NULL"
    ),
    "visit": (
        "SELECT k.id AS key_id, 'visit|identity_sealed|' || v.id || '|' || k.id AS place,"
        " v.identity_sealed AS sealed FROM visit v JOIN data_key k"
        " ON k.scope = v.id AND k.kind = 'identity' WHERE v.identity_sealed IS NOT NULL"
    ),
    "push": (
        "SELECT k.id AS key_id, 'push_subscription|target_sealed|' || s.id || '|' || k.id AS place,"
        " s.target_sealed AS sealed FROM push_subscription s JOIN data_key k"
        " ON k.scope = s.id AND k.kind = 'push'"
    ),
}


@dataclass(frozen=True)
class Secret:
    """A ciphertext, the place it is bound to, and the id of the key that sealed it."""

    key_id: str
    place: str
    sealed: bytes


@dataclass
class Attacker:
    engine: Engine
    settings: Settings
    secrets: list[Secret]
    backup_bytes: bytes = b""

    @property
    def name(self) -> str:
        return self.engine.name

    async def opens(self, *, with_backup: bool = False) -> list[bytes]:
        """What can be read, in the order of the secrets."""
        files = await database_files(self.engine, self.settings)
        if with_backup:
            files.append(self.backup_bytes)
        return [plain for _, plain in attack(self.settings.keyring, files, self.secrets)]


async def at_work(engine: Engine, settings: Settings, *tables: str) -> Attacker:
    """She takes a backup now; its ciphertexts of these tables are what she is after."""
    target = settings.data / "stolen"
    backup.take(settings, target)
    if isinstance(engine, Production):
        url = engine.pg.fresh()
        await asyncio.to_thread(backup.restore, replace(settings, database_url=url), target, 0)
        held = b"".join(row["wrapped"] for row in await rows(url, "SELECT wrapped FROM data_key"))
        found = [row for table in tables for row in await rows(url, SECRETS[table])]
    else:
        held = target.read_bytes()
        found = [row for table in tables for row in sqlite_rows(target, SECRETS[table])]
    secrets = [Secret(row["key_id"], row["place"], bytes(row["sealed"])) for row in found]
    return Attacker(engine, settings, secrets, held)


def attack(
    keyring: Path, files: Iterable[bytes], secrets: list[Secret]
) -> Iterator[tuple[Secret, bytes]]:
    epochs = [
        AESGCM(base64.b64decode(epoch["key"]))
        for epoch in json.loads(keyring.read_text())["epochs"]
    ]
    unwrapped = dict(_unwrap(epochs, files, {secret.key_id for secret in secrets}))
    for secret in secrets:
        if key := unwrapped.get(secret.key_id):
            yield secret, key.decrypt(secret.sealed[:12], secret.sealed[12:], secret.place.encode())


def _unwrap(
    epochs: list[AESGCM], files: Iterable[bytes], ids: set[str]
) -> Iterator[tuple[str, AESGCM]]:
    places = [(key_id, f"data_key|wrapped|{key_id}".encode()) for key_id in ids]
    for blob in {blob for file in files for blob in carved(file)}:
        for epoch in epochs:
            for key_id, place in places:
                try:
                    yield key_id, AESGCM(epoch.decrypt(blob[:12], blob[12:], place))
                except InvalidTag:
                    continue


def carved(file: bytes) -> Iterator[bytes]:
    """Every 60 bytes, at any offset, that could be a wrapped key."""
    high = list(accumulate(file.translate(_HIGH), initial=0))
    for at in range(len(file) - WRAPPED + 1):
        if high[at + WRAPPED] - high[at] in _RANDOM:
            yield file[at : at + WRAPPED]


async def database_files(engine: Engine, settings: Settings) -> list[bytes]:
    """SQLite: the database and its write-ahead log. PostgreSQL: the heap of every table of ours,
    dead rows and all."""
    if isinstance(engine, Production):
        return [path.read_bytes() for path in await _heaps(engine, settings)]
    found = sorted(settings.data.glob(settings.sqlite.name + "*"))
    return [path.read_bytes() for path in found]


async def _heaps(engine: Production, settings: Settings) -> list[Path]:
    url = settings.database_url
    await rows(url, "CHECKPOINT")
    found = await rows(
        url,
        "SELECT pg_relation_filepath(oid) AS path FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    )
    return [engine.pg.folder / "data" / row["path"] for row in found]


async def rows(url: str, sql: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


def sqlite_rows(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as held:
        held.row_factory = sqlite3.Row
        return [dict(row) for row in held.execute(sql)]
