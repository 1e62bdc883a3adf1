"""An exact point as it is sealed: 28 bytes, latitude, longitude, accuracy, time."""

from __future__ import annotations

import struct

from server.geo import Point
from server.positions.messages import Fix

_SHAPE = struct.Struct(">ddfq")


def pack(fix: Fix) -> bytes:
    return _SHAPE.pack(fix.lat, fix.lon, fix.accuracy_m, fix.at)


def unpack(packed: bytes) -> Fix:
    lat, lon, accuracy, at = _SHAPE.unpack(packed)
    return Fix(lat=lat, lon=lon, accuracy_m=round(accuracy, 1), at=at)


def point(fix: Fix) -> Point:
    return Point(fix.lat, fix.lon)


def standing_place(person_id: str) -> str:
    """Where a last known point stands sealed."""
    return f"standing|point_sealed|{person_id}"


def trail_place(room_id: str, participant_id: str) -> str:
    return f"trail_point|point_sealed|{room_id}|{participant_id}"
