"""Wipe on the wire."""

from __future__ import annotations

from server import limits
from server.wire import PEOPLE, SIGNED_IN, Id, Message, Nothing, Who, command


class Wiped(Message):
    """What the server forgot. A running alert goes on: wiping never ends it."""

    sessions: int
    push_devices: int
    alert_goes_on: bool


class EraseRoom(Message):
    """Erase my own words in a room: their keys are destroyed. What was reported is kept."""

    room: Id


class RoomErased(Message):
    entries: int


WIPE = command(
    "wipe",
    Nothing,
    Wiped,
    who=SIGNED_IN | Who.CREDENTIAL,
    rate=limits.SETTINGS,
    about="End this device's session, credential and push; answers with Clear-Site-Data.",
)
ERASE_ROOM = command(
    "room.erase",
    EraseRoom,
    RoomErased,
    who=PEOPLE | Who.PARTNER,
    rate=limits.SETTINGS,
    about="Destroy the keys of my own words in this room.",
)
