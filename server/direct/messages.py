"""Staying in touch on the wire. What is said there goes by `room.say`, `room.sync`, `room.read`."""

from __future__ import annotations

from server import limits
from server.conversations.messages import Seq
from server.wire import PEOPLE, Event, Id, Line, Message, Millis, Nothing, Text, Who, command, event


class Wished(Message):
    """Somebody of the alert, and my own wish about her. The other's is never told."""

    who: Id
    name: Line
    wished: bool


class WishesOf(Message):
    alert: Id


class Wishes(Message):
    """Whom I may wish to stay in touch with. Empty while the alert runs."""

    people: list[Wished]


class Wish(Message):
    """`wished` false takes it back."""

    alert: Id
    who: Id
    wished: bool


class Chat(Message):
    """A direct chat. `head` is its last `seq`, `read` my own mark; it dies of silence at `dies_at`.
    `open` is false when nothing can be written any more."""

    room: Id
    me: Id
    who: Id
    name: Line
    head: Seq
    read: Seq
    dies_at: Millis
    open: bool


class Chats(Message):
    chats: list[Chat]


class ChatRef(Message):
    room: Id


class ReportChat(Message):
    room: Id
    reason: Text
    client_id: Id


@event("direct.changed")
class ChatsChanged(Event):
    """A chat began or ended: ask for them again. To: each of the two."""


ADULTS = Who.MEMBER | Who.ALLY

WISHES = command(
    "direct.wishes",
    WishesOf,
    Wishes,
    who=ADULTS,
    rate=limits.READ,
    about="Whom of this alert I may wish to stay in touch with, and whom I do.",
)
WISH = command(
    "direct.wish",
    Wish,
    Wishes,
    who=ADULTS,
    rate=limits.TALK,
    about="Wish to stay in touch, or take it back. Known to nobody unless the other wishes it too.",
)
MINE = command(
    "direct.mine",
    Nothing,
    Chats,
    who=PEOPLE,
    rate=limits.READ,
    about="My direct chats; after every connect, and when they change.",
)
LEAVE = command(
    "direct.leave",
    ChatRef,
    Chats,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="Leave a chat: it is destroyed for both.",
)
REPORT = command(
    "direct.report",
    ReportChat,
    ChatRef,
    who=PEOPLE,
    rate=limits.TALK,
    about="Report the other person of a chat to the moderators.",
)
