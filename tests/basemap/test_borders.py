"""From polygons that touch to the lines between them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "scripts" / "basemap"))

from borders import chained, segments, shared

WEST = [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 2.0), (0.0, 0.0)]]
EAST = [[(1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0), (1.0, 0.0)]]


def test_only_what_two_share_is_a_border() -> None:
    assert shared([WEST, EAST]) == {((1.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (1.0, 2.0))}


def test_a_coast_is_no_border() -> None:
    assert shared([WEST]) == set()


def test_segments_join_into_one_line() -> None:
    (line,) = chained(shared([WEST, EAST]))
    assert sorted(line) == [(1.0, 0.0), (1.0, 1.0), (1.0, 2.0)]


def test_a_ring_closes() -> None:
    (line,) = chained(set(segments([(0, 0), (0, 1), (1, 1), (0, 0)])))
    assert line[0] == line[-1]
    assert len(line) == 4


def test_neighbours_digitised_a_hair_apart_still_meet() -> None:
    moved = [[(lon + 0.000001, lat) for lon, lat in EAST[0]]]
    assert len(shared([WEST, moved])) == 2
