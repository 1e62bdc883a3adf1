"""Who is asking: the answer of the doorkeeper, carried by every call."""

from __future__ import annotations

from dataclasses import dataclass

from server.wire import Who


@dataclass(frozen=True)
class Proof:
    """What a client shows: both halves of a session, or an alert-only credential."""

    cookie: str = ""
    device: str = ""
    credential: str = ""


@dataclass(frozen=True)
class Actor:
    """`who` has one flag. A credential's actor is its person with the CREDENTIAL flag only."""

    who: Who
    person: str = ""
    partition: str = "member"
    language: str = "fr"
    session: str = ""
    credential: str = ""
    banned: bool = False


VISITOR = Actor(Who.ANYONE)
