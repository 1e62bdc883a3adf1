"""Who is in which room is what the library would say, and nothing is left over."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import socketio

from server.gateway.rooms import Rooms

SIDS = [f"sid {n}" for n in range(8)]
ROOMS = [f"room {n}" for n in range(5)]


class Watched(Rooms):
    """Writes down which rooms stand here."""

    def __init__(self) -> None:
        super().__init__()
        self.standing: set[str] = set()

    def came(self, room: str) -> None:
        assert room not in self.standing
        self.standing.add(room)

    def went(self, room: str) -> None:
        self.standing.remove(room)


def arrive(manager: Any, sid: str) -> None:
    """As a connection is taken in."""
    if not manager.eio_sid_from_sid(sid, "/"):
        manager.basic_enter_room(sid, "/", None, eio_sid=f"line of {sid}")
        manager.basic_enter_room(sid, "/", sid, eio_sid=f"line of {sid}")


def deeds(dice: Random) -> Callable[[Any], None]:
    sid, room = dice.choice(SIDS), dice.choice(ROOMS)
    return dice.choice(
        [
            lambda manager: arrive(manager, sid),
            lambda manager: manager.basic_enter_room(sid, "/", room),
            lambda manager: manager.basic_enter_room(sid, "/", room),
            lambda manager: manager.basic_leave_room(sid, "/", room),
            lambda manager: manager.basic_close_room(room, "/"),
            lambda manager: manager.basic_disconnect(sid, "/"),
            lambda manager: manager.basic_enter_room(sid, "/", SIDS[0]),
        ]
    )


def done(deed: Callable[[Any], None], manager: Any) -> bool:
    """False: refused."""
    try:
        deed(manager)
    except (KeyError, ValueError):
        return False
    return True


def tidied(manager: Any) -> None:
    """The library keeps an empty room of somebody who entered when she had just left."""
    here = manager.rooms.get("/", {})
    for room in [room for room, inside in here.items() if not inside]:
        del here[room]
    if not here:
        manager.rooms.pop("/", None)


def stands(manager: Any) -> dict[Any, dict[str, str]]:
    return {room: dict(inside) for room, inside in manager.rooms.get("/", {}).items()}


@pytest.mark.parametrize("seed", range(30))
def test_whatever_happens_it_is_what_the_library_says(seed: int) -> None:
    dice, theirs, ours = Random(seed), socketio.AsyncManager(), Watched()  # noqa: S311  dice
    for _ in range(300):
        deed = deeds(dice)
        assert done(deed, theirs) == done(deed, ours)
        tidied(theirs)
        assert stands(ours) == stands(theirs)
        assert ours.standing == {room for room in stands(theirs) if room is not None}
        assert sorted((s, r) for s, held in ours._entered.items() for r in held) == sorted(
            (s, r) for r, inside in stands(theirs).items() if r is not None for s in inside
        )
        for asked in (None, *ROOMS, ROOMS[:3]):
            told = dict(theirs.get_participants("/", asked))
            assert dict(ours.get_participants("/", asked)) == told
    for sid in SIDS:
        ours.basic_disconnect(sid, "/")
    assert not ours.rooms
    assert not ours._entered
    assert not ours.standing
