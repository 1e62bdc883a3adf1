"""The alert on the wire."""

from __future__ import annotations

from typing import Literal

from server import limits
from server.conversations.messages import Channel, Seq
from server.positions.messages import Fix
from server.wire import (
    PEOPLE,
    Event,
    Id,
    Line,
    Message,
    Millis,
    Nothing,
    Pin,
    Text,
    Who,
    command,
    event,
)

AlertState = Literal["running", "stopped", "closed"]
Side = Literal["caller", "responder", "partner"]
PlaceState = Literal["alarmed", "seen", "acting", "declined", "freed"]
CallOutcome = Literal["reached", "no_answer", "refused", "wrong_number"]
Located = Literal["fix", "last_known", "commune", "unknown"]


class Start(Message):
    """`press` names one press of the button: repeats, from any tab, are the same alert.

    `fix` is sent when the device has one already; the alert never waits for it. Else her last
    known point is used, else the postcode she chose at home, else the partners are told.
    """

    press: Id
    fix: Fix | None = None
    mixed: bool | None = None


class Tally(Message):
    """What her screen may count. It never says who."""

    alarmed: int
    seen: int
    acting: int
    writing: int


class Alert(Message):
    """The caller's own view of her alert."""

    alert: Id
    room: Id
    state: AlertState
    launched_at: Millis
    window_ends_at: Millis
    stopped_at: Millis | None
    located: Located
    tally: Tally
    asks_pin: bool


class Running(Message):
    """Her alert inside its window, or null. `now`: the server's clock, by which every time on the
    wire is meant; a phone set by hand may be hours off."""

    alert: Alert | None
    now: Millis


class Stop(Message):
    """`pin` is asked of whoever set one. `words` and `code_word`: a verified all-clear."""

    alert: Id
    pin: Pin | None = None
    words: Text | None = None
    code_word: Line | None = None


class AlertRef(Message):
    alert: Id


class Person(Message):
    """Somebody of a room, under the room's own id for her. `state` is null on her screen."""

    who: Id
    name: Line
    side: Side
    state: PlaceState | None = None
    distance_m: int | None = None
    phone: Line | None = None
    fix: Fix | None = None


class Contact(Message):
    kind: Line
    value: Line


class Head(Message):
    channel: Channel
    seq: Seq


class RoomView(Message):
    """An alert room as one person may see it now. `fix` is her last point, with its age in `at`."""

    alert: Id
    room: Id
    side: Side
    me: Id
    my_state: PlaceState | None
    state: AlertState
    launched_at: Millis
    window_ends_at: Millis
    stopped_at: Millis | None
    caller: Person
    contacts: list[Contact]
    people: list[Person]
    channels: list[Head]
    sharing: bool
    sharing_with_her: bool
    tally: Tally


class Answer(Message):
    alert: Id
    answer: Literal["acting", "declined"]


class Answered(Message):
    state: PlaceState


class CallTap(Message):
    """Somebody taps the phone link. The outcome is told later, if at all."""

    alert: Id
    call: Id


class CallEnd(Message):
    alert: Id
    call: Id
    outcome: CallOutcome


class Share(Message):
    """`among`: her way, to the other responders. `with_her`: shown to her too; a separate choice."""

    alert: Id
    among: bool
    with_her: bool


class Report(Message):
    alert: Id
    reason: Text
    client_id: Id


class Invitation(Message):
    """An alert somebody was alarmed of. No exact point: that waits until she opens the room."""

    alert: Id
    room: Id
    first_name: Line
    state: AlertState
    my_state: PlaceState
    launched_at: Millis
    window_ends_at: Millis
    distance_km: int | None


class Mine(Message):
    """Everything a reconnecting client needs to know where it stands; `now` as in `Running`."""

    own: Alert | None
    invitations: list[Invitation]
    now: Millis


class PastAlert(Message):
    """A closed alert of hers whose text she, and she alone, can still read. `text_dies_at` is null
    while she holds it as evidence."""

    alert: Id
    room: Id
    launched_at: Millis
    closed_at: Millis
    text_dies_at: Millis | None
    held: bool


class Past(Message):
    alerts: list[PastAlert]


class Hold(Message):
    """Keep a closed alert's text as evidence, or let it die in its time."""

    alert: Id
    held: bool


class Figures(Message):
    """Anonymous totals; a figure computed from fewer than five alerts is null."""

    alerts: int
    members: int
    median_first_sign_ms: int | None
    median_first_contact_ms: int | None
    contacts_first_minute: float | None


@event("alert.alarm")
class Alarm(Event):
    """To: each person alarmed, at once, on every open page of hers."""

    invitation: Invitation


@event("alert.called")
class Called(Event):
    """You were alarmed, by the database: a second later than `alert.alarm`, for whom that did not
    reach. Whoever does not know of this launch asks `alert.mine`."""

    alert: Id
    launched_at: Millis


@event("alert.changed")
class AlertChanged(Event):
    """The alert's state changed. To: everybody of its room, and her own devices."""

    alert: Id
    state: AlertState
    window_ends_at: Millis


@event("alert.tally")
class TallyChanged(Event):
    """To: her own devices and the room."""

    alert: Id
    tally: Tally


@event("alert.person")
class PersonChanged(Event):
    """Somebody of the room changed. To: the sides that may see this person."""

    alert: Id
    person: Person


@event("board.changed")
class BoardChanged(Event):
    """Something on the board changed: ask again. To: the agents of the alert's département."""

    alert: Id


ALERT_ANYWAY = PEOPLE | Who.CREDENTIAL
IN_ROOM = PEOPLE | Who.PARTNER

START = command(
    "alert.start",
    Start,
    Alert,
    who=ALERT_ANYWAY,
    rate=limits.PRESS,
    about="Launch. One transaction: alert, room, fifty places, outbox; then the acknowledgement.",
)
STOP = command(
    "alert.stop",
    Stop,
    Alert,
    who=ALERT_ANYWAY,
    rate=limits.PRESS,
    about="Stop, unverified: she stays locatable and contactable until the window's end.",
)
CURRENT = command(
    "alert.current",
    Nothing,
    Running,
    who=ALERT_ANYWAY,
    rate=limits.CATCH_UP,
    about="Her own alert, from any device of hers.",
)
MINE = command(
    "alert.mine",
    Nothing,
    Mine,
    who=PEOPLE,
    rate=limits.CATCH_UP,
    about="Own alert and invitations: what a client asks first after every connect.",
)
OPEN = command(
    "alert.open",
    AlertRef,
    RoomView,
    who=IN_ROOM,
    rate=limits.ENTER,
    about="Open the room: a sign. From here on her exact position is seen.",
)
ANSWER = command(
    "alert.answer",
    Answer,
    Answered,
    who=PEOPLE,
    rate=limits.TALK,
    about="I act, or I cannot (the place is freed for the next nearest).",
)
CALL = command(
    "alert.call",
    CallTap,
    Answered,
    who=IN_ROOM,
    rate=limits.TALK,
    about="The phone link was tapped.",
)
CALL_END = command(
    "alert.call_end",
    CallEnd,
    Answered,
    who=IN_ROOM,
    rate=limits.TALK,
    about="How the call went.",
)
SHARE = command(
    "alert.share",
    Share,
    Share,
    who=IN_ROOM,
    rate=limits.TALK,
    about="Share one's own position with the responders, and separately with her.",
)
REPORT_ALERT = command(
    "alert.report",
    Report,
    AlertRef,
    who=IN_ROOM,
    rate=limits.TALK,
    about="Report an abuse to the moderators.",
)
FIGURES = command(
    "alert.figures",
    Nothing,
    Figures,
    who=Who.ANYONE,
    rate=limits.LOOK_UP,
    about="Anonymous totals for the public page.",
)
PAST = command(
    "alert.past",
    Nothing,
    Past,
    who=PEOPLE,
    rate=limits.READ,
    about="Her closed alerts whose text she can still read.",
)
HOLD = command(
    "alert.hold",
    Hold,
    Past,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="Hold the text of a closed alert as evidence, or release it.",
)
