"""Workload, waiting and figures, for supervisors and administrators. No text, nobody's row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

from server.clock import DAY
from server.desk import disclosures, shown, store
from server.desk.messages import Figure, Overview
from server.engines.database import Row
from server.helpline import store as visits
from server.helpline import teams
from server.services import Services

DAYS = 14


async def overview(services: Services) -> Overview:
    now = services.clock.now()
    manned = await teams.manned(services)
    noted = await disclosures.register(services)
    rows = await visits.helped_since(services.db, now // DAY - DAYS)
    return Overview(
        teams=shown.teams(manned, await store.queues(services.db), now),
        colleagues=shown.colleagues(await store.colleagues(services.db), manned, now),
        figures=figures(rows),
        disclosures=[one.shown for one in noted],
    )


def figures(rows: Sequence[Row]) -> list[Figure]:
    """One per day, the latest first."""
    days: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        days[row["day"]].append(row)
    return [_figure(day, days[day]) for day in sorted(days, reverse=True)]


def _figure(day: int, rows: Sequence[Row]) -> Figure:
    outcomes = [row["outcome"] for row in rows]
    waited = [row["waited_ms"] for row in rows if row["waited_ms"] is not None]
    talked = [row["talked_ms"] for row in rows if row["talked_ms"] is not None]
    return Figure(
        day=datetime.fromtimestamp(day * DAY / 1000, UTC).date().isoformat(),
        came=len(rows),
        answered=len(waited),
        left=outcomes.count("left"),
        wiped=outcomes.count("wiped"),
        flagged=outcomes.count("flagged"),
        median_wait_ms=int(median(waited)) if waited else None,
        median_talk_ms=int(median(talked)) if talked else None,
    )
