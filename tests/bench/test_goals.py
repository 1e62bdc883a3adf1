"""What is said of the goals, and how growth is told."""

from __future__ import annotations

import pytest

from bench import goals, picture
from bench.growth import Growth


def test_a_goal_at_least_is_met_from_its_bound_on() -> None:
    assert _said({"fanout": {"vs_stock": 10.0}})["met"] == 1
    assert _said({"fanout": {"vs_stock": 9.9}})["**missed**"] == 1


def test_a_goal_at_most_is_met_up_to_its_bound() -> None:
    assert _said({"memory": {"kb": 25}})["met"] == 1
    assert _said({"memory": {"kb": 25.1}})["**missed**"] == 1


def test_what_was_not_measured_is_neither() -> None:
    said = _said({"fanout": {"stopped": "Lost"}})
    assert said["met"] == said["**missed**"] == 0
    assert goals.keys({"fanout": {"stopped": "Lost"}}) == {}


def test_a_steady_growth_has_its_slope() -> None:
    grown = Growth([(0, 500.0), *((t, 100 + t / 60) for t in range(600, 1200, 10))])
    assert grown.slope_per_hour(600) == pytest.approx(60)


def test_the_first_minutes_do_not_count() -> None:
    assert Growth([(0, 1.0), (10, 2.0), (20, 3.0)]).slope_per_hour(5) is None


def test_the_picture_leaves_out_what_was_not_measured() -> None:
    one = {"servers": {"gateway": {"cpu_us_per_delivery": 7.5}}}
    drawn = picture.drawn({"fanout": one, "redis": {"missing": "Redis"}})
    assert drawn.count("<rect") == 1


def _said(figures: dict[str, object]) -> dict[str, int]:
    last = [row[-1] for row in goals.table(figures)]
    return {what: last.count(what) for what in ("met", "**missed**")}
