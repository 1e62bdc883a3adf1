"""Who is asking: the answer of the doorkeeper, carried by every call."""

from __future__ import annotations

from dataclasses import dataclass

from server.wire import Who


@dataclass(frozen=True)
class Proof:
    """What a client shows: both halves of a session, an alert-only credential, or (at the
    helpline's address) the visit its page began."""

    cookie: str = ""
    device: str = ""
    credential: str = ""
    visit: str = ""


@dataclass(frozen=True)
class Actor:
    """`who` has one flag. A credential's actor is its person with the CREDENTIAL flag only."""

    who: Who
    person: str = ""
    partition: str = "member"
    language: str = "fr"
    session: str = ""
    credential: str = ""
    visit: str = ""
    banned: bool = False


STRANGER, PASSERBY = Actor(Who.ANYONE), Actor(Who.PASSERBY)
"""At the members' address, and at the helpline's."""
