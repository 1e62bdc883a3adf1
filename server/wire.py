"""The wire: what a message is, and the two registries every door reads.

A domain declares its messages once, in its `messages.py`. The socket door, the HTTPS door, the
TypeScript types and the AsyncAPI and OpenAPI documents are all read from these registries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Meta, Struct

from server.limits import Rate


class Message(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """One payload on the wire. An undeclared field is an error, never ignored."""


class Nothing(Message):
    """An empty payload."""


@dataclass(frozen=True)
class Latest:
    """What makes one event take the place of another: whose it is, and how new (milliseconds)."""

    of: Callable[[Any], str]
    at: Callable[[Any], int]


class Event(Message):
    """A payload the server sends unasked. `name` is its Socket.IO event name. Where only the latest
    counts, `latest` says so: an older one may then be left out."""

    name: ClassVar[str]
    latest: ClassVar[Latest | None] = None


class Who(Flag):
    """Who may send a command. Handlers still re-check what a flag cannot know. PASSERBY and VISITOR
    are those of the helpline's own address; all others are of the members'."""

    ANYONE = auto()
    PASSERBY = auto()
    VISITOR = auto()
    CREDENTIAL = auto()
    MEMBER = auto()
    ALLY = auto()
    MINOR = auto()
    PARTNER = auto()
    MODERATOR = auto()
    ADMIN = auto()
    OFFICER = auto()
    EXPERT = auto()
    SUPERVISOR = auto()


AT_HELPLINE = Who.PASSERBY | Who.VISITOR
PEOPLE = Who.MEMBER | Who.ALLY | Who.MINOR
DESK = Who.OFFICER | Who.EXPERT | Who.SUPERVISOR
STAFF = Who.PARTNER | Who.MODERATOR | Who.ADMIN | DESK
SIGNED_IN = PEOPLE | STAFF

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

Id = Annotated[str, Meta(min_length=8, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
_ID = re.compile("[A-Za-z0-9_-]{8,64}")
Text = Annotated[str, Meta(min_length=1, max_length=4000)]
Line = Annotated[str, Meta(max_length=200)]
Pin = Annotated[str, Meta(min_length=4, max_length=12, pattern="^[0-9]+$")]
Millis = Annotated[int, Meta(ge=0, le=4_102_444_800_000)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Metres = Annotated[float, Meta(ge=0, le=20_100_000)]


def is_id(shown: str) -> bool:
    """What could be an `Id`: what a handshake shows is asked together with what others show, and
    may not be able to spoil their question."""
    return _ID.fullmatch(shown) is not None


@dataclass(frozen=True)
class Command(Generic[Request, Response]):
    """A verb a client may send, over the socket (with an acknowledgement) or as HTTPS POST."""

    name: str
    request: type[Request]
    response: type[Response]
    who: Who
    rate: Rate
    about: str = ""


COMMANDS: dict[str, Command[Any, Any]] = {}
EVENTS: dict[str, type[Event]] = {}


def command(
    name: str,
    request: type[Request],
    response: type[Response],
    *,
    who: Who,
    rate: Rate,
    about: str,
) -> Command[Request, Response]:
    """Declare a command. Its name may exist once."""
    if name in COMMANDS:
        raise ValueError(f"command {name} is declared twice")
    declared = Command(name, request, response, who, rate, about)
    COMMANDS[name] = declared
    return declared


def event(name: str, *, latest_of: str = "", newer_by: str = "") -> Any:
    """Class decorator: declare a server event under `name`. With the names of two fields: of all
    events with the same `latest_of`, only the one with the highest `newer_by` counts."""

    def declare(kind: type[Event]) -> type[Event]:
        if name in EVENTS:
            raise ValueError(f"event {name} is declared twice")
        kind.name = name
        if latest_of:
            kind.latest = Latest(attrgetter(latest_of), attrgetter(newer_by))
        EVENTS[name] = kind
        return kind

    return declare


class Refusal(Message):
    """Why a command was refused: a code for programs, a sentence for a frightened person."""

    code: str
    sentence: str
    retry_after_ms: int | None = None
