"""Recognises a visitor by what her page keeps in memory. Asked again at every command."""

from __future__ import annotations

from collections.abc import Sequence

from server import crypto, errors
from server.actor import Actor, Proof
from server.engines.database import Row
from server.helpline import store
from server.services import Services
from server.wire import Who, is_id


class Visitors:
    """The gateway's doorkeeper at the helpline's address: no cookie, no account."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def recognise(self, proof: Proof) -> Actor:
        visit, _, secret = proof.visit.partition(".")
        if not is_id(visit):
            raise errors.SessionExpired
        found = await self._services.asked(_proofs, visit)
        if found is None or not crypto.same(found["secret_digest"], crypto.digest(secret)):
            raise errors.SessionExpired
        return Actor(Who.VISITOR, visit, language=found["language"], visit=visit)


async def _proofs(services: Services, ids: Sequence[str]) -> list[Row | None]:
    found = await store.proofs(services.db, ids)
    return [found.get(one) for one in ids]
