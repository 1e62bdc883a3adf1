"""SQL of reports and of the audit chain."""

from __future__ import annotations

from typing import Any

from server.clock import DAY
from server.engines.database import Database, Row
from server.moderation.tables import Audit, Report

_LAST = "SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1"
_CHAIN_LOCK = 7_215_002


async def add_report(**values: Any) -> None:
    if not await Report.filter(client_id=values["client_id"]).exists():
        await Report.create(**values)


async def reports(limit: int) -> list[Report]:
    """Open ones first, then the newest."""
    undecided = await Report.filter(outcome=None).order_by("-at").limit(limit)
    decided = await Report.exclude(outcome=None).order_by("-at").limit(limit - len(undecided))
    return undecided + decided


async def report(report_id: str) -> Report | None:
    return await Report.get_or_none(id=report_id)


async def decide(report_id: str, **values: Any) -> int:
    return await Report.filter(id=report_id, outcome=None).update(**values)


async def last_audit(db: Database) -> Row | None:
    """The end of the chain; whoever extends it holds it until the commit."""
    if db.dialect == "postgres":
        await db.rows("SELECT pg_advisory_xact_lock($1)", _CHAIN_LOCK)
    return await db.row(_LAST)


async def add_audit(**values: Any) -> None:
    await Audit.create(**values)


async def audits(db: Database) -> list[Row]:
    return await db.rows("SELECT number, at, actor, act, subject, mac FROM audit ORDER BY number")


async def launches_24h(db: Database, person_id: str, now: int) -> int:
    found = await db.row(
        "SELECT count(*) AS n FROM press WHERE caller_id = $1 AND launched AND at >= $2",
        person_id,
        now - DAY,
    )
    return int(found["n"]) if found else 0


async def flagged(db: Database, alert_id: str) -> bool:
    found = await db.row("SELECT flagged FROM alert WHERE id = $1", alert_id)
    return bool(found and found["flagged"])
