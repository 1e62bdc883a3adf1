"""Read the polygons and lines of a GeoPackage, with the standard library only.

Coordinates are degrees WGS 84, (lon, lat). A feature's geometry is a list of rings (for a
polygon, holes included) or of lines.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]

ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
LINE, POLYGON = 2, 3
COLLECTIONS = (5, 6)


@dataclass(frozen=True)
class Feature:
    properties: dict[str, str]
    parts: list[list[Line]]
    """One item per polygon (its rings) or per line (a single one)."""


class WellKnownBinary:
    """A cursor over one geometry; refuses any type but lines and polygons."""

    def __init__(self, blob: bytes) -> None:
        if blob[:2] != b"GP":
            raise ValueError("not a GeoPackage geometry")
        self.blob = blob
        self.at = 8 + ENVELOPE_BYTES[(blob[3] >> 1) & 7]

    def take(self, form: str) -> tuple[float, ...]:
        values = struct.unpack_from(form, self.blob, self.at)
        self.at += struct.calcsize(form)
        return values

    def line(self, order: str) -> Line:
        (count,) = self.take(order + "I")
        flat = self.take(f"{order}{int(count) * 2}d")
        return list(zip(flat[::2], flat[1::2], strict=True))

    def parts(self) -> list[list[Line]]:
        order = "<" if self.take("B")[0] else ">"
        (kind,) = self.take(order + "I")
        if kind == LINE:
            return [[self.line(order)]]
        (count,) = self.take(order + "I")
        if kind == POLYGON:
            return [[self.line(order) for _ in range(int(count))]]
        if kind in COLLECTIONS:
            return [part for _ in range(int(count)) for part in self.parts()]
        raise ValueError(f"geometry type {kind}: expected lines or polygons")


def features(path: Path, table: str, columns: dict[str, str]) -> Iterator[Feature]:
    """`columns` maps the property wanted to the column that holds it."""
    names = ", ".join(["geom", *(f'"{column}"' for column in columns.values())])
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 - our own names
        for blob, *values in rows:
            found = dict(zip(columns, (value or "" for value in values), strict=True))
            yield Feature(found, WellKnownBinary(blob).parts())
