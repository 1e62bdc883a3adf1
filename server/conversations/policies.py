"""What each kind of room allows: the one place to describe a new kind.

A room has a log per *channel*, and a channel is an audience. A policy says which channels a side
may read and write, and what is left when the room has closed. To add a kind of room: a policy
here, its channels in `messages.py`, and a domain folder whose actions open it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.clock import DAY


@dataclass(frozen=True)
class Policy:
    """`reads[(side, partition)]` are the channels of that side; it writes in the same ones.

    `kept_for` names the only side that still reads after closing, `text_lives_ms` for how long.
    None: nobody does, and the room goes with its text, so long after the last word.
    `tells_reading` are the sides whose read marks the others see. `lives_by`: the channels whose
    words put the end of such a room off (all, unless some are named).
    """

    kind: str
    reads: Mapping[tuple[str, str], tuple[str, ...]]
    kept_for: str | None
    text_lives_ms: int
    tells_reading: tuple[str, ...]
    lives_by: tuple[str, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self.reads.values() for name in names))

    def readable(self, side: str, partition: str, *, closed: bool) -> tuple[str, ...]:
        """Channels this person may read. Who receives, and why: her device never gets what the
        responders say among themselves, for the aggressor may hold it; in a mixed alert neither
        partition learns of the other."""
        if closed and side != self.kept_for:
            return ()
        return self.reads.get((side, partition), ())


ALERT = Policy(
    kind="alert",
    reads={
        ("caller", "member"): ("her", "her_ally"),
        ("caller", "ally"): ("her", "her_ally"),
        ("responder", "member"): ("her", "us"),
        ("responder", "ally"): ("her_ally", "us_ally"),
        ("partner", "member"): ("her", "us", "her_ally", "us_ally"),
    },
    kept_for="caller",
    text_lives_ms=30 * DAY,
    tells_reading=("caller",),
)
DIRECT = Policy(
    kind="direct",
    reads={
        ("caller", "member"): ("direct",),
        ("caller", "ally"): ("direct",),
        ("responder", "member"): ("direct",),
        ("responder", "ally"): ("direct",),
    },
    kept_for=None,
    text_lives_ms=90 * DAY,
    tells_reading=("caller", "responder"),
)

HELPLINE = Policy(
    kind="helpline",
    reads={
        ("visitor", "member"): ("all",),
        ("officer", "member"): ("all", "officers"),
    },
    kept_for=None,
    text_lives_ms=DAY,
    tells_reading=("officer",),
    lives_by=("all",),
)
"""A visitor never learns that the officers' notes exist; an invited expert sits on their side."""

POLICIES = {policy.kind: policy for policy in (ALERT, DIRECT, HELPLINE)}
