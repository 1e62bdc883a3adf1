"""The watch board of partner associations on the wire."""

from __future__ import annotations

from server import limits
from server.alerts.messages import AlertRef, AlertState, RoomView
from server.wire import Id, Line, Message, Millis, Nothing, Who, command


class Watched(Message):
    """An alert room as the board shows it before anyone enters: no name, no exact point."""

    alert: Id
    room: Id
    department: Line | None
    commune: Line | None
    state: AlertState
    constrained: bool
    launched_at: Millis
    window_ends_at: Millis
    alarmed: int
    seen: int
    acting: int
    last_sign_at: Millis | None
    last_point_at: Millis | None
    entered: bool


class Board(Message):
    association: Line
    departments: list[Line]
    alerts: list[Watched]


WATCH = command(
    "board.watch",
    Nothing,
    Board,
    who=Who.PARTNER,
    rate=limits.STAFF,
    about="Open windows in my association's départements, and those whose place is unknown.",
)
ENTER = command(
    "board.enter",
    AlertRef,
    RoomView,
    who=Who.PARTNER,
    rate=limits.STAFF,
    about="Enter a room openly: it is announced to everybody in it.",
)
