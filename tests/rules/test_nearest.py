"""The proof that the best so far are the best: against brute force, with any pages."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from server.geo import Point, chord, vector
from server.positions import cells
from server.positions.rules import Frontier, Near, Nearest

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
CLUSTER = st.builds(Point, st.floats(48.8, 48.9), st.floats(2.2, 2.4))
PEOPLE = st.lists(
    st.tuples(POINTS | CLUSTER | st.just(Point(48.85, 2.35)), st.sampled_from(cells.LEVELS)),
    max_size=60,
)


def near(origin: Point, number: int, point: Point) -> Near:
    return Near(chord(vector(origin), vector(point)), f"person{number:03}", point)


@given(POINTS | CLUSTER, PEOPLE, st.integers(1, 10), st.integers(1, 7))
def test_reading_page_by_page_finds_exactly_the_nearest(
    origin: Point, people: list[tuple[Point, int]], wanted: int, page: int
) -> None:
    here, found = vector(origin), Nearest(wanted)
    queues: dict[int, list[tuple[float, Near]]] = {level: [] for level in cells.LEVELS}
    for number, (point, level) in enumerate(people):
        centre = cells.cell_of(point, level).vector
        queues[level].append((chord(here, centre), near(origin, number, point)))
    for queue in queues.values():
        queue.sort(key=lambda held: held[0])
    levels = list(cells.LEVELS)
    frontiers: dict[int, Frontier] = {}
    while levels:
        for level in levels:
            rows, queues[level] = queues[level][:page], queues[level][page:]
            found.add(somebody for _, somebody in rows)
            frontiers[level] = Frontier(level, rows[-1][0] if len(rows) == page else None)
        levels = found.open_levels(frontiers.values())
    brute = sorted(near(origin, number, point) for number, (point, _) in enumerate(people))
    assert found.best == brute[:wanted]


def test_ties_are_settled_by_name() -> None:
    found, here = Nearest(2), Point(1, 1)
    found.add([Near(0.5, name, here) for name in ("zoe", "aya", "lea")])
    assert [somebody.person for somebody in found.best] == ["aya", "lea"]


def test_a_level_read_to_its_end_holds_nobody_nearer() -> None:
    assert Frontier(0, None).beyond() == math.inf


def test_a_level_stays_open_while_its_next_cell_could_hold_somebody_nearer() -> None:
    found = Nearest(1)
    found.add([Near(0.01, "nour", Point(0, 0))])
    close, far = Frontier(0, 0.01), Frontier(1, 0.9)
    assert found.open_levels([close, far]) == [0]


def test_until_the_places_are_full_every_unread_level_stays_open() -> None:
    found = Nearest(2)
    found.add([Near(0.01, "nour", Point(0, 0))])
    assert found.open_levels([Frontier(0, 1.9), Frontier(2, None)]) == [0]
