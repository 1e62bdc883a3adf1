"""Signing in and out, sessions and alert credentials: verbs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from server import audience, crypto, errors
from server.actor import Actor
from server.people import actions, rules, store, tries
from server.people.messages import Credential, Devices, Me, Session, SessionEnded, SignIn
from server.people.tables import Person
from server.services import Services
from server.vault import actions as vault


@dataclass(frozen=True)
class Opened:
    me: Me
    cookie: str
    device: str
    credential: str | None


AfterEnd = Callable[[Services, str, str], Awaitable[object]]
AFTER_END: list[AfterEnd] = []
"""What is done, in the same transaction, when a person ends a session of hers (id, person)."""


async def do_sign_in(services: Services, wish: SignIn, shown_credential: str) -> Opened:
    """Raises WrongCredentials (the same for an unknown address), TooFast, Banned."""
    index = crypto.blind(services.keyring.named("index"), wish.email)
    person = await store.person_by_email(index)
    device = await _known_device(services, person, shown_credential)
    counter = crypto.digest(f"device|{device}" if device else f"account|{index}")
    await tries.check(services, counter)
    if not await services.passwords.fits(person.password_hash if person else None, wish.password):
        await tries.failed(services, counter)
        raise errors.WrongCredentials
    if person is None or person.banned_at is not None:
        raise errors.Banned
    return await _open(services, person, wish, shown_credential if device else "")


async def _known_device(services: Services, person: Person | None, shown_credential: str) -> str:
    """The id of the alert credential shown, if it is hers. Such a device has a count of failures of
    its own, so that nobody can lock her out from elsewhere."""
    credential_id, _, secret = shown_credential.partition(".")
    found = await store.credentials_by_id(services.db, [credential_id]) if secret else {}
    held = found.get(credential_id)
    if held is None or person is None or held["person_id"] != person.id:
        return ""
    right = crypto.same(held["secret_digest"], crypto.digest(secret))
    used_at = held["used_at"] or held["made_at"]
    alive = rules.credential_alive(used_at, held["revoked_at"], services.clock.now())
    return credential_id if right and alive else ""


async def _open(services: Services, person: Person, wish: SignIn, held: str) -> Opened:
    """A new session. A device that holds an alert credential keeps that one: replacing it could
    leave a phone without any, were this answer lost."""
    now, ids = services.clock.now(), services.ids
    session, cookie, half = ids.new(), ids.secret(), ids.secret()
    launches = person.role not in rules.STAFF and not wish.shared
    credential = held or f"{ids.new()}.{ids.secret()}"
    async with services.transaction():
        await store.add_session(
            id=session,
            person_id=person.id,
            cookie_digest=crypto.digest(cookie),
            device_digest=crypto.digest(half),
            credential_id=credential.partition(".")[0] if launches else None,
            shared=wish.shared,
            opened_at=now,
            seen_at=now,
        )
        if launches:
            await _keep_credential(services, person.id, credential, known=bool(held))
        await store.update_person(person.id, opened_at=now, language=wish.language)
    me = await actions.me(services, person.id)
    return Opened(me, cookie, half, credential if launches else None)


async def _keep_credential(
    services: Services, person_id: str, credential: str, *, known: bool
) -> None:
    credential_id, _, secret = credential.partition(".")
    now = services.clock.now()
    if known:
        await store.touch_credentials(services.db, [credential_id], now)
        return
    await store.add_credential(
        id=credential_id,
        person_id=person_id,
        secret_digest=crypto.digest(secret),
        made_at=now,
    )


async def do_sign_out(services: Services, actor: Actor) -> None:
    await _end(services, actor.person, actor.session, "signed_out")


async def do_end_session(services: Services, actor: Actor, session_id: str) -> None:
    """Raises NotFound when it is not hers, or already over."""
    if not await _end(services, actor.person, session_id, "ended"):
        raise errors.NotFound


async def _end(
    services: Services, person_id: str, session_id: str, why: Literal["signed_out", "ended"]
) -> int:
    async with services.transaction() as tx:
        ended = await store.end_sessions(
            services.db, services.clock.now(), why, person=person_id, session=session_id
        )
        tx.tell(audience.session(session_id), SessionEnded(reason=why))
        for told in AFTER_END if ended else ():
            await told(services, session_id, person_id)
        await vault.remember(services, [session_id] if ended else [])
    return ended


async def do_forget_dead(services: Services) -> int:
    """Sessions and credentials that can open nothing any more: their rows go too."""
    times = rules.last_times(services.clock.now())
    gone = await store.forget_sessions(services.db, times)
    unused = times.ended - rules.CREDENTIAL_IDLE
    return gone + await store.forget_credentials(services.db, times.ended, unused)


async def do_revoke(services: Services, actor: Actor, credential_id: str) -> None:
    """Raises NotFound when it is not hers."""
    async with services.transaction():
        now = services.clock.now()
        if not await store.revoke_credential(services.db, now, actor.person, credential_id):
            raise errors.NotFound
        await vault.remember(services, [credential_id])


async def devices(services: Services, actor: Actor) -> Devices:
    now = services.clock.now()
    sessions = [
        Session(
            session=s.id,
            opened_at=s.opened_at,
            seen_at=s.seen_at,
            here=s.id == actor.session,
            shared=s.shared,
        )
        for s in await store.open_sessions(actor.person)
        if rules.alive(rules.SessionTimes(s.shared, s.opened_at, s.seen_at, s.ended_at), now)
    ]
    credentials = [
        Credential(
            credential=c.id, made_at=c.made_at, used_at=c.used_at, here=c.id == actor.credential
        )
        for c in await store.credentials(actor.person)
    ]
    return Devices(sessions=sessions, credentials=credentials)
