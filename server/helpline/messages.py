"""The helpline as its visitor's page knows it. What is said goes by `room.say` and `room.sync`.

A visitor has no account. Her page makes a secret, shows `visit.secret` with every command, and
keeps it in memory only: whoever closes the tab has left.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server import limits
from server.helpline.rules import Topic
from server.wire import Event, Id, Line, Message, Millis, Nothing, Text, Who, command, event

State = Literal["waiting", "talking"]
Kind = Literal["officer", "psychologist", "social_worker", "supervisor"]
Why = Literal["ended", "wiped", "expired"]
Bits = Annotated[int, Meta(ge=0, le=24)]


class Door(Message):
    """A `ticket` for one visit. Its puzzle: a number whose decimal digits after `ticket.` have a
    SHA-256 that begins with `bits` zero bits. 0 while it is calm. `open`: somebody is there."""

    ticket: Line
    bits: Bits
    open: bool


class Begin(Message):
    """`secret`: 43 characters of the page's own. A repeat with the same ticket and secret finds the
    visit of the first. `postcode` chooses the team and is not kept."""

    ticket: Line
    answer: Annotated[int, Meta(ge=0, le=2_000_000_000)]
    secret: Annotated[str, Meta(min_length=43, max_length=43, pattern="^[A-Za-z0-9_-]+$")]
    postcode: Annotated[str, Meta(max_length=12)]
    topic: Topic
    victim: bool
    minor: bool
    language: Literal["fr", "en"]


class Met(Message):
    """Who talks with her."""

    who: Id
    name: Line
    kind: Kind


class Visit(Message):
    """`known`: her postcode serves a commune. `near`: a team of her own département answers, not
    the national one. `there`: somebody of that team is there now. `place` counts from 1 and is 0
    once she is answered; `wait_ms` is null where nothing honest can be said. `queue` and `came_at`
    tell which `help.moved` concern her. `identity` is what she chose to give."""

    visit: Id
    room: Id
    me: Id
    state: State
    topic: Topic
    known: bool
    near: bool
    there: bool
    place: int
    wait_ms: Millis | None
    queue: Id
    came_at: Millis
    people: list[Met]
    head: int
    identity: Text | None


class Identity(Message):
    """Given freely; null takes it back, and its key with it."""

    text: Text | None


class Gone(Message):
    """`erased`: nothing of it can be read any more, by anybody."""

    erased: bool


@event("help.changed")
class HelpChanged(Event):
    """Something about the visit changed: ask `help.mine`. To: the visitor."""

    visit: Id


@event("help.moved")
class HelpMoved(Event):
    """Who came at `came_at` left this queue (-1) or came into it (1). To: who waits in it."""

    queue: Id
    came_at: Millis
    by: Literal[-1, 1]


@event("help.over")
class HelpOver(Event):
    """The visit is over; what was said is destroyed. To: the visitor, before her line is cut."""

    why: Why


class Waiting(Message):
    """A visitor nobody has answered yet. `alarm`: 0; 1 after 10 s; 2 after 60 s, when every team
    sees her. `here`: her page is connected."""

    visit: Id
    team: Line
    topic: Topic
    victim: bool
    minor: bool
    department: Line | None
    language: Literal["fr", "en"]
    came_at: Millis
    alarm: Literal[0, 1, 2]
    here: bool


@event("desk.waiting")
class DeskWaiting(Event):
    """Somebody came, or something about her changed. To: the desks of her team; after 60 s, all."""

    waiting: Waiting


@event("desk.gone")
class DeskGone(Event):
    """Nobody waits for an answer here any more. `by` took her. To: the same desks."""

    visit: Id
    by: Line | None


@event("desk.changed")
class DeskChanged(Event):
    """Something on this desk changed: ask `desk.open`. To: one person's pages."""

    visit: Id | None


DOOR = command(
    "help.door",
    Nothing,
    Door,
    who=Who.PASSERBY,
    rate=limits.HELP_DOOR,
    about="A ticket for a visit.",
)
BEGIN = command(
    "help.begin",
    Begin,
    Visit,
    who=Who.PASSERBY,
    rate=limits.HELP_BEGIN,
    about="Come into the queue of the team that answers for this place and topic.",
)
MINE = command(
    "help.mine",
    Nothing,
    Visit,
    who=Who.VISITOR,
    rate=limits.CATCH_UP,
    about="My visit; after every connect.",
)
IDENTIFY = command(
    "help.identify",
    Identity,
    Visit,
    who=Who.VISITOR,
    rate=limits.SETTINGS,
    about="Say who I am, of my own will; or take it back.",
)
WIPE = command(
    "help.wipe",
    Nothing,
    Gone,
    who=Who.VISITOR,
    rate=limits.PRESS,
    about="Destroy the conversation, for everybody, now.",
)
LEAVE = command(
    "help.leave",
    Nothing,
    Gone,
    who=Who.VISITOR,
    rate=limits.PRESS,
    about="The tab closes: nobody can come back to this visit.",
)
