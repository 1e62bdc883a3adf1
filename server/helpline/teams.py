"""Which teams answer now, and how long their visitors may have to wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from server import errors
from server.clock import DAY
from server.helpline import rules, store
from server.helpline.rules import Topic
from server.helpline.tables import Team
from server.places import communes
from server.services import Services

JUDGED_BY = 20


@dataclass(frozen=True)
class Manned:
    """A team, whether its hours cover this moment, and who of it is there."""

    row: Team
    covered: bool
    there: int

    @property
    def rule(self) -> rules.Team:
        return rules.Team(
            self.row.id,
            frozenset(part for part in self.row.departments.split(",") if part),
            frozenset(topic for topic in rules.TOPICS if topic in self.row.topics.split(",")),
            self.there,
        )


async def do_create(
    services: Services,
    name: str,
    departments: Sequence[str] = (),
    topics: Sequence[Topic] = rules.TOPICS,
    hours: Sequence[rules.Shift] = (),
    zone: str = "Europe/Paris",
) -> str:
    """A team; without départements the national one, without hours day and night. Raises
    Invalid."""
    if zone not in available_timezones():
        raise errors.Invalid("zone")
    team_id = services.ids.new()
    async with services.transaction():
        await store.add_team(
            id=team_id,
            name=name,
            departments=",".join(departments),
            topics=",".join(topics),
            zone=zone,
        )
        for shift in hours:
            await store.add_shift(
                id=services.ids.new(), team_id=team_id, begins=shift.begins, ends=shift.ends
            )
    return team_id


async def manned(services: Services) -> list[Manned]:
    now = services.clock.now()
    there = await store.there(services.db, now)
    hours = defaultdict(list)
    for shift in await store.shifts():
        hours[shift.team_id].append(rules.Shift(shift.begins, shift.ends))
    return [_manned(team, hours[team.id], there, now) for team in await store.teams()]


def _manned(team: Team, hours: list[rules.Shift], there: dict[str, int], now: int) -> Manned:
    minute = minute_of_week(now, team.zone)
    covered = not hours or any(shift.covers(minute) for shift in hours)
    return Manned(team, covered, there.get(team.id, 0) if covered else 0)


def minute_of_week(now: int, zone: str) -> int:
    """Minutes since Monday 00:00, in that zone."""
    at = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))
    return at.weekday() * rules.DAY_MINUTES + at.hour * 60 + at.minute


def department_of(postcode: str) -> str | None:
    """Spaces and letters around it do not matter. None: it serves no commune."""
    digits = "".join(sign for sign in postcode if sign.isdigit())
    serves = communes.by_postcode(digits)
    return rules.area((commune.department, commune.population) for commune in serves)


async def lately(services: Services, team_id: str) -> list[int]:
    """How long its conversations of today and yesterday took."""
    since = services.clock.now() // DAY - 1
    return await store.lately(services.db, team_id, since, JUDGED_BY)
