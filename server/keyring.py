"""The master key: one file outside the database, an epoch a day, gone after seven.

A backup never holds it. When an epoch is destroyed, everything still wrapped by it alone (deleted
rows, old backups) is beyond anyone's reach, ours included. Source: ARCHITECTURE, invariant 6.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server import crypto
from server.clock import DAY
from server.destroyed import Destroyed

EPOCH_OPENS_EVERY = DAY
EPOCH_LIVES = 7 * DAY
READ_TRIES = 5


class KeyringUnsafe(Exception):
    """The file can be read by others, or cannot be written: the server must not start."""


@dataclass(frozen=True)
class Epoch:
    number: int
    key: bytes
    opened_at: int


class Keyring:
    """Epochs and the few long-lived keys. Reads the file again when another process changed it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.destroyed = Destroyed(path.with_name("destroyed"))
        self._stamp = (0, 0)
        self._epochs: dict[int, Epoch] = {}
        self._named: dict[str, str] = {}

    @classmethod
    def open(cls, path: Path, now: int) -> Keyring:
        """Load the keyring, making it (mode 0600) at the first start."""
        ring = cls(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ring._alone():
            if not path.exists():
                ring._epochs = {1: Epoch(1, crypto.new_key(), now)}
                ring._write()
        ring._read()
        return ring

    @property
    def newest(self) -> Epoch:
        return self._epochs[max(self._epochs)]

    @property
    def epochs(self) -> list[Epoch]:
        return [self._epochs[number] for number in sorted(self._epochs)]

    def named(self, name: str) -> bytes:
        """A long-lived key (`index`, `audit`), made at first use."""
        if name not in self._named:
            self.keep(name, base64.b64encode(crypto.new_key()).decode())
        return base64.b64decode(self._named[name])

    def text(self, name: str) -> str | None:
        """A long-lived secret kept as text (the VAPID key pair)."""
        self.refresh()
        return self._named.get(name)

    def keep(self, name: str, value: str) -> None:
        """Keep a secret under a name that has none yet; whoever comes second reads the first."""
        with self._alone():
            if self._named.setdefault(name, value) == value:
                self._write()

    def wrap(self, data_key: bytes, key_id: str) -> tuple[int, bytes]:
        """Epoch number and wrapped key. Looks at the file first: the worker turns epochs in another
        process, and an ended one must neither wrap any more nor stay in this memory."""
        self.refresh()
        epoch = self.newest
        return epoch.number, crypto.seal(epoch.key, data_key, f"data_key|wrapped|{key_id}")

    def unwrap(self, epoch: int, wrapped: bytes, key_id: str) -> bytes:
        """The data key. Raises crypto.Unreadable when its epoch is gone."""
        if epoch not in self._epochs:
            self.refresh()
        if epoch not in self._epochs:
            raise crypto.Unreadable(f"epoch {epoch}")
        return crypto.unseal(self._epochs[epoch].key, wrapped, f"data_key|wrapped|{key_id}")

    def due(self, now: int) -> bool:
        """A new epoch should open."""
        self.refresh()
        return now - self.newest.opened_at >= EPOCH_OPENS_EVERY

    def turn(self, now: int) -> None:
        """Open a new epoch, if another process has not just done so."""
        with self._alone():
            if now - self.newest.opened_at >= EPOCH_OPENS_EVERY:
                number = self.newest.number + 1
                self._epochs[number] = Epoch(number, crypto.new_key(), now)
                self._write()

    def ended(self, now: int) -> list[int]:
        """Epochs whose time is over (never the newest)."""
        last = self.newest.number
        return [
            e.number for e in self.epochs if e.number != last and now - e.opened_at >= EPOCH_LIVES
        ]

    def remember(self, ids: Sequence[str], now: int) -> bool:
        """These are being destroyed: `restore` will not bring them back. False if the disk could
        not take it yet."""
        self.refresh()
        return self.destroyed.add(self.newest.number, ids, now)

    def destroy(self, numbers: list[int]) -> None:
        """Destroy epochs. Call only when no living data key is wrapped by them."""
        with self._alone():
            for number in numbers:
                self._epochs.pop(number, None)
            self._write()
        self.destroyed.forget(min(self._epochs))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time changes the file, starting from what it holds now."""
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.refresh()
            yield

    def refresh(self) -> None:
        """Read the file again if another process changed it."""
        if self._path.exists() and _stamp(os.stat(self._path)) != self._stamp:
            self._read()

    def _read(self) -> None:
        """Another process may replace the file, and shred the old one, under our eyes: again."""
        for left in reversed(range(READ_TRIES)):
            with self._path.open() as file:
                found = os.fstat(file.fileno())
                text = file.read()
            if (mode := stat.S_IMODE(found.st_mode)) & 0o077:
                raise KeyringUnsafe(f"{self._path} has mode {mode:o}; it must be 600")
            try:
                held = json.loads(text)
                break
            except ValueError:
                if not left:
                    raise KeyringUnsafe(f"{self._path} cannot be read") from None
        self._epochs = {
            e["number"]: Epoch(e["number"], base64.b64decode(e["key"]), e["opened_at"])
            for e in held["epochs"]
        }
        self._named = held["named"]
        self._stamp = _stamp(found)

    def _write(self) -> None:
        """Replace the file in one step, then overwrite the old bytes, as far as the file system
        allows (a journaling or flash store may keep copies: see docs/safety.md)."""
        held = {
            "epochs": [
                {
                    "number": e.number,
                    "key": base64.b64encode(e.key).decode(),
                    "opened_at": e.opened_at,
                }
                for e in self.epochs
            ],
            "named": self._named,
        }
        fresh, retired = self._path.with_suffix(".new"), self._path.with_suffix(".old")
        fresh.unlink(missing_ok=True)  # left by a crash
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(json.dumps(held))
            file.flush()
            os.fsync(file.fileno())
        self._forget(retired)  # left by a crash between the two steps below
        if self._path.exists():
            os.link(self._path, retired)
        os.replace(fresh, self._path)
        _sync(self._path.parent)
        self._forget(retired)
        self._stamp = _stamp(os.stat(self._path))

    def _forget(self, retired: Path) -> None:
        """Overwrite and remove the old file; a crash may have left it the living one's twin."""
        if retired.exists() and self._path.exists() and retired.samefile(self._path):
            retired.unlink()
        _shred(retired)


def _stamp(found: os.stat_result) -> tuple[int, int]:
    return found.st_ino, found.st_mtime_ns


def _sync(folder: Path) -> None:
    """The new name survives a power cut, before any key is wrapped by what it holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _shred(path: Path) -> None:
    """Overwrite, then remove."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
