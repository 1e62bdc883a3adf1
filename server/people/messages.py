"""Accounts, sessions and devices on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server import limits
from server.wire import (
    PEOPLE,
    SIGNED_IN,
    Event,
    Id,
    Line,
    Message,
    Millis,
    Nothing,
    Pin,
    Who,
    command,
    event,
)

Role = Literal[
    "member",
    "ally",
    "minor",
    "partner",
    "moderator",
    "admin",
    "officer",
    "expert",
    "supervisor",
]
Language = Literal["fr", "en"]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=8, max_length=1024)]
Radius = Annotated[int, Meta(ge=1, le=500)]


class SignIn(Message):
    """`shared`: a device that is not hers only; nothing may outlive the tab."""

    email: Email
    password: Password
    shared: bool = False
    language: Language = "fr"


class Me(Message):
    """The signed-in person, as she sees herself."""

    person: Id
    role: Role
    pseudonym: Line
    first_name: Line
    phone: Line
    contacts: list[Line]
    language: Language
    mixed_help: bool
    helps_allies: bool
    explicit_push: bool
    radius_km: Radius
    commune: Line
    has_pin: bool
    has_duress_pin: bool
    has_code_word: bool
    push_tested_at: Millis | None
    push_devices: int


class SignedIn(Message):
    """`device` is the secret half of the session (the other is the cookie). `alert_credential`
    can launch, stop and report position, nothing else, and outlives the session; it is null on a
    shared device."""

    me: Me
    device: Line
    alert_credential: Line | None


class Update(Message):
    """Only the fields given change."""

    pseudonym: Line | None = None
    first_name: Line | None = None
    phone: Line | None = None
    contacts: list[Line] | None = None
    language: Language | None = None
    mixed_help: bool | None = None
    helps_allies: bool | None = None
    explicit_push: bool | None = None
    radius_km: Radius | None = None
    commune: Line | None = None


class SetPins(Message):
    """Re-authentication by password. An empty string removes; null leaves as it is.

    The stop PIN and the duress PIN must differ; a duress PIN needs a stop PIN.
    """

    password: Password
    pin: Pin | Literal[""] | None = None
    duress_pin: Pin | Literal[""] | None = None
    code_word: Line | None = None


class Session(Message):
    session: Id
    opened_at: Millis
    seen_at: Millis
    here: bool
    shared: bool


class Credential(Message):
    credential: Id
    made_at: Millis
    used_at: Millis | None
    here: bool


class Devices(Message):
    sessions: list[Session]
    credentials: list[Credential]


class EndSession(Message):
    session: Id


class Revoke(Message):
    credential: Id


class Block(Message):
    """A person met in a room: `who` of that room. A blocked pair never meets again."""

    room: Id
    who: Id


@event("session.ended")
class SessionEnded(Event):
    """To: the sockets of a session that has just been ended; they are cut right after."""

    reason: Literal["signed_out", "ended", "wiped", "banned", "expired"]


SIGN_IN = command(
    "session.open",
    SignIn,
    SignedIn,
    who=Who.ANYONE,
    rate=limits.SIGN_IN,
    about="Sign in, over HTTPS only (it sets the cookie). Same answer for an unknown account.",
)
SIGN_OUT = command(
    "session.close",
    Nothing,
    Nothing,
    who=SIGNED_IN,
    rate=limits.SETTINGS,
    about="End this session.",
)
ME = command("me", Nothing, Me, who=SIGNED_IN, rate=limits.READ, about="Myself.")
UPDATE = command(
    "me.update", Update, Me, who=SIGNED_IN, rate=limits.SETTINGS, about="Change my profile."
)
SET_PINS = command(
    "me.pins",
    SetPins,
    Me,
    who=PEOPLE,
    rate=limits.SIGN_IN,
    about="Stop PIN, duress PIN, code word; asks for the password.",
)
DEVICES = command(
    "devices.list",
    Nothing,
    Devices,
    who=SIGNED_IN,
    rate=limits.READ,
    about="Open sessions and alert credentials.",
)
END_SESSION = command(
    "devices.end",
    EndSession,
    Devices,
    who=SIGNED_IN,
    rate=limits.SETTINGS,
    about="End another session; its sockets close within 2 s.",
)
REVOKE = command(
    "devices.revoke",
    Revoke,
    Devices,
    who=SIGNED_IN,
    rate=limits.SETTINGS,
    about="Revoke a device's alert credential.",
)
BLOCK = command(
    "people.block",
    Block,
    Nothing,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="Never be alarmed by, nor alarm, this person again; a chat of the two ends.",
)
