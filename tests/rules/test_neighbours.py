"""What a process knows of the rooms of others. Unsure, it says so; it is never sure and wrong."""

from __future__ import annotations

from random import Random

import pytest

from server.gateway.neighbours import ALL, FORGOTTEN, SETTLES, SILENT, Notice, Ours, Theirs

BEAT_S = 1.0


class Process:
    """Hears what it is given. Time is given too."""

    def __init__(self, name: str) -> None:
        self.ours, self.theirs = Ours(name), Theirs(BEAT_S)
        self.theirs.listen(0.0)

    def hears(self, said: Notice, at: float = 0.0) -> None:
        self.theirs.hear(said, at)

    def knows(self, room: str, at: float = SETTLES) -> list[str] | None:
        self.theirs.look(at)
        return self.theirs.holders(room)


@pytest.fixture
def one() -> Process:
    return Process("one")


@pytest.fixture
def other() -> Process:
    return Process("other")


def test_nothing_is_sure_before_everybody_has_had_time_to_be_heard(one: Process) -> None:
    assert one.knows("a", at=SETTLES - 0.1) is None
    assert one.knows("a") == []


def test_who_does_not_listen_knows_nothing(one: Process) -> None:
    assert one.knows("a") == []
    one.theirs.deaf()
    assert one.knows("a") is None
    one.theirs.listen(SETTLES)
    assert one.knows("a", at=SETTLES + 1) is None


def test_a_room_is_where_it_was_said_to_be(one: Process, other: Process) -> None:
    for room in ("a", "b"):
        other.ours.came(room)
    one.hears(other.ours.notice())
    assert (one.knows("a"), one.knows("b"), one.knows("c")) == (["other"], ["other"], [])


def test_and_no_longer_when_everybody_has_left(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice())
    other.ours.went("a")
    one.hears(other.ours.notice())
    assert one.knows("a") == []


def test_come_and_gone_between_two_words_is_not_told(other: Process) -> None:
    other.ours.notice()
    other.ours.came("a")
    other.ours.went("a")
    said = other.ours.notice()
    assert (said.come, said.gone) == ([], [])


@pytest.mark.parametrize("lost", range(4))
def test_whoever_missed_a_word_is_unsure_and_asks(one: Process, other: Process, lost: int) -> None:
    for n, room in enumerate(("a", "b", "c", "d")):
        other.ours.came(room)
        said = other.ours.notice()
        if n != lost:
            one.hears(said)
    one.hears(other.ours.notice())  # the next sign of life
    assert one.knows("a") is None
    assert one.theirs.unclear() == ["other"]
    other.ours.say_all()
    one.hears(other.ours.notice())
    assert one.knows("abcd"[lost]) == ["other"]
    assert one.theirs.unclear() == []


def test_a_lost_goodbye_of_a_room_is_noticed_too(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice())
    other.ours.went("a")
    other.ours.notice()  # lost
    one.hears(other.ours.notice())
    assert one.knows("a") is None


def test_one_lost_and_another_gained_is_not_taken_for_the_same(
    one: Process, other: Process
) -> None:
    """As many as before, but not those."""
    other.ours.came("a")
    one.hears(other.ours.notice())
    other.ours.went("a")
    other.ours.came("b")
    other.ours.notice()  # lost
    one.hears(other.ours.notice())
    assert one.knows("b") is None


def test_a_word_heard_twice_changes_nothing(one: Process, other: Process) -> None:
    other.ours.came("a")
    said = other.ours.notice()
    one.hears(said)
    one.hears(said)
    assert one.knows("a") == ["other"]


def test_after_listening_anew_nobody_is_believed_before_a_sign(
    one: Process, other: Process
) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice())
    one.theirs.listen(10)
    one.hears(other.ours.notice(), at=10 + SETTLES)
    assert one.knows("a", at=10 + SETTLES) == ["other"]


def test_after_listening_anew_silence_is_not_a_sign(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice(), at=10)
    one.theirs.listen(10)
    assert one.knows("a", at=10 + SETTLES) is None


def test_who_falls_silent_makes_unsure_and_is_forgotten_later(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice(), at=10)
    assert one.knows("a", at=10 + SILENT) == ["other"]
    assert one.knows("a", at=10.1 + SILENT) is None
    assert one.knows("a", at=10.1 + FORGOTTEN) == []


def test_who_says_goodbye_is_forgotten_at_once(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice())
    one.hears(other.ours.notice(leaves=True))
    assert one.knows("a") == []


def test_who_was_forgotten_and_comes_back_is_asked(one: Process, other: Process) -> None:
    other.ours.came("a")
    one.hears(other.ours.notice())
    assert one.knows("a", at=FORGOTTEN + 1) == []
    one.hears(other.ours.notice(), at=FORGOTTEN + 1)
    assert one.knows("a", at=FORGOTTEN + 1) is None
    assert one.theirs.unclear() == ["other"]


def test_what_was_not_delivered_is_said_again_and_whole(other: Process) -> None:
    other.ours.came("a")
    undelivered = other.ours.notice()
    other.ours.say_all()
    other.ours.ask([ALL])
    again = other.ours.notice()
    assert again.whole
    assert again.come == undelivered.come
    assert again.asks == [ALL]
    assert not other.ours.due


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_lost_nobody_is_sure_and_wrong(seed: int) -> None:
    """A thousand comings and goings, one word in ten lost, each sign of life answered."""
    dice, one, other = Random(seed), Process("one"), Process("other")  # noqa: S311  a test's dice
    here, rooms = set[str](), [f"room {n}" for n in range(30)]
    for _ in range(1000):
        room = dice.choice(rooms)
        (other.ours.went if room in here else other.ours.came)(room)
        here ^= {room}
        said = other.ours.notice()
        if dice.random() < 0.1:
            continue
        one.hears(said)
        one.theirs.look(SETTLES)
        for asked in rooms:
            assert one.theirs.holders(asked) in (None, ["other"] if asked in here else [])
        if one.theirs.unclear():
            other.ours.say_all()
    other.ours.say_all()
    one.hears(other.ours.notice())
    assert one.knows(rooms[0]) is not None
