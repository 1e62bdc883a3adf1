"""The play of the demo: who lives there, who does what, and that nobody repeats anybody."""
# ruff: noqa: S311  a play, no secret

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.demo import cast, community, parts, words
from server.demo.scenes import Scene
from server.demo.walk import step_towards
from server.geo import Point, distance

SEEDS = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_ten_contacts_in_the_first_minute_three_quarters_by_phone(seed: int) -> None:
    deck = parts.deck(Random(seed), parts.FIRST_FIFTY)
    first = [part.deed for part in deck if part.deed in ("call", "write") and part.acts_s <= 60]
    assert len(deck) == 50
    assert 9 <= len(first) <= 12
    assert 0.65 <= first.count("call") / len(first) <= 0.8


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_some_decline_and_some_never_answer(seed: int) -> None:
    deeds = Counter(part.deed for part in parts.deck(Random(seed), parts.FIRST_FIFTY))
    assert deeds["decline"] >= 3
    assert deeds["silent"] >= 8
    assert deeds["walk"] >= 2


def test_only_who_is_near_walks() -> None:
    scene = Scene(Random(1))
    assert "walk" not in {scene.part(40).deed for _ in range(50)}


def test_after_a_hundred_and_fifty_nobody_acts() -> None:
    scene = Scene(Random(1))
    drawn = [scene.part(1).deed for _ in range(200)]
    assert set(drawn[150:]) == {"silent"}


def test_nobody_repeats_a_sentence() -> None:
    scene = Scene(Random(1))
    said = [scene.sentence(words.TO_HER) for _ in range(len(words.TO_HER))]
    assert len(set(said)) == len(words.TO_HER)
    assert scene.sentence(words.TO_HER) is None


def test_every_sentence_is_written_once() -> None:
    everything = [
        *words.TO_HER,
        *words.IN_ANSWER,
        *words.AMONG_US,
        *words.AFTER_A_CALL,
        *words.STOPPED_TO_HER,
        *words.STOPPED_AMONG_US,
    ]
    assert len(everything) == len(set(everything))


@settings(max_examples=100, deadline=None)
@given(st.floats(-2_000, 2_000), st.floats(-2_000, 2_000), st.floats(0, 50))
def test_a_step_brings_her_nearer_and_never_past(north: float, east: float, stride: float) -> None:
    goal = Point(45.75, 4.85)
    here = community.moved(goal, north, east)
    there = step_towards(here, goal, stride)
    before, after = distance(here, goal), distance(there, goal)
    assert after == pytest.approx(max(0.0, before - stride), abs=0.5)


def test_the_same_seed_makes_the_same_people() -> None:
    people = community.crowd(48, 300)
    assert people == community.crowd(48, 300)
    assert len({person.id for person in people}) == 300
    assert len({person.pseudonym for person in people}) == 300
    assert people != community.crowd(49, 300)


def test_the_community_is_spread_as_the_population_is() -> None:
    people = community.crowd(48, 20_000)
    paris = sum(person.commune == "75056" for person in people)
    roles = Counter(person.role for person in people)
    assert 500 < paris < 750
    assert 0.07 < roles["ally"] / len(people) < 0.09
    assert roles["minor"] > 100


def test_the_printed_people_stand_where_they_are_said_to() -> None:
    her, near, agent, moderator, *desk = community.logins(48)
    assert (her.email, near.email) == (community.HER.email, community.NEAR_HER.email)
    assert 300 < distance(her.point, near.point) < 500
    assert (agent.role, moderator.role) == ("partner", "moderator")
    assert [one.role for one in desk] == ["officer", "expert", "supervisor"]


def test_each_demo_makes_its_own_sessions() -> None:
    person = community.logins(48)[0]
    one, other = cast.pass_of("one secret", person), cast.pass_of("another", person)
    assert len({one.cookie, one.device, other.cookie, other.device}) == 4
