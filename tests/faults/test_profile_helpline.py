"""The helpline's fault runs in small: what is lost, shown to the wrong one or out of turn, never
how long it takes."""

from __future__ import annotations

import pytest

from tests import engines
from tests.faults.case import Watch
from tests.faults.helping import kill_the_helpline, queue_and_talk
from tests.faults.queue import Queues, Told, out_of_turn, overtaken
from tests.faults.runs import Size


@pytest.fixture
def both_engines(request: pytest.FixtureRequest) -> None:
    """Skips by name, or fails in CI, where PostgreSQL or Redis is missing."""
    held: engines.Production = request.getfixturevalue("production")
    assert held


async def test_the_helpline_is_killed_and_cut(both_engines: None) -> None:
    verdict = await kill_the_helpline(Size(2, 12, 3, 4, 2, seconds=0.3))
    assert verdict.whole, verdict
    assert not verdict.failed


async def test_visitors_queue_and_talk(both_engines: None) -> None:
    verdict = await queue_and_talk(Size(2, 12, 2, 4, 2, seconds=0.3))
    assert verdict.whole, verdict
    assert not verdict.failed


def test_who_is_overtaken_in_a_queue_is_noticed() -> None:
    """The second read was asked for when the first had been told, and whoever came earlier is not
    before whoever came later."""
    told = [Told(0.0, 1.0, (20, "nour"), 3), Told(2.0, 3.0, (10, "lea"), 3)]
    assert overtaken(told) == 1
    assert overtaken([told[0], Told(2.0, 3.0, (10, "lea"), 2)]) == 0
    assert overtaken([told[0], Told(0.5, 3.0, (10, "lea"), 3)]) == 0


def test_a_place_that_is_not_hers_is_noticed() -> None:
    assert out_of_turn({(10, "lea"): 1, (20, "nour"): 2}) == 0
    assert out_of_turn({(10, "lea"): 2, (20, "nour"): 2}) == 1


def test_a_desk_in_another_order_is_noticed() -> None:
    queues = Queues()
    came = {"lea": 10, "nour": 20, "ines": 5}
    queues.shown(
        [
            {"visit": visit, "came_at": at, "team": "Lyon" if visit != "ines" else "Nuit"}
            for visit, at in came.items()
        ]
    )
    assert queues.misordered == 0
    queues.shown([{"visit": visit, "came_at": came[visit], "team": ""} for visit in came])
    assert queues.misordered == 1


def test_the_words_of_another_are_noticed() -> None:
    watch = Watch()
    watch.look('{"text":"~0123abcd~ visitor 1"}', "visitor", {"0123abcd"}, notes=False)
    assert not watch.wrong
    watch.look('{"text":"~0123abcd~ note 1"}', "visitor", {"0123abcd"}, notes=False)
    watch.look('{"text":"~89abcdef~ visitor 1"}', "visitor", {"0123abcd"}, notes=False)
    assert len(watch.wrong) == 2
