"""Anonymous totals for the public page. Nothing computed from fewer than five alerts is shown."""

from __future__ import annotations

from statistics import fmean, median

from server.alerts import store
from server.alerts.messages import Figures
from server.people import store as people
from server.services import Services

FEWEST = 5


async def figures(services: Services) -> Figures:
    rows = await store.figures()
    firsts = [row["first_sign_ms"] for row in rows if row["first_sign_ms"] is not None]
    contacts = [row["first_contact_ms"] for row in rows if row["first_contact_ms"] is not None]
    early = [row["contacts_first_minute"] for row in rows]
    return Figures(
        alerts=len(rows) if len(rows) >= FEWEST else 0,
        members=await people.count_members(services.db),
        median_first_sign_ms=_median(firsts),
        median_first_contact_ms=_median(contacts),
        contacts_first_minute=round(fmean(early), 1) if len(early) >= FEWEST else None,
    )


def _median(values: list[int]) -> int | None:
    return int(median(values)) if len(values) >= FEWEST else None
