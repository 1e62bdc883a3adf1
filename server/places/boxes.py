"""A grid of boxes, a tenth of a degree each way, so that "around here" reads few communes.

Degrees WGS 84, metres. Longitudes wrap at the date line.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import asin, ceil, cos, floor, radians, sin

from server.geo import EARTH_M, Point

PER_DEGREE = 10
AROUND = 360 * PER_DEGREE
BOX_M = EARTH_M * radians(1) / PER_DEGREE
HIGHEST_LATITUDE = 75.0
"""No commune lies nearer a pole; rings stop there, before a box grows infinitely narrow."""

Box = tuple[int, int]


def box_of(point: Point) -> Box:
    return floor(point.lat * PER_DEGREE), floor(point.lon * PER_DEGREE) % AROUND


def rings(point: Point, farthest_m: float) -> Iterator[tuple[float, list[Box]]]:
    """Boxes ring by ring around a point; with each ring, the distance it wholly covers so far."""
    if abs(point.lat) > HIGHEST_LATITUDE:
        return
    row, column = box_of(point)
    width = BOX_M * cos(radians(abs(point.lat) + 1))
    for ring in range(ceil(farthest_m / width) + 1):
        yield ring * width, [(row + r, (column + c) % AROUND) for r, c in _ring(ring)]


def _ring(ring: int) -> Iterator[Box]:
    if ring == 0:
        yield 0, 0
        return
    for side in (-ring, ring):
        for along in range(-ring, ring + 1):
            yield along, side
        for along in range(1 - ring, ring):
            yield side, along


def touching(point: Point, radius_m: float) -> list[Box]:
    """Every box a circle touches."""
    tall = radius_m / EARTH_M / radians(1)
    wide = _half_width(point.lat, radius_m)
    first, last = (floor((point.lon + side) * PER_DEGREE) for side in (-wide, wide))
    columns = range(first, min(last, first + AROUND - 1) + 1)
    low, high = (floor((point.lat + side) * PER_DEGREE) for side in (-tall, tall))
    return [(row, column % AROUND) for row in range(low, high + 1) for column in columns]


def _half_width(lat: float, radius_m: float) -> float:
    """Degrees of longitude a circle reaches on either side at its widest; 180 around a pole."""
    angle = radius_m / EARTH_M
    if radians(abs(lat)) + angle >= radians(90):
        return 180.0
    return asin(sin(angle) / cos(radians(lat))) / radians(1)
