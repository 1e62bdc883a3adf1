"""Accounts and settings: verbs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from server import audience, crypto, errors
from server.actor import Actor
from server.people import profile, rules, store, tries
from server.people.messages import Me, SessionEnded, SetPins, Update
from server.people.profile import Profile
from server.people.tables import Person
from server.positions import standings
from server.services import Services, Tx
from server.vault import actions as vault
from server.vault import store as vault_store

TEXT_FIELDS = ("first_name", "phone", "commune")
PLAIN_FIELDS = (
    "pseudonym",
    "language",
    "mixed_help",
    "helps_allies",
    "explicit_push",
    "radius_km",
)
AfterBanned = Callable[[Services, Tx, str], Awaitable[None]]
AFTER_BANNED: list[AfterBanned] = []
"""What else happens, in the same transaction, when somebody is banned."""


async def do_create(
    services: Services, *, email: str, password: str, role: str, pseudonym: str, first_name: str
) -> str:
    """A verified account from the command line. Raises Invalid if the address is taken."""
    index = crypto.blind(services.keyring.named("index"), email)
    if await store.person_by_email(index):
        raise errors.Invalid("email")
    hashed = await services.passwords.hash(password)
    person_id, now = services.ids.new(), services.clock.now()
    async with services.transaction():
        key, row = vault.fresh(services, "person", person_id)
        await vault_store.add(services.db, [row])
        held = Profile(email=email, first_name=first_name)
        await store.add_person(
            id=person_id,
            role=role,
            partition=rules.partition_of(role),
            pseudonym=pseudonym,
            email_index=index,
            password_hash=hashed,
            profile_sealed=profile.seal(key, person_id, held),
            language="fr",
            verified=True,
            mixed_help=False,
            helps_allies=False,
            explicit_push=False,
            radius_km=20,
            created_at=now,
            opened_at=now,
        )
        await standings.do_enrol(
            services,
            person_id,
            partition=rules.partition_of(role),
            eligible=rules.can_be_alarmed(role, verified=True, banned=False),
        )
    return person_id


async def load(person_id: str) -> Person:
    """Raises SessionExpired when the account is gone."""
    person = await store.person(person_id)
    if person is None:
        raise errors.SessionExpired
    return person


async def me(services: Services, person_id: str) -> Me:
    person = await load(person_id)
    held = await profile.open_profile(services, person)
    return Me(
        person=person.id,
        role=person.role,  # type: ignore[arg-type]  # the column holds one of the literals
        pseudonym=person.pseudonym,
        first_name=held.first_name,
        phone=held.phone,
        contacts=list(held.contacts),
        language=person.language,  # type: ignore[arg-type]  # likewise
        mixed_help=person.mixed_help,
        helps_allies=person.helps_allies,
        explicit_push=person.explicit_push,
        radius_km=person.radius_km,
        commune=held.commune,
        has_pin=person.pin_hash is not None,
        has_duress_pin=person.duress_hash is not None,
        has_code_word=person.code_word_hash is not None,
        push_tested_at=person.push_tested_at,
        push_devices=await standings.push_devices(services, person.id),
    )


async def do_update(services: Services, actor: Actor, change: Update) -> Me:
    """Raises Invalid for a postcode that no commune has."""
    if change.commune and services.gazetteer.centre(change.commune) is None:
        raise errors.Invalid("commune")
    async with services.transaction():
        person = await load(actor.person)
        plain = {name: getattr(change, name) for name in PLAIN_FIELDS}
        values = {name: value for name, value in plain.items() if value is not None}
        values["profile_sealed"] = await _changed_profile(services, person, change)
        await store.update_person(person.id, **values)
        if change.helps_allies is not None:
            await standings.do_set_helps_allies(services, person.id, change.helps_allies)
    return await me(services, actor.person)


async def _changed_profile(services: Services, person: Person, change: Update) -> bytes:
    held = await profile.open_profile(services, person)
    key = await vault.key_for(services, "person", person.id)
    texts = {name: getattr(change, name) for name in TEXT_FIELDS}
    kept = {n: v if v is not None else getattr(held, n) for n, v in texts.items()}
    contacts = held.contacts if change.contacts is None else tuple(change.contacts[:10])
    return profile.seal(key, person.id, Profile(email=held.email, contacts=contacts, **kept))


async def do_set_pins(services: Services, actor: Actor, wish: SetPins) -> Me:
    """Raises WrongCredentials, TooFast (whoever holds her open phone must not find her password
    here), Invalid (equal PINs, or a duress PIN without a stop PIN)."""
    person, counter = await load(actor.person), f"pins|{actor.person}"
    await tries.check(services, counter)
    if not await services.passwords.fits(person.password_hash, wish.password):
        await tries.failed(services, counter)
        raise errors.WrongCredentials
    values = {
        "pin_hash": await _hashed(services, wish.pin, person.pin_hash),
        "duress_hash": await _hashed(services, wish.duress_pin, person.duress_hash),
        "code_word_hash": await _hashed(services, _word(wish.code_word), person.code_word_hash),
    }
    await _check_pins(services, wish, values)
    async with services.transaction():
        await store.update_person(person.id, **values)
    return await me(services, actor.person)


async def _check_pins(services: Services, wish: SetPins, values: dict[str, str | None]) -> None:
    if values["duress_hash"] and not values["pin_hash"]:
        raise errors.Invalid("duress_pin")
    pairs = ((wish.pin, values["duress_hash"]), (wish.duress_pin, values["pin_hash"]))
    for given, other in pairs:
        if given and other and await services.passwords.fits(other, given):
            raise errors.Invalid("duress_pin")


async def _hashed(services: Services, given: str | None, held: str | None) -> str | None:
    if given is None:
        return held
    return await services.passwords.hash(given) if given else None


def _word(word: str | None) -> str | None:
    return word.strip().casefold() if word is not None else None


async def do_ban(services: Services, person_id: str) -> int:
    """Immediate: every session ends, every credential with it. Her open window goes on."""
    async with services.transaction() as tx:
        return await ban(services, tx, person_id)


async def ban(services: Services, tx: Tx, person_id: str) -> int:
    """The same within the transaction of whatever decided it."""
    now = services.clock.now()
    await store.update_person(person_id, banned_at=now)
    await standings.do_set_eligible(services, person_id, eligible=False)
    await vault.remember(services, [person_id])
    for react in AFTER_BANNED:
        await react(services, tx, person_id)
    tx.tell(audience.person(person_id), SessionEnded(reason="banned"))
    return await store.end_sessions(services.db, now, "banned", person=person_id)
