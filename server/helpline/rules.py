"""Whom a visitor of the helpline reaches, and when she has waited too long. Values in, decisions
out; milliseconds UTC.

A team answers for départements and topics while somebody of it is there. Nobody waits for an empty
team: where none is there, the national one answers, and the visitor is told so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from server.clock import MINUTE, SECOND

Topic = Literal["home", "sexual", "hatred"]
"""Violence at home; sexual violence; discrimination, harassment, sexist insult."""
TOPICS: tuple[Topic, ...] = ("home", "sexual", "hatred")
UNANSWERED = (10 * SECOND, 60 * SECOND)
"""Then her team is called; then everybody, and the national one."""
ENOUGH = 5
"""Conversations to judge a wait by."""
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True)
class Team:
    """`departments` empty: national. `there`: officers who can take a conversation now."""

    id: str
    departments: frozenset[str]
    topics: frozenset[Topic]
    there: int = 0

    @property
    def national(self) -> bool:
        return not self.departments


@dataclass(frozen=True)
class Shift:
    """Weekly, in the team's own time; minutes since Monday 00:00. `ends` may lie in the next
    week."""

    begins: int
    ends: int

    def covers(self, minute: int) -> bool:
        """`ends` itself is no longer covered."""
        return any(self.begins <= minute + later < self.ends for later in (0, WEEK_MINUTES))


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def shift(said: str) -> Shift:
    """`mon:0900-1700`; an end at or before the beginning is the next day's. Raises ValueError."""
    found = re.fullmatch(r"([a-z]{3}):(\d\d)(\d\d)-(\d\d)(\d\d)", said)
    if found is None or found[1] not in DAYS:
        raise ValueError(said)
    first, last = (int(found[n]) * 60 + int(found[n + 1]) for n in (2, 4))
    if max(first, last) > DAY_MINUTES:
        raise ValueError(said)
    begins = DAYS.index(found[1]) * DAY_MINUTES + first
    return Shift(begins, begins + (last - first - 1) % DAY_MINUTES + 1)


@dataclass(frozen=True)
class Reached:
    """`near`: somebody of her own département answers."""

    team: str
    near: bool


def area(inhabitants: Iterable[tuple[str, int]]) -> str | None:
    """The département of a postcode, from its communes' (département, inhabitants): where most of
    them live. None when it serves none. The same whatever their order."""
    living: dict[str, int] = {}
    for department, people in inhabitants:
        living[department] = living.get(department, 0) + people
    return min(living, key=lambda one: (-living[one], one), default=None)


def reach(department: str | None, topic: Topic, teams: Sequence[Team]) -> Reached | None:
    """The team that answers now. None where nobody answers for this topic at all, not even
    nationally and later."""
    able = [team for team in teams if topic in team.topics]
    near = [team for team in able if department in team.departments]
    national = [team for team in able if team.national]
    for choice in (near, national):
        if there := [team for team in choice if team.there]:
            return Reached(_most(there).id, near=choice is near)
    if national or near:
        return Reached(_most(national or near).id, near=not national)
    return None


def _most(teams: Sequence[Team]) -> Team:
    """Where most officers are; by id among equals, so that one postcode always reaches one team."""
    return min(teams, key=lambda team: (-team.there, team.id))


def place(waiting: Mapping[str, int], visitor: str) -> int:
    """Hers in the queue, from 1, by when each came (and by id within a millisecond). Who is not
    in it has 0."""
    if visitor not in waiting:
        return 0
    mine = (waiting[visitor], visitor)
    return sum((came, one) <= mine for one, came in waiting.items())


def expected_wait(place: int, there: int, lately: Sequence[int]) -> int | None:
    """How long she will wait, from how long conversations took lately. None where nothing honest
    can be said: she does not wait, nobody is there, or too few to judge by."""
    if not place or not there or len(lately) < ENOUGH:
        return None
    typical = sorted(lately)[len(lately) // 2]
    minutes = -(-typical * place // (there * MINUTE))
    return int(max(1, minutes)) * MINUTE


def unanswered(came_at: int, now: int) -> int:
    """Which alarm is due: 0, 1 or 2."""
    return sum(now - came_at >= after for after in UNANSWERED)
