"""Recognises people by what they show. Asked again at every single command."""

from __future__ import annotations

from collections.abc import Sequence

from server import crypto, errors
from server.actor import Actor, Proof
from server.engines.database import Row
from server.people import rules, store
from server.services import Services
from server.wire import Who, is_id


class People:
    """The gateway's doorkeeper."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def recognise(self, proof: Proof) -> Actor:
        if proof.credential:
            return await self._by_credential(proof.credential)
        return await self._by_session(proof)

    async def _by_session(self, proof: Proof) -> Actor:
        now = self._services.clock.now()
        found = await self._services.asked(_sessions, crypto.digest(proof.cookie))
        if found is None or not crypto.same(found["device_digest"], crypto.digest(proof.device)):
            raise errors.SessionExpired
        _check_banned(found)
        if not rules.alive(_times(found), now):
            raise errors.SessionExpired
        if now - found["seen_at"] >= rules.TOUCH_EVERY:
            self._services.soon(_touch, (str(found["id"]), now))
        return Actor(
            Who[found["role"].upper()],
            found["person_id"],
            found["partition"],
            found["language"],
            session=found["id"],
            credential=found["credential_id"] or "",
        )

    async def _by_credential(self, shown: str) -> Actor:
        """`id.secret`. It outlives the session; a ban or a revocation ends it."""
        now = self._services.clock.now()
        credential_id, _, secret = shown.partition(".")
        if not is_id(credential_id):
            raise errors.SessionExpired
        found = await self._services.asked(_credentials, credential_id)
        if found is None or not crypto.same(found["secret_digest"], crypto.digest(secret)):
            raise errors.SessionExpired
        _check_banned(found)
        used_at = found["used_at"] or found["made_at"]
        if not rules.credential_alive(used_at, found["revoked_at"], now):
            raise errors.SessionExpired
        if now - used_at >= rules.TOUCH_EVERY:
            self._services.soon(_touch_credentials, (str(found["id"]), now))
        return Actor(
            Who.CREDENTIAL,
            found["person_id"],
            found["partition"],
            found["language"],
            credential=found["id"],
        )


async def _sessions(services: Services, digests: Sequence[str]) -> list[Row | None]:
    found = await store.sessions_by_cookie(services.db, digests)
    return [found.get(digest) for digest in digests]


Used = tuple[str, int]
"""By its id, and when."""


async def _touch(services: Services, used: Sequence[Used]) -> list[None]:
    await store.touch_sessions(services.db, *_together(used))
    return [None] * len(used)


def _together(used: Sequence[Used]) -> tuple[list[str], int]:
    """All of one batch count as used at the latest moment of it."""
    return sorted({one for one, _ in used}), max(at for _, at in used)


async def _credentials(services: Services, ids: Sequence[str]) -> list[Row | None]:
    found = await store.credentials_by_id(services.db, ids)
    return [found.get(one) for one in ids]


async def _touch_credentials(services: Services, used: Sequence[Used]) -> list[None]:
    await store.touch_credentials(services.db, *_together(used))
    return [None] * len(used)


def _check_banned(found: Row) -> None:
    if found["banned_at"] is not None or not found["verified"]:
        raise errors.Banned


def _times(found: Row) -> rules.SessionTimes:
    return rules.SessionTimes(
        bool(found["shared"]), found["opened_at"], found["seen_at"], found["ended_at"]
    )
