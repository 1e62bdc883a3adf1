"""Who is who, and how long a session lives. Values in, decisions out."""

from __future__ import annotations

from dataclasses import dataclass

from server.clock import DAY, HOUR, MINUTE

IDLE = 14 * DAY
ABSOLUTE = 90 * DAY
SHARED_IDLE = 30 * MINUTE
SHARED_ABSOLUTE = 12 * HOUR
CREDENTIAL_IDLE = 365 * DAY
TOUCH_EVERY = MINUTE
KEPT_AFTER_END = DAY
STAFF = ("partner", "moderator", "admin", "officer", "expert", "supervisor")


@dataclass(frozen=True)
class SessionTimes:
    shared: bool
    opened_at: int
    seen_at: int
    ended_at: int | None


def alive(times: SessionTimes, now: int) -> bool:
    """Neither ended, nor idle too long, nor older than any session may be."""
    idle, absolute = (SHARED_IDLE, SHARED_ABSOLUTE) if times.shared else (IDLE, ABSOLUTE)
    return (
        times.ended_at is None and now - times.seen_at < idle and now - times.opened_at < absolute
    )


def credential_alive(last_used_at: int, revoked_at: int | None, now: int) -> bool:
    """It must still launch long after the session; a copy nobody uses must not do so for ever."""
    return revoked_at is None and now - last_used_at < CREDENTIAL_IDLE


@dataclass(frozen=True)
class LastTimes:
    """Before these, nothing of a session is left: neither row nor secret's digest."""

    ended: int
    shared_seen: int
    shared_opened: int
    seen: int
    opened: int


def last_times(now: int) -> LastTimes:
    """A dead session is kept a day, so that every process hears of its end."""
    end = now - KEPT_AFTER_END
    return LastTimes(end, end - SHARED_IDLE, end - SHARED_ABSOLUTE, end - IDLE, end - ABSOLUTE)


def partition_of(role: str) -> str:
    """Allies are a partition of their own; everybody else belongs to the members'."""
    return "ally" if role == "ally" else "member"


def can_be_alarmed(role: str, *, verified: bool, banned: bool) -> bool:
    """A minor may launch, but is never among the fifty; staff watch from the board."""
    return role in ("member", "ally") and verified and not banned


def can_launch(role: str, *, verified: bool, banned: bool) -> bool:
    return role in ("member", "ally", "minor") and verified and not banned
