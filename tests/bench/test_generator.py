"""The load generator in C counts what really arrived: the same as a plain client beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import contenders
from bench.compiled import Absent, program
from bench.contenders import OURS, Server
from bench.generator import Generator, Lost, Plan, whole
from bench.rooms import POINT, ROOM, her_rooms, said_rooms
from bench.swarm import Swarm
from tests import engines


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    try:
        program("load")
    except Absent as what:
        if engines.mandatory():
            raise
        pytest.skip(f"not installed: {what}")
    with contenders.bare(OURS) as running:
        yield running


@pytest.fixture
def swarm() -> Iterator[Swarm]:
    made = Swarm()
    yield made
    made.close()


def test_whoever_stands_beside_hears_as_many(server: Server, swarm: Swarm) -> None:
    nour = swarm.connect(server.ports[0])
    swarm.call(nour, "room.enter", {"room": "one-0"})
    with Generator(her_rooms(server, 1)) as clients:
        clients.come()
        point = whole(clients.closed(0.3, "point", 2), "point")
    swarm.run(lambda: swarm.counts.get(b"point.said", 0) >= point["said"], 5)
    assert swarm.counts[b"point.said"] == point["said"] > 0
    assert point["heard"] == point["said"] * (ROOM - 1)


def test_by_a_timetable_as_much_is_said_as_was_asked_for(server: Server) -> None:
    with Generator(her_rooms(server, 2)) as clients:
        clients.come()
        point = whole(clients.open(0.5, point=40), "point")
    assert point["said"] == 20


def test_a_message_counts_once_it_is_acknowledged_too(server: Server) -> None:
    with Generator(said_rooms(server, 1)) as clients:
        clients.come()
        said = whole(clients.closed(0.3, "said", 1), "said")
    assert said["acked"] == said["said"] == said["heard"] / ROOM


def test_a_listener_who_is_missing_is_missed(server: Server) -> None:
    plan = Plan([POINT])
    plan.room()
    plan.say("point", 2, 1, "point.say", {"room": "empty", "n": "<1#######>"})
    plan.client(server.ports[0], steps=[("room.enter", {"room": "empty"})])
    with Generator(plan) as clients:
        clients.come()
        with pytest.raises(Lost, match="heard of"):
            whole(clients.open(0.2, point=10), "point")


def test_one_who_hears_too_often_is_noticed(server: Server) -> None:
    plan = Plan([POINT])
    plan.room()
    plan.say("point", 1, 1, "point.say", {"room": "full", "n": "<1#######>"})
    for _ in range(2):
        plan.client(server.ports[0], steps=[("room.enter", {"room": "full"})])
    with Generator(plan) as clients:
        clients.come()
        with pytest.raises(Lost, match="strays"):
            whole(clients.open(0.2, point=10), "point")
