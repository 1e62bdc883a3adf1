"""Where a simulated person finds her own session: from one secret, new at every demo."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

import msgspec

from server.demo.community import Inhabitant


class Briefing(msgspec.Struct, frozen=True):
    """What the process of the simulated people is told at its start, on its standard input.

    `pace` divides every delay (tests play faster than life)."""

    server: str
    origin: str
    seed: int
    people: int
    secret: str
    sink_port: int
    online: int
    pace: float = 1.0
    around: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pass:
    """Both halves of a session."""

    session: str
    cookie: str
    device: str


def pass_of(secret: str, person: Inhabitant) -> Pass:
    return Pass(*(_derived(secret, what, person.index) for what in ("session", "cookie", "device")))


def _derived(secret: str, what: str, index: int) -> str:
    made = hmac.new(secret.encode(), f"{what}|{index}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:16] if what == "session" else made).decode().rstrip("=")
