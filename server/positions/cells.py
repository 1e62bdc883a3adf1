"""Cells: the only trace of a place that stands in the clear.

The globe is cut into bands of latitude, each band into cells of about the same size. Three sizes
(levels): half a diagonal of 1, 4 or 16 km, the smallest that holds about 2,000 inhabitants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from server.geo import EARTH_M, Point, Vector, chord_of, vector

RADII_M = (1_000.0, 4_000.0, 16_000.0)
LEVELS = (0, 1, 2)
_BOUND = 1.5  # cells next to the poles reach 1.42 radii from their centre; elsewhere 1.0 to 1.25


@dataclass(frozen=True)
class Cell:
    level: int
    centre: Point

    @property
    def vector(self) -> Vector:
        return vector(self.centre)


def bound(level: int) -> float:
    """No point of a cell of this level is farther from the centre than this chord."""
    return chord_of(RADII_M[level] * _BOUND)


def cell_of(point: Point, level: int) -> Cell:
    """The cell that holds this point."""
    height = math.degrees(RADII_M[level] * math.sqrt(2) / EARTH_M)
    bands = math.ceil(180 / height)
    height = 180 / bands
    band = min(bands - 1, int((point.lat + 90) / height))
    if band in (0, bands - 1):
        return Cell(level, Point(-90.0 if band == 0 else 90.0, 0.0))
    lat = -90 + (band + 0.5) * height
    around = max(3, round(360 * math.cos(math.radians(lat)) / height))
    width = 360 / around
    column = int(((point.lon + 180) % 360) / width) % around
    return Cell(level, Point(lat, -180 + (column + 0.5) * width))
