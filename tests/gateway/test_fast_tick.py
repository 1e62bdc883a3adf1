"""Where only the latest counts: the first at once, then the newest of each in one write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from server.gateway.outlet import Outlet, each, unframed
from server.gateway.tick import Tick
from server.positions.messages import Fix, PositionMoved
from server.wire import EVENTS
from tests.gateway.bare import ours, served
from tests.gateway.doors import until

LATEST = PositionMoved.latest
assert LATEST


def moved(who: str, at: int) -> PositionMoved:
    return PositionMoved(room="a-room", who=who, fix=Fix(lat=1, lon=2, accuracy_m=3, at=at))


@dataclass
class Said:
    """What left, write by write: who, and how new. Time goes on when `turn` is called."""

    writes: list[tuple[str, str]] = field(default_factory=list)
    timers: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tick = Tick(self._say, self.timers.append)

    def _say(self, room: str, frames: bytes) -> None:
        heard = [str(unframed(frame)) for frame in each(frames)]
        times = [text.partition('"who":"')[2][:1] + text.rpartition(":")[2][:-3] for text in heard]
        self.writes.append((room, " ".join(times)))

    def moves(self, *people: str, room: str = "us") -> None:
        for said in people:
            self.tick.tell(room, moved(said[0], int(said[1:])), LATEST)

    def turn(self) -> None:
        due, self.timers[:] = list(self.timers), []
        for then in due:
            then()


@pytest.fixture
def said() -> Said:
    return Said()


def test_the_first_leaves_at_once(said: Said) -> None:
    said.moves("a1")
    assert said.writes == [("us", "a1")]


def test_what_follows_leaves_together_and_only_the_newest_of_each(said: Said) -> None:
    said.moves("a1", "b1", "a2", "c1", "a3", "b2")
    said.turn()
    assert said.writes == [("us", "a1"), ("us", "b2 a3 c1")]


def test_an_older_one_never_comes_after_a_newer(said: Said) -> None:
    said.moves("a5", "a4", "b5", "b4")
    said.turn()
    said.moves("a5", "b3", "c1")
    said.turn()
    assert said.writes == [("us", "a5"), ("us", "b5"), ("us", "c1")]


def test_a_room_that_rests_is_forgotten_and_its_next_leaves_at_once(said: Said) -> None:
    said.moves("a1")
    said.turn()
    assert not said.timers
    assert not said.tick._turns
    said.moves("a2")
    assert said.writes == [("us", "a1"), ("us", "a2")]


def test_a_busy_room_is_written_to_once_a_turn(said: Said) -> None:
    for at in range(1, 31):
        said.moves(f"a{at}", f"b{at}")
        if at % 10 == 0:
            said.turn()
    assert said.writes == [("us", "a1"), ("us", "b10 a10"), ("us", "a20 b20"), ("us", "a30 b30")]


def test_rooms_have_turns_of_their_own(said: Said) -> None:
    said.moves("a1", "a2")
    said.moves("a1", "a2", room="her")
    said.tick.withdraw("us", "a")
    said.turn()
    assert said.writes == [("us", "a1"), ("her", "a1"), ("her", "a2")]


def test_what_is_withdrawn_of_somebody_never_leaves(said: Said) -> None:
    said.moves("a1", "a2", "b1")
    said.tick.withdraw("us", "a")
    said.turn()
    assert said.writes == [("us", "a1"), ("us", "b1")]


def test_what_is_withdrawn_of_all_never_leaves(said: Said) -> None:
    said.moves("a1", "a2", "b1")
    said.tick.withdraw("us")
    said.turn()
    assert said.writes == [("us", "a1")]


def test_withdrawn_is_not_silenced(said: Said) -> None:
    """She shares again: the next reading leaves."""
    said.moves("a1", "a2")
    said.tick.withdraw("us", "a")
    said.moves("a3")
    said.turn()
    assert said.writes == [("us", "a1"), ("us", "a3")]


def test_only_positions_are_held() -> None:
    assert [kind.name for kind in EVENTS.values() if kind.latest] == ["position.moved"]


async def test_a_turn_is_one_write_of_the_same_bytes_for_every_member(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes, take = list[bytes](), Outlet.take
    async with served(ours()) as bare, bare.socket() as her, bare.socket() as him:
        turns = list[Callable[[], None]]()
        bare.sio.manager.tick = Tick(bare.sio.manager.say, turns.append)
        for person in "abc":
            bare.sio.manager.tick.tell("room", moved(person, 1), LATEST)

        def spied(outlet: Outlet, frames: bytes) -> bool:
            writes.append(frames)
            return take(outlet, frames)

        monkeypatch.setattr(Outlet, "take", spied)
        turns.pop()()
        assert len(writes) == 2
        assert writes[0] is writes[1]
        await until(lambda: len(him.events()) == 3)
        assert her.events() == him.events()


async def test_who_left_the_room_meanwhile_hears_nothing() -> None:
    async with served(ours()) as bare, bare.socket() as her, bare.socket() as him:
        turns = list[Callable[[], None]]()
        bare.sio.manager.tick = Tick(bare.sio.manager.say, turns.append)
        for at in (1, 2):
            bare.sio.manager.tick.tell("room", moved("a", at), LATEST)
        (gone, *_) = bare.sio.manager.rooms["/"]["room"]
        await bare.sio.leave_room(gone, "room")
        turns.pop()()
        await until(lambda: len(him.events()) == 2)
        await her.asks("say", {"room": "elsewhere", "times": 0, "number": 1})
        assert len(her.events()) == 1


async def test_a_closed_room_keeps_nothing_held() -> None:
    async with served(ours()) as bare, bare.socket() as her:
        turns = list[Callable[[], None]]()
        bare.sio.manager.tick = Tick(bare.sio.manager.say, turns.append)
        for at in (1, 2):
            bare.sio.manager.tick.tell("room", moved("a", at), LATEST)
        await bare.sio.close_room("room")
        await her.asks("enter", {"room": "room"})
        turns.pop()()
        await her.asks("say", {"room": "elsewhere", "times": 0, "number": 1})
        assert len(her.events()) == 1


async def test_a_turn_comes_by_itself() -> None:
    async with served(ours()) as bare, bare.socket() as her:
        for at in (1, 2, 3):
            bare.sio.manager.tick.tell("room", moved("a", at), LATEST)
        await until(lambda: len(her.events()) == 2)
        assert [event["fix"]["at"] for event in her.events()] == [1, 3]
        await until(lambda: not bare.sio.manager.tick._turns)
