"""Which rooms stand in which other process, as far as this one knows. No network in here.

Every process announces what comes and goes, by number, with a digest of all it holds. Whoever
finds another digest than the one announced has missed something: it is unsure, and asks. Unsure
means that everybody is told everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

SETTLES = 2.5  # beats: by then everybody who is there has been heard
SILENT = 3.5
FORGOTTEN = 15.0
ALL = "*"


class Notice(msgspec.Struct, array_like=True):
    """What a process says of its rooms. `count` and `mixed` are the digest of all of them once this
    has been taken in; `whole`: `come` is all there is; `asks`: whose whole list is wanted."""

    host: str
    count: int
    mixed: int
    come: list[int]
    gone: list[int]
    whole: bool
    asks: list[str]
    leaves: bool


def number(room: str) -> int:
    """Sixty-four bits: two rooms with the same number would only be told a little too much."""
    return int.from_bytes(blake2b(room.encode(), digest_size=8).digest(), "big")


@dataclass
class Holdings:
    """Numbers of rooms. `mixed`: all of them, xor-ed."""

    numbers: set[int] = field(default_factory=set)
    mixed: int = 0

    def change(self, come: Iterable[int], gone: Iterable[int]) -> None:
        for number in come:
            if number not in self.numbers:
                self.numbers.add(number)
                self.mixed ^= number
        for number in gone:
            if number in self.numbers:
                self.numbers.remove(number)
                self.mixed ^= number

    @property
    def digest(self) -> tuple[int, int]:
        return len(self.numbers), self.mixed


class Ours:
    """What stands here. `due`: the others are to be told something."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._held = Holdings()
        self._unsaid: set[int] = set()
        self._asks: list[str] = []
        self._whole, self.due = True, False

    def came(self, room: str) -> None:
        self._turned(one := [number(room)])
        self._held.change(one, ())

    def went(self, room: str) -> None:
        self._turned(one := [number(room)])
        self._held.change((), one)

    def _turned(self, one: list[int]) -> None:
        """Come and gone again before anybody was told: nothing to tell."""
        self._unsaid ^= set(one)
        self.due = True

    def ask(self, hosts: list[str]) -> None:
        """Also without anybody to ask: a sign of life."""
        self._asks, self.due = hosts, True

    def say_all(self) -> None:
        self._whole = self.due = True

    def notice(self, *, leaves: bool = False) -> Notice:
        """From here on it counts as told. Unless it is: `say_all`."""
        held, unsaid = self._held.numbers, self._unsaid
        come = list(held) if self._whole else [one for one in unsaid if one in held]
        gone = [] if self._whole else [one for one in unsaid if one not in held]
        count, mixed = self._held.digest
        said = Notice(self._host, count, mixed, come, gone, self._whole, self._asks, leaves)
        self._unsaid, self._asks, self._whole, self.due = set(), [], False, False
        return said


@dataclass
class _Neighbour:
    rooms: Holdings = field(default_factory=Holdings)
    clear: bool = False
    heard_at: float = 0.0


class Theirs:
    """What stands elsewhere. Times are seconds of a clock that never jumps."""

    def __init__(self, beat_s: float) -> None:
        self._beat_s = beat_s
        self._known: dict[str, _Neighbour] = {}
        self._since: float | None = None
        self._sure = False

    @property
    def listening(self) -> bool:
        return self._since is not None

    def listen(self, now: float) -> None:
        """From now on nothing is missed. What was known may be old."""
        self._since, self._sure = now, False
        for neighbour in self._known.values():
            neighbour.clear = False

    def deaf(self) -> None:
        self._since, self._sure = None, False

    def hear(self, said: Notice, now: float) -> None:
        if said.leaves:
            self._known.pop(said.host, None)
            return
        neighbour = self._known.setdefault(said.host, _Neighbour())
        if said.whole:
            neighbour.rooms = Holdings()
        neighbour.rooms.change(said.come, said.gone)
        neighbour.clear = neighbour.rooms.digest == (said.count, said.mixed)
        neighbour.heard_at = now
        self._sure = self._sure and neighbour.clear

    def look(self, now: float) -> None:
        """Once a beat. Whoever has been silent for long is dead, and is not waited for."""
        for host, held in list(self._known.items()):
            if now - held.heard_at > FORGOTTEN * self._beat_s:
                del self._known[host]
        settled = self._since is not None and now - self._since >= SETTLES * self._beat_s
        self._sure = settled and all(
            held.clear and now - held.heard_at <= SILENT * self._beat_s
            for held in self._known.values()
        )

    def unclear(self) -> list[str]:
        return [host for host, held in self._known.items() if not held.clear]

    def holders(self, room: str) -> list[str] | None:
        """The other processes in which somebody is in this room. None: not known for sure."""
        if not self._sure:
            return None
        one = number(room)
        return [host for host, held in self._known.items() if one in held.rooms.numbers]
