"""News of which only the latest counts: the first of a room leaves at once, then ten times a second
the newest of each person, all in one write for each member.

What is held here has been told to nobody. Who hears it is looked up when it leaves; whatever ends
it withdraws it first. See docs/fanout.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from server.gateway.outlet import event_frame
from server.wire import Event, Latest

EVERY_S = 0.1

Say = Callable[[str, bytes], None]
Later = Callable[[Callable[[], None]], object]
Key = tuple[str, str]


@dataclass(slots=True)
class _Turn:
    """A room between two writes. `told_at`: how new the newest of each was, held or written."""

    held: dict[Key, Event] = field(default_factory=dict)
    told_at: dict[Key, int] = field(default_factory=dict)

    def is_news(self, key: Key, at: int) -> bool:
        """Newest wins, never back."""
        if at <= self.told_at.get(key, -1):
            return False
        self.told_at[key] = at
        return True


class Tick:
    """`say` writes frames to whoever is in the room at that moment."""

    def __init__(self, say: Say, later: Later | None = None) -> None:
        self._say, self._later = say, later or _every_tenth
        self._turns: dict[str, _Turn] = {}

    def tell(self, room: str, event: Event, latest: Latest) -> None:
        key = (latest.of(event), event.name)
        turn = self._turns.get(room)
        if turn is None:
            turn = self._turns[room] = _Turn()
            turn.is_news(key, latest.at(event))
            self._later(lambda: self._next(room))
            self._say(room, event_frame(event.name, event))
        elif turn.is_news(key, latest.at(event)):
            turn.held[key] = event

    def withdraw(self, room: str, who: str = "") -> None:
        """Of somebody, or of everybody: it never leaves."""
        if turn := self._turns.get(room):
            turn.held = {key: held for key, held in turn.held.items() if who and key[0] != who}

    def _next(self, room: str) -> None:
        """A room in which nothing happened since is forgotten: its next news leaves at once."""
        turn = self._turns[room]
        if not turn.held:
            del self._turns[room]
            return
        held, turn.held = turn.held, {}
        self._later(lambda: self._next(room))
        self._say(room, b"".join([event_frame(event.name, event) for event in held.values()]))


def _every_tenth(then: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(EVERY_S, then)
