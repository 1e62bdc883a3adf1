"""Who receives an event. Actions name audiences; only the fan-out makes socket rooms of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Audience:
    kind: Literal["person", "session", "channel", "board", "desk", "queue"]
    id: str
    part: str = ""


def person(person_id: str) -> Audience:
    """Every open page of one person."""
    return Audience("person", person_id)


def session(session_id: str) -> Audience:
    """The sockets of one session."""
    return Audience("session", session_id)


def channel(room_id: str, name: str) -> Audience:
    """Everybody who may read this channel of this room and has it open."""
    return Audience("channel", room_id, name)


def board(department: str) -> Audience:
    """The agents whose association covers this département."""
    return Audience("board", department)


def desk(team_id: str) -> Audience:
    """The desks of a team of the helpline; `*`: every desk."""
    return Audience("desk", team_id)


def queue(team_id: str) -> Audience:
    """The visitors who wait for a team."""
    return Audience("queue", team_id)
