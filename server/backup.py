"""Backups that can be taken while running, and never hold the master key.

A backup is readable only as long as the key epochs it was made under live (seven days): what was
wiped before it is not in it, and what is wiped after it becomes unreadable in it within a week.
`restore` does not wait for that: what was destroyed, ended or banned since is so again before the
database is in its place (server/destroyed.py).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.keyring import Keyring
from server.settings import Settings

IDS_AT_ONCE = 500
AGAIN = (
    "DELETE FROM data_key WHERE id IN ({ids});",
    "DELETE FROM visit WHERE id IN ({ids});",
    "UPDATE session SET ended_at = {now}, ended_why = 'ended'"
    " WHERE ended_at IS NULL AND id IN ({ids});",
    "UPDATE credential SET revoked_at = {now} WHERE revoked_at IS NULL AND id IN ({ids});",
    "UPDATE person SET banned_at = {now} WHERE banned_at IS NULL AND id IN ({ids});",
    "UPDATE standing SET eligible = FALSE, reachable = FALSE WHERE person_id IN ({ids});",
)
"""Whatever the id is of."""


class BackupFailed(Exception):
    """Nothing usable was written."""


def take(settings: Settings, target: Path) -> None:
    """Write a backup of the database. Raises BackupFailed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if settings.engine == "production":
        _run(["pg_dump", "--format=custom", f"--file={target}"], settings.database_url)
    else:
        _sqlite_copy(settings.sqlite, target)


def restore(settings: Settings, source: Path, now: int) -> None:
    """Put a backup in the place of the database; the server must be stopped."""
    if not source.exists():
        raise BackupFailed(f"{source} does not exist")
    again = _destroy_again(Keyring.open(settings.keyring, now), now)
    if settings.engine == "production":
        _postgres_restore(settings.database_url, source, again)
    else:
        _sqlite_restore(settings.sqlite, source, again)


def _destroy_again(keyring: Keyring, now: int) -> str:
    """What makes a database of then one that may be opened now, as SQL."""
    living = ", ".join(str(epoch.number) for epoch in keyring.epochs)
    over = f"SELECT room_id FROM alert WHERE window_ends_at <= {now}"  # noqa: S608
    said = [
        f"DELETE FROM data_key WHERE epoch NOT IN ({living}) OR dies_at <= {now}"  # noqa: S608  numbers
        f" OR (kind = 'trail' AND scope IN ({over}));"
    ]
    ids = [record.id for record in keyring.destroyed.records()]
    for start in range(0, len(ids), IDS_AT_ONCE):
        these = ", ".join(f"'{id}'" for id in ids[start : start + IDS_AT_ONCE])
        said += [act.format(now=now, ids=these) for act in AGAIN]
    return "\n".join(said) + "\n"


def _postgres_restore(url: str, source: Path, again: str) -> None:
    """All of it or nothing. The table is written anew, so that no dead row holds a key."""
    whole = ["--clean", "--if-exists", "--single-transaction"]
    _run(["pg_restore", *whole, source], url)
    quiet = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    _run([*quiet, "--single-transaction"], url, again)
    _run(quiet, url, "VACUUM FULL data_key;\nANALYZE;\n")  # without it the nearest are found late


def _sqlite_restore(target: Path, source: Path, again: str) -> None:
    _check_sqlite(source)
    fresh = target.with_suffix(".restoring")
    fresh.unlink(missing_ok=True)  # left by a crash
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    shutil.copyfile(source, fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as held:
        held.executescript(f"PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON;\n{again}")
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    os.replace(fresh, target)


def _sqlite_copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise BackupFailed(f"{source} does not exist")
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
        held.backup(copy)


def _check_sqlite(source: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as held:
            (answer,) = held.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as wrong:
        raise BackupFailed(f"{source} is no database") from wrong
    if answer != "ok":
        raise BackupFailed(f"{source}: {answer}")


def _run(arguments: Sequence[str | Path], url: str, said: str = "") -> None:
    """The password travels in the environment: any user of the machine may read a command line."""
    parts = urlsplit(url)
    user, _, where = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=f"{user.partition(':')[0]}@{where}" if user else where).geturl()
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    command = [*arguments, f"--dbname={shown}"]
    try:
        subprocess.run(  # noqa: S603  our own arguments
            command, check=True, capture_output=True, input=said.encode(), env=os.environ | secret
        )
    except (OSError, subprocess.CalledProcessError) as wrong:
        raise BackupFailed(f"{arguments[0]} failed: {type(wrong).__name__}") from wrong
