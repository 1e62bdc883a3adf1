"""The sphere. Degrees WGS 84 in, metres out; the mean radius of IUGG (6,371,008.8 m).

Nearness is compared by the chord between unit vectors: it grows with the arc, it is exact across
the date line and at the poles, and being Euclidean it obeys the triangle inequality that the
search for the nearest relies on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_M = 6_371_008.8
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Point:
    """Degrees."""

    lat: float
    lon: float


def vector(point: Point) -> Vector:
    """The point as a unit vector."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))


def chord(a: Vector, b: Vector) -> float:
    """Straight distance between two unit vectors, 0 to 2."""
    return math.dist(a, b)


def metres(chord_length: float) -> float:
    """Arc length on the ground for a chord of the unit sphere."""
    return 2 * EARTH_M * math.asin(min(1.0, chord_length / 2))


def chord_of(distance_m: float) -> float:
    """Chord of the unit sphere for an arc length on the ground."""
    return 2 * math.sin(min(math.pi, distance_m / EARTH_M) / 2)


def distance(a: Point, b: Point) -> float:
    """Metres on the ground between two points."""
    return metres(chord(vector(a), vector(b)))
