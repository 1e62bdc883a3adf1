"""The rolling fifty, and what a press does. Pure."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.alerts import rules
from server.alerts.rules import MOST_ALARMED, PLACES, SIGNS, SILENT_AFTER, PlaceView
from server.clock import HOUR, MINUTE

LAUNCHED = 10 * HOUR
STATES = st.sampled_from(["alarmed", "seen", "acting", "declined", "freed"])
NOW = st.integers(LAUNCHED, LAUNCHED + 5 * MINUTE)
CROWD = st.lists(
    st.builds(PlaceView, st.uuids().map(str), STATES, st.integers(8 * HOUR, LAUNCHED + 5 * MINUTE)),
    max_size=160,
)


def silent(size: int, at: int = LAUNCHED, state: str = "alarmed") -> list[PlaceView]:
    return [PlaceView(f"{state}{n}-{at}", state, at) for n in range(size)]


def alarmed_now(places: list[PlaceView], wanted: int, now: int) -> list[PlaceView]:
    return [*places, *(PlaceView(f"next{n}-{now}", "alarmed", now) for n in range(wanted))]


def held(places: list[PlaceView], now: int) -> int:
    """Places taken: by a sign, or by a silence of less than a minute."""
    fresh = [p for p in places if p.state == "alarmed" and p.alarmed_at >= LAUNCHED]
    return sum(p.state in SIGNS for p in places) + sum(
        now - p.alarmed_at < SILENT_AFTER for p in fresh
    )


def alarmed_by_this(places: list[PlaceView]) -> int:
    return sum(p.alarmed_at >= LAUNCHED or p.state in SIGNS for p in places)


@given(CROWD, NOW)
def test_a_refill_never_holds_more_than_fifty_places(places: list[PlaceView], now: int) -> None:
    places = [p for p in places if p.alarmed_at <= now]
    wanted = rules.refill(places, LAUNCHED, now).wanted
    assert wanted == 0 or held(alarmed_now(places, wanted, now), now) <= PLACES


@given(CROWD, NOW)
def test_a_refill_never_alarms_beyond_a_hundred_and_fifty(
    places: list[PlaceView], now: int
) -> None:
    wanted = rules.refill(places, LAUNCHED, now).wanted
    assert wanted == 0 or alarmed_by_this(places) + wanted <= MOST_ALARMED
    assert wanted <= rules.room_left(places, LAUNCHED)


@given(CROWD, NOW)
def test_a_refill_fills_whatever_is_free(places: list[PlaceView], now: int) -> None:
    places = [p for p in places if p.alarmed_at <= now]
    wanted = rules.refill(places, LAUNCHED, now).wanted
    full = held(alarmed_now(places, wanted, now), now) >= PLACES
    assert full or alarmed_by_this(places) + wanted >= MOST_ALARMED


@given(CROWD, NOW)
def test_it_looks_again_no_later_than_the_next_silence_of_a_minute(
    places: list[PlaceView], now: int
) -> None:
    places = [p for p in places if p.alarmed_at <= now]
    plan = rules.refill(places, LAUNCHED, now)
    assert plan.again_at is None or now < plan.again_at <= now + SILENT_AFTER


@given(CROWD)
def test_whoever_was_alarmed_or_declined_is_not_alarmed_again(places: list[PlaceView]) -> None:
    spared = rules.not_again(places, LAUNCHED)
    again = [p for p in places if p.person not in spared]
    assert all(p.state in ("alarmed", "freed") and p.alarmed_at < LAUNCHED for p in again)


@given(st.integers())
@settings(max_examples=40)
def test_a_whole_alert_stays_within_its_numbers(seed: int) -> None:
    """Minute after minute, people open, decline, or stay silent."""
    dice = random.Random(seed)  # noqa: S311
    now, places = LAUNCHED, silent(PLACES)
    for _ in range(12):
        now += dice.randint(1, 90_000)
        for n, place in enumerate(places):
            if place.state == "alarmed" and dice.random() < 0.15:
                state = dice.choice(["seen", "acting", "declined", "freed"])
                places[n] = PlaceView(place.person, state, place.alarmed_at)
        places = alarmed_now(places, rules.refill(places, LAUNCHED, now).wanted, now)
        assert len(places) <= MOST_ALARMED


def test_a_decline_frees_its_place_at_once() -> None:
    places = [*silent(49), *silent(1, state="declined")]
    assert rules.refill(places, LAUNCHED, LAUNCHED + 1).wanted == 1


def test_silence_holds_a_place_for_a_minute_and_no_longer() -> None:
    places = silent(PLACES)
    assert rules.refill(places, LAUNCHED, LAUNCHED + SILENT_AFTER - 1).wanted == 0
    assert rules.refill(places, LAUNCHED, LAUNCHED + SILENT_AFTER).wanted == PLACES


def test_at_fifty_signs_it_stops_for_good() -> None:
    places = [*silent(30, state="seen"), *silent(20, state="acting"), *silent(40)]
    plan = rules.refill(places, LAUNCHED, LAUNCHED + HOUR)
    assert (plan.wanted, plan.again_at) == (0, None)


def test_at_a_hundred_and_fifty_it_stops_for_good() -> None:
    plan = rules.refill(silent(MOST_ALARMED), LAUNCHED, LAUNCHED + HOUR)
    assert (plan.wanted, plan.again_at) == (0, None)


def test_the_silent_of_an_earlier_launch_take_no_place() -> None:
    places = [*silent(150, at=LAUNCHED - HOUR), *silent(5, at=LAUNCHED - HOUR, state="seen")]
    assert rules.refill(places, LAUNCHED, LAUNCHED).wanted == 45


@pytest.mark.parametrize(
    ("state", "kind"), [(None, "new"), ("running", "same"), ("stopped", "again")]
)
def test_a_press_opens_finds_or_reopens(state: str | None, kind: str) -> None:
    assert rules.launch(state) == kind


def test_the_fourth_launch_of_a_day_is_flagged() -> None:
    assert [rules.flagged(n) for n in (1, 2, 3, 4, 9)] == [False, False, False, True, True]


def test_a_distance_never_reads_as_next_door() -> None:
    assert [rules.rounded_km(m) for m in (0, 20, 900, 1_600, 12_300)] == [1, 1, 1, 2, 12]
