"""Which endpoints may be written to, and when a push is tried again. Pure.

A push endpoint is text chosen by a client: whoever may choose it could make the server write to
any machine it reaches. Only the push services of the browsers are taken (ASVS 1.3.6).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from urllib.parse import SplitResult, urlsplit

TTL_S = 3600
FIRST_RETRY_MS = 1_000
LONGEST_RETRY_MS = 60_000

HOSTS = frozenset(
    {
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
    }
)
DOMAINS = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")

_PRINTABLE = re.compile(r"[!-~]+")
_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class Outcome(Enum):
    """What became of one push."""

    DELIVERED = "delivered"
    LATER = "later"
    GONE = "gone"
    POISON = "poison"
    REFUSED = "refused"

    @property
    def frees_place(self) -> bool:
        """The subscription will never wake anybody again: its place among the fifty is free."""
        return self in (Outcome.GONE, Outcome.REFUSED)


def allowed(endpoint: str, extra_hosts: Collection[str]) -> bool:
    """May the server write to this address? `extra_hosts` (`host:port`) serves tests on loopback
    only; settings refuse it elsewhere."""
    if not _PRINTABLE.fullmatch(endpoint) or "\\" in endpoint or "#" in endpoint:
        return False  # what one parser skips, another may follow
    try:
        parts = urlsplit(endpoint)
        return _is_extra(parts, extra_hosts) or _is_push_service(parts)
    except ValueError:
        return False


def _is_extra(parts: SplitResult, extra_hosts: Collection[str]) -> bool:
    return parts.scheme in ("http", "https") and parts.netloc in extra_hosts


def _is_push_service(parts: SplitResult) -> bool:
    name = parts.netloc.lower().removesuffix(":443")
    known = name in HOSTS or name.endswith(DOMAINS)
    return parts.scheme == "https" and known and bool(_NAME.fullmatch(name))


def outcome_of(status: int) -> Outcome:
    """What a push service's answer means. A redirect is not followed, hence poison."""
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status in (404, 410):
        return Outcome.GONE
    if status in (408, 425, 429) or status >= 500:
        return Outcome.LATER
    return Outcome.POISON


def next_try(
    attempt: int,
    outcome: Outcome,
    retry_after_ms: int | None,
    jitter: float,
    *,
    left_ms: int = TTL_S * 1000,
) -> int | None:
    """Milliseconds until the next try, or None to give up.

    `attempt` counts the tries made so far (from 1), `jitter` is in [0, 1), `left_ms` is what
    remains of the message's life. The wait doubles from 1 s to 60 s; the service's own Retry-After
    wins when it is longer. Jitter only ever adds, up to a quarter, so that what failed together
    does not come back together."""
    if outcome is not Outcome.LATER:
        return None
    doubled = FIRST_RETRY_MS * 2 ** min(max(attempt, 1) - 1, 16)
    wait = max(min(doubled, LONGEST_RETRY_MS), retry_after_ms or 0)
    delay = wait + int(wait * jitter / 4)
    return delay if delay < left_ms else None
