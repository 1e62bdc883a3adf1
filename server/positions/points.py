"""An exact point as it is sealed and opened: 28 bytes, latitude, longitude, accuracy, time."""

from __future__ import annotations

import struct

from server import crypto, metrics
from server.geo import Point
from server.positions.messages import Fix
from server.services import Services

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


def opened(services: Services, row: dict[str, object], place: str) -> Fix | None:
    """None when its key is gone or its bytes are damaged: one lost point stops no alarm."""
    if row["wrapped"] is None:
        return None
    try:
        return unpack(_unseal(services, row, place))
    except crypto.Unreadable:
        metrics.unreadable.inc()
        return None


def _unseal(services: Services, row: dict[str, object], place: str) -> bytes:
    """Open a row that carries its wrapped key beside its sealed point."""
    epoch, wrapped, sealed = row["epoch"], row["wrapped"], row["point_sealed"]
    key = services.keyring.unwrap(int(str(epoch)), bytes(wrapped), str(row["key_id"]))  # type: ignore[call-overload]  # columns are bytes
    return crypto.unseal(key, bytes(sealed), place)  # type: ignore[call-overload]  # likewise
