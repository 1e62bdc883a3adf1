"""Whom a visitor reaches: her own département where somebody is there, else the national team."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.clock import MINUTE, SECOND
from server.helpline import rules
from server.helpline.rules import TOPICS, Reached, Shift, Team, Topic, reach
from server.places import communes

EVERYTHING = frozenset(TOPICS)
POSTCODES = communes.postcodes()
DEPARTMENTS = sorted({one.department for code in POSTCODES for one in communes.by_postcode(code)})
OF_NOBODY = st.text(max_size=8).filter(lambda code: not communes.by_postcode(code))
NATIONAL = Team("national", frozenset(), EVERYTHING, there=1)


def local(department: str, there: int = 1, topics: frozenset[Topic] = EVERYTHING) -> Team:
    return Team(f"team {department}", frozenset({department}), topics, there)


def area_of(postcode: str) -> str | None:
    found = communes.by_postcode(postcode)
    return rules.area((one.department, one.population) for one in found)


TEAMS = [*map(local, DEPARTMENTS), NATIONAL]


def test_every_postcode_reaches_the_team_of_its_departement() -> None:
    assert len(POSTCODES) > 6_000
    for postcode, topic in zip(POSTCODES, itertools.cycle(TOPICS), strict=False):
        department = area_of(postcode)
        assert department in {one.department for one in communes.by_postcode(postcode)}
        assert reach(department, topic, TEAMS) == Reached(f"team {department}", near=True)


@pytest.mark.parametrize(
    ("postcode", "department"),
    [
        ("75011", "75"),
        ("20000", "2A"),  # Corsica: the postcode does not say which
        ("20200", "2B"),
        ("97400", "974"),
        ("97600", "976"),
        ("97500", "975"),
        ("98800", "988"),
        ("94390", "91"),  # Orly's airport lies in the next département
        ("33220", "33"),  # shared with the Dordogne
        ("01200", "01"),  # shared with the Haute-Savoie
    ],
)
def test_overseas_corsica_and_the_borders(postcode: str, department: str) -> None:
    assert area_of(postcode) == department


@given(OF_NOBODY)
def test_what_is_no_postcode_reaches_the_national_team(code: str) -> None:
    assert reach(area_of(code), "home", TEAMS) == Reached("national", near=False)


@given(st.permutations([("33", 3_000), ("24", 2_000), ("33", 10), ("24", 1_000)]))
def test_a_shared_postcode_goes_where_most_live_whatever_the_order(
    held: list[tuple[str, int]],
) -> None:
    assert rules.area(held) == "33"


teams = st.lists(
    st.builds(
        Team,
        st.uuids().map(str),
        st.frozensets(st.sampled_from(DEPARTMENTS[:4]), max_size=2),
        st.frozensets(st.sampled_from(TOPICS)),
        st.integers(0, 3),
    ),
    max_size=6,
)


@given(st.sampled_from(DEPARTMENTS[:4]) | st.none(), st.sampled_from(TOPICS), teams)
def test_nobody_waits_for_an_empty_team_while_another_could_answer(
    department: str | None, topic: Topic, held: list[Team]
) -> None:
    found = reach(department, topic, held)
    could = [
        one
        for one in held
        if topic in one.topics and one.there and (one.national or department in one.departments)
    ]
    if could:
        assert found is not None
        assert found.team in {one.id for one in could}
        assert found.near == any(not one.national for one in could)


@given(st.sampled_from(DEPARTMENTS[:4]) | st.none(), st.sampled_from(TOPICS), teams, st.randoms())
def test_the_same_team_whatever_the_order(
    department: str | None, topic: Topic, held: list[Team], dice: object
) -> None:
    mixed = list(held)
    dice.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    assert reach(department, topic, mixed) == reach(department, topic, held)


def test_at_night_the_national_team_answers_and_she_is_told_so() -> None:
    assert reach("75", "home", [local("75", there=0), NATIONAL]) == Reached("national", near=False)


def test_where_nobody_is_there_she_waits_for_the_national_team() -> None:
    asleep = Team("national", frozenset(), EVERYTHING)
    assert reach("75", "home", [local("75", there=0), asleep]) == Reached("national", near=False)


def test_a_team_answers_for_its_topics_only() -> None:
    held = [local("75", topics=frozenset({"hatred"})), NATIONAL]
    assert reach("75", "home", held) == Reached("national", near=False)


def test_a_night_shift_crosses_midnight_and_the_week() -> None:
    sunday_22h, monday_6h = 6 * rules.DAY_MINUTES + 22 * 60, 7 * rules.DAY_MINUTES + 6 * 60
    night = Shift(sunday_22h, monday_6h)
    assert [night.covers(minute) for minute in (sunday_22h, 0, 6 * 60 - 1, 6 * 60, 12 * 60)] == [
        True,
        True,
        True,
        False,
        False,
    ]


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 5), min_size=1))
def test_places_in_the_queue_are_one_to_all_in_the_order_they_came(waiting: dict[str, int]) -> None:
    places = {one: rules.place(waiting, one) for one in waiting}
    assert sorted(places.values()) == list(range(1, len(waiting) + 1))
    assert all(
        places[one] < places[other]
        for one in waiting
        for other in waiting
        if waiting[one] < waiting[other]
    )


def test_a_wait_is_promised_only_where_something_is_known() -> None:
    lately = [9 * MINUTE, 10 * MINUTE, 11 * MINUTE, 10 * MINUTE, 60 * MINUTE]
    assert rules.expected_wait(3, 2, lately) == 15 * MINUTE
    assert rules.expected_wait(3, 0, lately) is None
    assert rules.expected_wait(3, 2, lately[:4]) is None


def test_an_unanswered_visitor_is_called_out_twice() -> None:
    waited = (9_999, 10 * SECOND, 59_999, MINUTE)
    assert [rules.unanswered(5_000, 5_000 + one) for one in waited] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("said", "minute", "covered"),
    [
        ("mon:0900-1700", 9 * 60, True),
        ("mon:0900-1700", 17 * 60, False),
        ("sun:2200-0600", 60, True),  # Monday, one o'clock
        ("sun:2200-0600", 6 * 60, False),
        ("tue:0000-2400", 24 * 60, True),
        ("tue:0000-2400", 2 * 24 * 60, False),
    ],
)
def test_hours_as_they_are_written(said: str, minute: int, covered: bool) -> None:
    assert rules.shift(said).covers(minute) == covered


@pytest.mark.parametrize("said", ["lundi", "mon:9-17", "mon:0900-2500", "xyz:0900-1700"])
def test_hours_that_cannot_be_meant(said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        rules.shift(said)
