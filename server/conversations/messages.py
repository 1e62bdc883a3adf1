"""The room engine on the wire: entries of a channel, in the order of their dense `seq`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server import limits
from server.wire import PEOPLE, Event, Id, Line, Message, Millis, Text, Who, command, event

Channel = Literal["her", "us", "her_ally", "us_ally", "direct", "all", "officers"]
"""`her`: with her. `us`: among responders; her device never receives it. `…_ally`: the same two
for the partition of allies, so that neither partition learns of the other. `direct`: two people who
chose each other. `all`: a conversation of the helpline; `officers`: the same without its visitor."""

EntryKind = Literal[
    "launched",
    "relaunched",
    "wave",
    "joined",
    "said",
    "acting",
    "declined",
    "calling",
    "call_ended",
    "showing_her",
    "hiding_from_her",
    "sharing",
    "not_sharing",
    "partner_entered",
    "stopped",
    "stopped_under_constraint",
    "all_clear",
    "reported",
    "erased",
    "window_closed",
    "left",
    "handed_over",
    "oriented",
    "disclosure_asked",
    "disclosure_agreed",
    "disclosure_given",
]

Seq = Annotated[int, Meta(ge=0, le=2_000_000_000)]


class Entry(Message):
    """One thing that happened. `who` is the room's own name for a person (never an account id).

    `text` is what somebody wrote; `detail` a word the client translates (a call's outcome, the
    size of a wave). `client_id` is the sender's, so that her own client recognises it.
    """

    seq: Seq
    kind: EntryKind
    at: Millis
    who: Id | None = None
    name: Line | None = None
    text: Text | None = None
    detail: Line | None = None
    client_id: Id | None = None


class Say(Message):
    """A repeat of the same `client_id` is answered with the first result."""

    room: Id
    channel: Channel
    text: Text
    client_id: Id


class Said(Message):
    entry: Entry


class Sync(Message):
    """What is missing after `after` (0: from the beginning)."""

    room: Id
    channel: Channel
    after: Seq
    limit: Annotated[int, Meta(ge=1, le=500)] = 200


class Entries(Message):
    """`head` is the channel's last `seq`: with `entries` empty and `after == head`, all is seen."""

    entries: list[Entry]
    head: Seq


class MarkRead(Message):
    room: Id
    channel: Channel
    seq: Seq


class Marked(Message):
    seq: Seq


@event("room.entry")
class RoomEntry(Event):
    """A new entry. To: everybody of this room who may read this channel."""

    room: Id
    channel: Channel
    entry: Entry


@event("room.head")
class RoomHead(Event):
    """A channel goes this far, by the database: a second later than `room.entry`, for whom that did
    not reach. To: everybody who may read this channel."""

    room: Id
    channel: Channel
    seq: Seq


@event("room.read")
class RoomRead(Event):
    """Somebody has read up to `seq`. To: the same channel."""

    room: Id
    channel: Channel
    who: Id
    seq: Seq


TALKERS = PEOPLE | Who.PARTNER | Who.OFFICER | Who.EXPERT | Who.VISITOR

SAY = command(
    "room.say",
    Say,
    Said,
    who=TALKERS,
    rate=limits.TALK,
    about="Write in a channel. Acknowledged after the commit.",
)
SYNC = command(
    "room.sync",
    Sync,
    Entries,
    who=TALKERS,
    rate=limits.CATCH_UP,
    about="Fetch the entries after a cursor; on every connect, and whenever a seq is missing.",
)
READ = command(
    "room.read",
    MarkRead,
    Marked,
    who=TALKERS,
    rate=limits.READ,
    about="Move the read mark forward (never back).",
)
