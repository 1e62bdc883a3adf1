"""SQL of the data keys."""

from __future__ import annotations

from collections.abc import Sequence

from server.engines.database import Database, Row, marks, padded

Scope = tuple[str, str, int]
"""Of whom or what, by which author, which day or quarter of an hour."""

_COLUMNS = "id, kind, scope, author, part, epoch, wrapped"
_ADD = (
    "INSERT INTO data_key (id, kind, scope, author, part, epoch, wrapped, dies_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (kind, scope, author, part) DO NOTHING"
)


async def find(db: Database, kind: str, scope: str, author: str, part: int) -> Row | None:
    return await db.row(
        f"SELECT {_COLUMNS} FROM data_key"  # noqa: S608  constant column list
        " WHERE kind = $1 AND scope = $2 AND author = $3 AND part = $4",
        kind,
        scope,
        author,
        part,
    )


async def find_all(db: Database, kind: str, wanted: Sequence[Scope]) -> list[Row]:
    """Of these scopes, the keys there are."""
    each = [value for scope in padded(wanted) for value in scope]
    triples = ", ".join(f"(${n}, ${n + 1}, ${n + 2})" for n in range(2, len(each) + 2, 3))
    return await db.rows(
        f"SELECT {_COLUMNS} FROM data_key"  # noqa: S608  constant columns, placeholders
        f" WHERE kind = $1 AND (scope, author, part) IN ({triples})",
        kind,
        *each,
    )


async def by_ids(db: Database, ids: Sequence[str]) -> list[Row]:
    return await db.rows(f"SELECT {_COLUMNS} FROM data_key WHERE id IN ({marks(ids)})", *ids)  # noqa: S608


async def add(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (id, kind, scope, author, part, epoch, wrapped, dies_at). One that exists stays."""
    await db.many(_ADD, rows)


async def add_one(db: Database, row: Sequence[object]) -> bool:
    """False: there is one of this scope, and it stays."""
    return bool(await db.rows(f"{_ADD} RETURNING id", *row))


async def destroy_scope(
    db: Database, kind: str, scope: str, author: str | None = None
) -> list[str]:
    """Destroy every key of a scope (of one author, if named); their ids."""
    sql, values = "DELETE FROM data_key WHERE kind = $1 AND scope = $2", [kind, scope]
    if author is not None:
        sql, values = sql + " AND author = $3", [*values, author]
    return [row["id"] for row in await db.rows(sql + " RETURNING id", *values)]


async def alive(db: Database, ids: Sequence[str]) -> list[str]:
    """Those of these keys that exist."""
    return [row["id"] for row in await by_ids(db, ids)] if ids else []


async def destroy_ids(db: Database, ids: Sequence[str]) -> int:
    if not ids:
        return 0
    ids = padded(ids)
    return await db.run(f"DELETE FROM data_key WHERE id IN ({marks(ids)})", *ids)  # noqa: S608


async def destroy_due(db: Database, now: int) -> int:
    return await db.run("DELETE FROM data_key WHERE dies_at <= $1", now)


async def outdated(db: Database, epoch: int, limit: int) -> list[Row]:
    """Keys still wrapped by an older epoch."""
    return await db.rows(
        "SELECT id, epoch, wrapped FROM data_key WHERE epoch < $1 LIMIT $2", epoch, limit, lock=True
    )


async def rewrap(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (epoch, wrapped, id)."""
    await db.many("UPDATE data_key SET epoch = $1, wrapped = $2 WHERE id = $3", rows)


async def oldest_epoch(db: Database) -> int | None:
    found = await db.row("SELECT min(epoch) AS epoch FROM data_key")
    return found["epoch"] if found else None


async def count(db: Database) -> int:
    found = await db.row("SELECT count(*) AS n FROM data_key")
    return int(found["n"]) if found else 0
