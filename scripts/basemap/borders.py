"""Turn polygons that touch into the lines between them.

Outlining every polygon would draw each border twice, and every coast as if it were a border.
A segment shared by two polygons is a border; a segment of one alone is a coast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from geopackage import Line, Point

Segment = tuple[Point, Point]
DECIMALS = 5
"""About a metre: enough for neighbours digitised with the same vertices."""


def segments(line: Line) -> Iterator[Segment]:
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in line]
    for one, other in pairwise(points):
        if one != other:
            yield (one, other) if one < other else (other, one)


def shared(polygons: Iterable[list[Line]]) -> set[Segment]:
    """Segments that belong to two polygons or more."""
    seen: set[Segment] = set()
    twice: set[Segment] = set()
    for rings in polygons:
        own = {segment for ring in rings for segment in segments(ring)}
        twice |= own & seen
        seen |= own
    return twice


def chained(loose: set[Segment]) -> Iterator[Line]:
    """Join segments end to end, breaking only where three meet or a border ends."""
    ways: dict[Point, list[Point]] = defaultdict(list)
    for one, other in loose:
        ways[one].append(other)
        ways[other].append(one)
    knots = sorted(point for point, ends in ways.items() if len(ends) != 2)
    for start in [*knots, *sorted(ways)]:
        while ways[start]:
            yield walk(ways, start, stop=set(knots))


def walk(ways: dict[Point, list[Point]], start: Point, stop: set[Point]) -> Line:
    line = [start]
    while ways[line[-1]]:
        here = line[-1]
        ahead = ways[here].pop()
        ways[ahead].remove(here)
        line.append(ahead)
        if ahead in stop:
            break
    return line
