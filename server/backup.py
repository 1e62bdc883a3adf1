"""Backups that can be taken while running, and never hold the master key.

A backup is readable only as long as the key epochs it was made under live (seven days): what was
wiped before it is not in it, and what is wiped after it becomes unreadable in it within a week.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.settings import Settings


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


def restore(settings: Settings, source: Path) -> None:
    """Put a backup in the place of the database; the server must be stopped."""
    if not source.exists():
        raise BackupFailed(f"{source} does not exist")
    if settings.engine == "production":
        _run(["pg_restore", "--clean", "--if-exists", source], settings.database_url)
        return
    _check_sqlite(source)
    for suffix in ("-wal", "-shm"):
        Path(f"{settings.sqlite}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(source, settings.sqlite)


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


def _run(arguments: list[str | Path], url: str) -> None:
    """The password travels in the environment: any user of the machine may read a command line."""
    parts = urlsplit(url)
    user, _, where = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=f"{user.partition(':')[0]}@{where}" if user else where).geturl()
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    command = [*arguments, f"--dbname={shown}"]
    try:
        subprocess.run(command, check=True, capture_output=True, env=os.environ | secret)  # noqa: S603  our own arguments
    except (OSError, subprocess.CalledProcessError) as wrong:
        raise BackupFailed(f"{arguments[0]} failed: {type(wrong).__name__}") from wrong
