"""The goals, and what this run says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, le
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """`path` leads to the figure; `least`: it should be at least the bound, not at most."""

    key: str
    what: str
    bound: float
    path: tuple[str, ...]
    least: bool = False
    unit: str = "times"

    def reached(self, figures: Figures) -> float | None:
        return _figure(figures, self.path)

    def met(self, reached: float) -> bool:
        holds: Callable[[float, float], bool] = ge if self.least else le
        return holds(reached, self.bound)

    @property
    def bound_text(self) -> str:
        return f"{'≥' if self.least else '≤'} {self.bound:g} {self.unit}"


def _figure(figures: Figures, path: tuple[str, ...]) -> float | None:
    found: Any = figures
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int | float) else None


_CONTENDERS = {"stock": "python-socketio", "node": "Node"}


def _cheaper(key: str, number: int, what: str, bound: float, path: tuple[str, ...]) -> Goal:
    """Their processor per delivery, in units of ours."""
    return Goal(
        key, f"{number} · {what}: times cheaper than {_rival(key)}", bound, path, least=True
    )


def _share(key: str, number: int, what: str, bound: float, path: tuple[str, ...]) -> Goal:
    return Goal(key, f"{number} · {what}, of {_rival(key)}'s", bound, path)


def _rival(key: str) -> str:
    return _CONTENDERS[key.rpartition("_")[2]]


GOALS = (
    _cheaper("fanout_vs_stock", 1, "fan-out, 1,020 connections", 10, ("fanout", "vs_stock")),
    _cheaper("fanout_vs_node", 1, "fan-out, 1,020 connections", 1.5, ("fanout", "vs_node")),
    _cheaper(
        "fanout5000_vs_stock", 1, "fan-out, 5,000 connections", 14, ("fanout5000", "vs_stock")
    ),
    _share("positions_cpu_vs_node", 2, "all 51 move: processor", 0.25, ("positions", "vs_node")),
    Goal(
        "positions_cpu_vs_floor",
        "2 · all 51 move: processor, of plain C's",
        1,
        ("positions", "vs_floor"),
    ),
    Goal("positions_p99_ms", "2 · all 51 move: p99", 120, ("positions", "p99_ms"), unit="ms"),
    _share("p99_vs_stock", 3, "12,000 deliveries/s: p99", 0.25, ("latency", "vs_stock")),
    _share("p99_vs_node", 3, "12,000 deliveries/s: p99", 0.4, ("latency", "vs_node")),
    _cheaper("redis_vs_stock", 4, "two processes, rooms on one", 8, ("redis", "vs_stock")),
    _cheaper(
        "redis_both_vs_stock", 4, "two processes, rooms on both", 8, ("redis", "both_vs_stock")
    ),
    Goal(
        "redis_vs_alone",
        "4 · rooms on one of two processes, of one process over Redis",
        1.1,
        ("redis", "vs_alone"),
    ),
    Goal(
        "alert_p99_vs_floor",
        "5 · an alert's p99, of its floors",
        2,
        ("alert", "production", "p99_vs_floor"),
    ),
    Goal("alert_loaded_p99_vs_floor", "5 · the same under load", 4, ("loaded", "p99_vs_floor")),
    Goal("kb_per_connection", "6 · memory of an idle connection", 25, ("memory", "kb"), unit="KiB"),
    Goal(
        "storm_vs_stock",
        "6 · 5,000 come back, of python-socketio's handshake",
        2,
        ("storm", "vs_stock"),
    ),
    Goal(
        "pushes_vs_webpush",
        "fifty pushes, of webpush_async with one session",
        1.5,
        ("pushes", "vs_webpush"),
    ),
    Goal("push_gap_ms", "the loop's longest pause meanwhile", 3, ("pushes", "gap_ms"), unit="ms"),
    Goal(
        "generator_cpu", "the generator's share of its core", 0.7, ("generator_cpu",), unit="cores"
    ),
)


BESIDE = {
    "redis_vs_node": ("redis", "vs_node"),
    "redis_both_vs_node": ("redis", "both_vs_node"),
    "fanout5000_vs_node": ("fanout5000", "vs_node"),
    "alert_p50_vs_floor": ("alert", "production", "p50_vs_floor"),
    "alert_loaded_p50_vs_floor": ("loaded", "p50_vs_floor"),
    "alert_embedded_p99_vs_floor": ("alert", "embedded", "p99_vs_floor"),
}
"""Ratios without a goal."""


def keys(figures: Figures) -> dict[str, float]:
    """Each goal's figure under its name, where this run has it; then those beside."""
    found = {goal.key: goal.reached(figures) for goal in GOALS}
    found |= {key: _figure(figures, path) for key, path in BESIDE.items()}
    return {key: value for key, value in found.items() if value is not None}


def table(figures: Figures) -> list[list[str]]:
    """goal, bound, reached, met or not"""
    return [_row(goal, goal.reached(figures)) for goal in GOALS]


def _row(goal: Goal, reached: float | None) -> list[str]:
    if reached is None:
        return [goal.what, goal.bound_text, "not measured", "–", "–"]
    share = reached / goal.bound
    return [
        goal.what,
        goal.bound_text,
        f"{reached:g}",
        f"{share:.2f}",
        "met" if goal.met(reached) else "**missed**",
    ]
