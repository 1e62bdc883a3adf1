"""The alert's rules. Values in, decisions out; milliseconds UTC.

Figures: fifty places; a place silent for a minute lets the next nearest be alarmed too, until
fifty have shown a sign or a hundred and fifty were alarmed; a window of 48 h from the launch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from server.clock import DAY, HOUR, MINUTE

PLACES = 50
MOST_ALARMED = 150
SILENT_AFTER = MINUTE
LOOK_AGAIN = MINUTE
WINDOW = 48 * HOUR
REVIEW_OVER = DAY
FREE_LAUNCHES = 3
REPORTABLE_FOR = 30 * DAY
SIGNS = ("seen", "acting")


@dataclass(frozen=True)
class PlaceView:
    person: str
    state: str
    alarmed_at: int


@dataclass(frozen=True)
class Refill:
    """How many to alarm now, and when to look again (None: never, unless something changes)."""

    wanted: int
    again_at: int | None


def refill(places: Sequence[PlaceView], launched_at: int, now: int) -> Refill:
    """The rolling fifty. A sign holds a place; so does silence, for a minute; a "cannot" and a dead
    subscription hold none. People alarmed by an earlier launch of this window count only if they
    showed a sign."""
    signs = sum(p.state in SIGNS for p in places)
    alarmed = sum(p.alarmed_at >= launched_at or p.state in SIGNS for p in places)
    fresh = [p.alarmed_at for p in places if _fresh(p, launched_at, now)]
    if signs >= PLACES or alarmed >= MOST_ALARMED:
        return Refill(0, None)
    wanted = min(PLACES - signs - len(fresh), MOST_ALARMED - alarmed)
    return Refill(max(0, wanted), min(fresh, default=now) + SILENT_AFTER)


def _fresh(place: PlaceView, launched_at: int, now: int) -> bool:
    """Alarmed by this launch, less than a minute ago, and silent so far."""
    since = max(launched_at, now - SILENT_AFTER + 1)
    return place.state == "alarmed" and place.alarmed_at >= since


def room_left(places: Sequence[PlaceView], launched_at: int) -> int:
    """How many may still be alarmed by this launch."""
    alarmed = sum(p.alarmed_at >= launched_at or p.state in SIGNS for p in places)
    return max(0, MOST_ALARMED - alarmed)


def not_again(places: Sequence[PlaceView], launched_at: int) -> set[str]:
    """Whom a wave leaves alone: alarmed by this launch already, here already, or unable to come.
    The silent of an earlier launch are alarmed anew."""
    return {
        p.person for p in places if p.alarmed_at >= launched_at or p.state in (*SIGNS, "declined")
    }


Launch = Literal["new", "again", "same"]


def launch(open_state: str | None) -> Launch:
    """What a press does: one window at a time; a stopped one is re-opened; a running one is it."""
    if open_state is None:
        return "new"
    return "same" if open_state == "running" else "again"


def flagged(launches_last_day: int) -> bool:
    """Later ones still go out, and moderators see them."""
    return launches_last_day > FREE_LAUNCHES


def reportable(window_ends_at: int, now: int) -> bool:
    """Some things are understood only afterwards; as long as it is known who was there."""
    return now <= window_ends_at + REPORTABLE_FOR


def pool(partition: str, *, mixed: bool) -> Literal["members", "mixed", "allies"]:
    """Whom an alert may reach. Allies only if she accepts mixed help; an ally's own alert goes to
    allies and to members who chose to help them."""
    if partition == "ally":
        return "allies"
    return "mixed" if mixed else "members"


def rounded_km(distance_m: float) -> int:
    """How far, as told before the room is opened: whole kilometres, never under one."""
    return max(1, round(distance_m / 1000))
