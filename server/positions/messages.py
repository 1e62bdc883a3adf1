"""Positions on the wire. Degrees WGS 84, metres, milliseconds UTC."""

from __future__ import annotations

from server import limits
from server.wire import (
    PEOPLE,
    Event,
    Id,
    Latitude,
    Longitude,
    Message,
    Metres,
    Millis,
    Who,
    command,
    event,
)


class Fix(Message):
    """One reading of a device's position."""

    lat: Latitude
    lon: Longitude
    accuracy_m: Metres
    at: Millis


class Reported(Message):
    """`live`: the point went to the people of a running window."""

    live: bool


class CountAround(Message):
    """How many members live within a radius; information only, it limits no alert."""

    radius_km: int


class Around(Message):
    """`count` is null when it is under 5 (or unknown), so that nobody is singled out."""

    count: int | None


class TrailOf(Message):
    room: Id


class TrailPoint(Message):
    who: Id
    fix: Fix


class Trail(Message):
    """Exact points of the people whose position the asker may see, oldest first."""

    points: list[TrailPoint]


@event("position.moved", latest_of="who", newer_by="fix.at")
class PositionMoved(Event):
    """Somebody of this room moved. To: the room's sides that may see this person. Of each person
    only the latest counts: what is superseded within a tenth of a second may be left out."""

    room: Id
    who: Id
    fix: Fix


REPORT = command(
    "position.report",
    Fix,
    Reported,
    who=PEOPLE | Who.CREDENTIAL,
    rate=limits.POSITION,
    about="The page is open and the device moved: last known point, and live point in an alert.",
)
COUNT_AROUND = command(
    "position.around",
    CountAround,
    Around,
    who=PEOPLE,
    rate=limits.LOOK_UP,
    about="Members within a radius, computed from cells.",
)
TRAIL = command(
    "position.trail",
    TrailOf,
    Trail,
    who=PEOPLE | Who.PARTNER,
    rate=limits.READ,
    about="The trail of a running window, for those who joined late.",
)
