"""Signing in and out, sessions and alert credentials: verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server import audience, crypto, errors
from server.actor import Actor
from server.people import actions, rules, store, tries
from server.people.messages import Credential, Devices, Me, Session, SessionEnded, SignIn
from server.people.tables import Person
from server.services import Services


@dataclass(frozen=True)
class Opened:
    me: Me
    cookie: str
    device: str
    credential: str | None


async def do_sign_in(services: Services, wish: SignIn, shown_credential: str) -> Opened:
    """Raises WrongCredentials (the same for an unknown address), TooFast, Banned."""
    index = crypto.blind(services.keyring.named("index"), wish.email)
    person = await store.person_by_email(index)
    counter = await _counter(services, index, person, shown_credential)
    await tries.check(services, counter)
    if not await services.passwords.fits(person.password_hash if person else None, wish.password):
        await tries.failed(services, counter)
        raise errors.WrongCredentials
    if person is None or person.banned_at is not None:
        raise errors.Banned
    return await _open(services, person, wish)


async def _counter(
    services: Services, index: str, person: Person | None, shown_credential: str
) -> str:
    """Failures are counted per account; a device of hers, known by its alert credential, has a
    count of its own, so that nobody can lock her out from elsewhere."""
    credential_id, _, secret = shown_credential.partition(".")
    held = await store.credential_by_id(services.db, credential_id) if secret else None
    known = held is not None and held["person_id"] == (person.id if person else "")
    right = known and held is not None and crypto.same(held["secret_digest"], crypto.digest(secret))
    return crypto.digest(f"device|{credential_id}" if right else f"account|{index}")


async def _open(services: Services, person: Person, wish: SignIn) -> Opened:
    now, ids = services.clock.now(), services.ids
    session, cookie, device = ids.new(), ids.secret(), ids.secret()
    credential, secret = ids.new(), ids.secret()
    launches = person.role not in rules.STAFF and not wish.shared
    async with services.transaction():
        await store.add_session(
            id=session,
            person_id=person.id,
            cookie_digest=crypto.digest(cookie),
            device_digest=crypto.digest(device),
            credential_id=credential if launches else None,
            shared=wish.shared,
            opened_at=now,
            seen_at=now,
        )
        if launches:
            await store.add_credential(
                id=credential,
                person_id=person.id,
                secret_digest=crypto.digest(secret),
                made_at=now,
            )
        await store.update_person(person.id, opened_at=now, language=wish.language)
    me = await actions.me(services, person.id)
    return Opened(me, cookie, device, f"{credential}.{secret}" if launches else None)


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
    return ended


async def do_revoke(services: Services, actor: Actor, credential_id: str) -> None:
    """Raises NotFound when it is not hers."""
    async with services.transaction():
        now = services.clock.now()
        if not await store.revoke_credential(services.db, now, actor.person, credential_id):
            raise errors.NotFound


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
