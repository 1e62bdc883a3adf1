"""SQLite as Tortoise knows it, with transactions that take the write lock at once.

A deferred transaction that reads first and writes later can fail half-way with SQLITE_BUSY; an
alert must not. The module is a Tortoise backend, hence `client_class`; its name tells Tortoise the
dialect.
"""

from __future__ import annotations

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)


class ImmediateTransaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        await self._connection.commit()
        await self._connection.execute("BEGIN IMMEDIATE")


class ImmediateClient(SqliteClient):
    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
