"""What was destroyed, by its id alone: beside the master key, outside the database and its backups.

A backup holds what was destroyed after it was taken. `restore` reads these ids and destroys again.
One file per key epoch; it goes with the epoch, because what that epoch wrapped opens no more.

An id is written *before* the commit that destroys. If that commit never comes, `settle` finds the
thing alive an hour later and strikes the id. The other order would lose an id in a crash.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.clock import HOUR

SETTLES_AFTER = HOUR
_LINE = re.compile(r"([A-Za-z0-9_-]{8,40}) ([0-9]+|gone|kept)")


@dataclass(frozen=True)
class Record:
    epoch: int
    id: str
    at: int
    state: str = ""
    """`gone`: seen to be gone, for good. `kept`: it was not destroyed after all."""


class Destroyed:
    """Any number of processes append to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[tuple[int, str]] = []

    def add(self, epoch: int, ids: Sequence[str], now: int) -> bool:
        """On the disk when this returns true. A full disk keeps nobody from destroying: the ids
        wait in memory for the next time."""
        lines = self._waiting + [(epoch, f"{id} {now}") for id in ids]
        self._waiting = []
        try:
            self._append(lines)
        except OSError:
            self._waiting.extend(lines)
            return False
        return True

    def settle(self, records: Collection[Record], alive: Collection[str]) -> None:
        """What became of these: alive in the database, or gone. Raises OSError."""
        self._append([(r.epoch, f"{r.id} {'kept' if r.id in alive else 'gone'}") for r in records])

    def records(self) -> list[Record]:
        """All that count, without the struck ones."""
        found: dict[str, Record] = {}
        for epoch in self._epochs():
            for id, word in _lines(self._file(epoch)):
                held = found.get(id)
                if word.isdigit():
                    found[id] = Record(epoch, id, int(word))
                elif held:
                    found[id] = Record(held.epoch, id, held.at, word)
        return [record for record in found.values() if record.state != "kept"]

    def unsettled(self, now: int) -> list[Record]:
        """Nobody's transaction is still open on these."""
        before = now - SETTLES_AFTER
        return [r for r in self.records() if not r.state and r.at <= before]

    def writable(self) -> bool:
        return not self._waiting and (
            not self._folder.exists() or os.access(self._folder, os.W_OK | os.X_OK)
        )

    def forget(self, oldest: int) -> None:
        """The epochs before this one are destroyed, and with them every wrapped key they named."""
        for epoch in self._epochs():
            if epoch < oldest:
                self._file(epoch).unlink(missing_ok=True)

    def _append(self, lines: Sequence[tuple[int, str]]) -> None:
        if not lines:
            return
        self._folder.mkdir(exist_ok=True, mode=0o700)
        with self._alone():
            for epoch in sorted({epoch for epoch, _ in lines}):
                self._write(epoch, [line for at, line in lines if at == epoch])

    def _write(self, epoch: int, lines: Sequence[str]) -> None:
        """The first newline ends a line that a crash left half written."""
        descriptor = os.open(self._file(epoch), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write("".join(f"\n{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _epochs(self) -> list[int]:
        if not self._folder.exists():
            return []
        return sorted(int(p.name) for p in self._folder.iterdir() if p.name.isdigit())

    def _file(self, epoch: int) -> Path:
        return self._folder / str(epoch)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Half a line is no id: its transaction was never committed."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return  # its epoch has just ended
    for line in text.split("\n"):
        if found := _LINE.fullmatch(line):
            yield found[1], found[2]
