"""SQL of accounts, sessions, credentials, blocks and failed tries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from server.engines.database import Database, Row, found, marks, padded
from server.people import rules
from server.people.tables import Attempt, Credential, Person, Session

SESSION_OF = (
    "SELECT s.id, s.person_id, s.device_digest, s.shared, s.opened_at, s.seen_at, s.ended_at,"
    " s.credential_id, p.role, p.partition, p.language, p.verified, p.banned_at,"
    " s.cookie_digest FROM session s JOIN person p ON p.id = s.person_id WHERE s.cookie_digest IN"
)
CREDENTIAL_OF = (
    "SELECT c.id, c.person_id, c.secret_digest, c.revoked_at, c.made_at, c.used_at, p.role,"
    " p.partition, p.language, p.verified, p.banned_at"
    " FROM credential c JOIN person p ON p.id = c.person_id WHERE c.id IN"
)


async def sessions_by_cookie(db: Database, digests: Sequence[str]) -> dict[str, Row]:
    each = padded(digests)
    rows = await db.rows(f"{SESSION_OF} ({marks(each)})", *each)
    return {row["cookie_digest"]: row for row in rows}


async def credentials_by_id(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    each = padded(ids)
    rows = await db.rows(f"{CREDENTIAL_OF} ({marks(each)})", *each)
    return {row["id"]: row for row in rows}


async def touch_sessions(db: Database, ids: Sequence[str], now: int) -> None:
    """Those that somebody is ending at this moment are left alone."""
    await _touch(db, "UPDATE session SET seen_at = $1", "session", ids, now)


async def touch_credentials(db: Database, ids: Sequence[str], now: int) -> None:
    await _touch(db, "UPDATE credential SET used_at = $1", "credential", ids, now)


async def _touch(db: Database, update: str, table: str, ids: Sequence[str], now: int) -> None:
    each = padded(ids)
    free = f"SELECT id FROM {table} WHERE id IN ({marks(each, 2)}){db.skip_locked}"  # noqa: S608
    await db.run(f"{update} WHERE id IN ({free})", now, *each)


async def add_session(**values: Any) -> None:
    await Session.create(**values)


async def add_credential(**values: Any) -> None:
    await Credential.create(**values)


async def add_person(**values: Any) -> None:
    await Person.create(**values)


async def person(person_id: str) -> Person | None:
    return await found(Person, id=person_id)


async def persons(ids: Collection[str]) -> dict[str, Person]:
    return {person.id: person for person in await Person.filter(id__in=list(ids))}


async def person_by_email(email_index: str) -> Person | None:
    return await Person.get_or_none(email_index=email_index)


async def update_person(person_id: str, **values: Any) -> None:
    await Person.filter(id=person_id).update(**values)


async def open_sessions(person_id: str) -> list[Session]:
    return await Session.filter(person_id=person_id, ended_at=None).order_by("-seen_at")


async def credentials(person_id: str) -> list[Credential]:
    return await Credential.filter(person_id=person_id, revoked_at=None).order_by("-made_at")


async def end_sessions(db: Database, now: int, why: str, *, person: str, session: str = "") -> int:
    """End one session of a person, or all of hers."""
    sql = (
        "UPDATE session SET ended_at = $1, ended_why = $2 WHERE ended_at IS NULL AND person_id = $3"
    )
    if session:
        return await db.run(sql + " AND id = $4", now, why, person, session)
    return await db.run(sql, now, why, person)


async def revoke_credential(db: Database, now: int, person_id: str, credential_id: str) -> int:
    return await db.run(
        "UPDATE credential SET revoked_at = $1"
        " WHERE person_id = $2 AND id = $3 AND revoked_at IS NULL",
        now,
        person_id,
        credential_id,
    )


async def ended_since(db: Database, since: int) -> list[Row]:
    """Sessions ended lately, in whatever process: their sockets must go."""
    return await db.rows("SELECT id, ended_why FROM session WHERE ended_at >= $1", since)


async def expired(db: Database, ids: Sequence[str], now: int) -> list[Row]:
    """Of these sessions, those left idle too long, or older than any may be."""
    if not ids:
        return []
    return await db.rows(
        "SELECT id, 'expired' AS ended_why FROM session"  # noqa: S608  placeholders only
        " WHERE ((shared AND (seen_at <= $1 OR opened_at <= $2))"
        f" OR (NOT shared AND (seen_at <= $3 OR opened_at <= $4))) AND id IN ({marks(ids, 5)})",
        now - rules.SHARED_IDLE,
        now - rules.SHARED_ABSOLUTE,
        now - rules.IDLE,
        now - rules.ABSOLUTE,
        *ids,
    )


async def forget_sessions(db: Database, times: rules.LastTimes) -> int:
    """Those ended or expired long enough ago."""
    return await db.run(
        "DELETE FROM session WHERE ended_at < $1"
        " OR (shared AND (seen_at < $2 OR opened_at < $3))"
        " OR (NOT shared AND (seen_at < $4 OR opened_at < $5))",
        times.ended,
        times.shared_seen,
        times.shared_opened,
        times.seen,
        times.opened,
    )


async def forget_credentials(db: Database, revoked_before: int, used_before: int) -> int:
    return await db.run(
        "DELETE FROM credential WHERE revoked_at < $1 OR COALESCE(used_at, made_at) < $2",
        revoked_before,
        used_before,
    )


async def ended_credentials(db: Database, ids: Sequence[str]) -> list[Row]:
    """Of these alert credentials, those that were revoked or whose person was banned."""
    if not ids:
        return []
    return await db.rows(
        "SELECT c.id, CASE WHEN p.banned_at IS NULL THEN 'ended' ELSE 'banned' END AS ended_why"  # noqa: S608
        " FROM credential c JOIN person p ON p.id = c.person_id"
        f" WHERE c.id IN ({marks(ids)}) AND (c.revoked_at IS NOT NULL OR p.banned_at IS NOT NULL)",
        *ids,
    )


async def block(db: Database, blocker: str, blocked: str, now: int) -> None:
    await db.run(
        "INSERT INTO block (blocker_id, blocked_id, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (blocker_id, blocked_id) DO NOTHING",
        blocker,
        blocked,
        now,
    )


async def blocked_with(db: Database, person_id: str) -> set[str]:
    """Everybody this person blocked, or who blocked her."""
    return (await all_blocked_with(db, [person_id]))[person_id]


async def all_blocked_with(db: Database, people: Sequence[str]) -> dict[str, set[str]]:
    """The same of each of these."""
    each = marks(padded(people))
    rows = await db.rows(
        "SELECT blocker_id, blocked_id FROM block"  # noqa: S608  placeholders only
        f" WHERE blocker_id IN ({each}) OR blocked_id IN ({each})",
        *padded(people),
    )
    apart: dict[str, set[str]] = {one: set() for one in people}
    for one, other in ((row["blocker_id"], row["blocked_id"]) for row in rows):
        apart.get(one, set()).add(other)
        apart.get(other, set()).add(one)
    return apart


async def partitions(people: Sequence[str]) -> dict[str, str]:
    rows = await Person.filter(id__in=list(people)).values("id", "partition")
    return {row["id"]: row["partition"] for row in rows}


async def tries(actor: str, since: int) -> int:
    return await Attempt.filter(actor=actor, at__gte=since).count()


async def add_try(actor: str, now: int) -> None:
    await Attempt.create(actor=actor, at=now)


async def forget_tries(before: int) -> int:
    return await Attempt.filter(at__lt=before).delete()


async def count_members(db: Database) -> int:
    found = await db.row(
        "SELECT count(*) AS n FROM person WHERE role = 'member' AND verified AND banned_at IS NULL"
    )
    return int(found["n"]) if found else 0
