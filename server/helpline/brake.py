"""The brake under flood: a ticket for each visit, and a puzzle that gets harder for whoever sends
thousands. A calm visitor's is empty, or solved by her page while she reads.

Nothing of a ticket is stored until it is used: it carries its own time and difficulty under a MAC.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from server import crypto
from server.clock import MINUTE

TICKET_LIVES = 15 * MINUTE
CALM_HERE, CALM_OF_ONE = 120, 120
"""Visits a minute in all; tickets and visits of one address, as one process sees them. (A shelter,
or all phones of an operator, share one: it counts, it never refuses.)"""
FIRST_BITS, MOST_BITS = 10, 20
"""A thousand hashes, a few milliseconds of a cheap phone; a million, some seconds of it."""
GRACE_BITS = 2
"""By one doubling, the first included, a ticket may be easier than what is asked now."""


@dataclass(frozen=True)
class Ticket:
    at: int
    bits: int
    nonce: str

    def seal(self, key: bytes) -> str:
        said = f"{self.at}.{self.bits}.{self.nonce}"
        return f"{said}.{crypto.blind(key, f'ticket|{said}')}"


def opened(key: bytes, shown: str) -> Ticket | None:
    """None: not one of ours."""
    said, _, mac = shown.rpartition(".")
    parts = said.split(".")
    if len(parts) != 3 or not crypto.same(mac, crypto.blind(key, f"ticket|{said}")):
        return None
    return Ticket(int(parts[0]), int(parts[1]), parts[2])


def bits(here: int, of_one: int) -> int:
    """How hard, from visits in the last minute: each doubling beyond calm is two bits."""
    pressure = max(here / CALM_HERE, of_one / CALM_OF_ONE)
    if pressure <= 1:
        return 0
    return min(MOST_BITS, FIRST_BITS + 2 * (int(pressure).bit_length() - 1))


def solved(ticket: str, difficulty: int, answer: int) -> bool:
    held = hashlib.sha256(f"{ticket}.{answer}".encode()).digest()
    return int.from_bytes(held, "big") >> (256 - difficulty) == 0


def alive(ticket: Ticket, now: int) -> bool:
    return 0 <= now - ticket.at < TICKET_LIVES


def hard_enough(ticket: Ticket, wanted: int) -> bool:
    return wanted <= FIRST_BITS or ticket.bits >= wanted - GRACE_BITS
