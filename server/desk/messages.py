"""The desk of the helpline: officers, psychologists and social workers, supervisors. What is said
goes by `room.say`: `all` with the visitor, `officers` among those who help her."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server import limits
from server.conversations.messages import Seq
from server.helpline.messages import Kind, Waiting
from server.helpline.rules import Topic
from server.wire import Id, Line, Message, Millis, Nothing, Text, Who, command

Given = Annotated[str, Meta(min_length=2, max_length=200)]
Reason = Literal["minor", "danger"]
DisclosureState = Literal["asked", "agreed", "given", "lapsed"]
GuideKind = Literal["complaint", "association", "number"]


class Inside(Message):
    """`kind` null: the visitor."""

    who: Id
    name: Line | None
    kind: Kind | None


class Channel(Message):
    channel: Literal["all", "officers"]
    seq: Seq
    read: Seq


class Talk(Message):
    """A conversation I am in. `identity` is what the visitor gave of her own will."""

    visit: Id
    room: Id
    me: Id
    topic: Topic
    victim: bool
    minor: bool
    department: Line | None
    language: Literal["fr", "en"]
    came_at: Millis
    taken_at: Millis
    here: bool
    left: bool
    identity: Text | None
    people: list[Inside]
    channels: list[Channel]


class Colleague(Message):
    """`there`: on duty, in her team's hours, and connected."""

    officer: Id
    name: Line
    kind: Kind
    team: Line
    duty: bool
    there: bool
    talks: int


class Team(Message):
    """`longest_ms`: how long the first of its queue has waited; null: nobody waits."""

    team: Id
    name: Line
    departments: list[Line]
    topics: list[Topic]
    covered: bool
    there: int
    waiting: int
    talking: int
    longest_ms: Millis | None


class Disclosure(Message):
    """An emergency disclosure of a network address: asked by one officer, agreed by another, with
    the prosecutor's word. `mine`: I asked for it."""

    disclosure: Id
    visit: Id
    reason: Reason
    prosecutor: Line
    reference: Line
    asked_at: Millis
    given_at: Millis | None
    asked_by: Line
    agreed_by: Line | None
    state: DisclosureState
    mine: bool


class Desk(Message):
    """All this page shows. A supervisor sees no `talks`."""

    me: Colleague
    waiting: list[Waiting]
    talks: list[Talk]
    colleagues: list[Colleague]
    teams: list[Team]
    disclosures: list[Disclosure]


class Duty(Message):
    on: bool


class VisitRef(Message):
    visit: Id


class HandOver(Message):
    """To a colleague on duty, or (`officer` null) to the queue of a team. `note` goes to the
    officers' channel: the context, which the visitor never sees."""

    visit: Id
    officer: Id | None
    team: Id | None
    note: Text


class Invite(Message):
    visit: Id
    officer: Id


class Guide(Message):
    """Where to send her: what is written here is shown to her as it stands."""

    guide: Id
    kind: GuideKind
    title: Line
    text: Text
    number: Line | None


class Guides(Message):
    guides: list[Guide]


class Orient(Message):
    visit: Id
    guide: Id


class End(Message):
    """`flag`: it was abuse. Either way nothing of what was said is left."""

    visit: Id
    flag: bool


class Ended(Message):
    visit: Id


class Disclose(Message):
    """Only for a minor or a person in danger, only while she is connected."""

    visit: Id
    reason: Reason
    prosecutor: Given
    reference: Given


class DisclosureRef(Message):
    disclosure: Id


class Address(Message):
    """Readable for a quarter of an hour by the two officers."""

    address: Line
    seen_at: Millis


class Figure(Message):
    """Of one day: how many came, were answered, and so on. No content, nobody's row."""

    day: Line
    came: int
    answered: int
    left: int
    wiped: int
    flagged: int
    median_wait_ms: Millis | None
    median_talk_ms: Millis | None


class Overview(Message):
    """Workload and waiting, without a word of what is said."""

    teams: list[Team]
    colleagues: list[Colleague]
    figures: list[Figure]
    disclosures: list[Disclosure]


DESK = Who.OFFICER | Who.EXPERT
EVERY_DESK = DESK | Who.SUPERVISOR

OPEN = command(
    "desk.open",
    Nothing,
    Desk,
    who=EVERY_DESK,
    rate=limits.DESK,
    about="My desk; after every connect. From then on my pages hear of who waits.",
)
DUTY = command(
    "desk.duty",
    Duty,
    Desk,
    who=DESK,
    rate=limits.STAFF,
    about="Begin or end my duty. Whoever I talk with stays with me.",
)
ACCEPT = command(
    "desk.accept",
    VisitRef,
    Talk,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Answer a visitor. Who comes second is refused `taken`.",
)
HAND_OVER = command(
    "desk.hand_over",
    HandOver,
    Ended,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Give a conversation to a colleague, or back to a queue; I leave it.",
)
INVITE = command(
    "desk.invite",
    Invite,
    Talk,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Ask a psychologist, a social worker or a colleague into a conversation. The visitor is told.",
)
STEP_OUT = command(
    "desk.step_out",
    VisitRef,
    Ended,
    who=DESK,
    rate=limits.STAFF,
    about="Leave a conversation in which an officer stays.",
)
GUIDES = command(
    "desk.guides",
    VisitRef,
    Guides,
    who=DESK,
    rate=limits.STAFF,
    about="Where this visitor can be sent: complaint, associations of her département, numbers.",
)
ORIENT = command(
    "desk.orient",
    Orient,
    Talk,
    who=DESK,
    rate=limits.STAFF,
    about="Show her one of them.",
)
END = command(
    "desk.end",
    End,
    Ended,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="End a conversation: its key is destroyed.",
)
DISCLOSE = command(
    "desk.disclose",
    Disclose,
    Disclosure,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Ask for the network address of a visitor in extreme danger. A second officer must agree.",
)
AGREE = command(
    "desk.agree",
    DisclosureRef,
    Disclosure,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Agree to it, as the second officer.",
)
ADDRESS = command(
    "desk.address",
    DisclosureRef,
    Address,
    who=Who.OFFICER,
    rate=limits.STAFF,
    about="Read it: the two officers, for a quarter of an hour.",
)
OVERVIEW = command(
    "desk.overview",
    Nothing,
    Overview,
    who=Who.SUPERVISOR | Who.ADMIN,
    rate=limits.STAFF,
    about="Workload, waiting, figures and disclosures. No text.",
)
