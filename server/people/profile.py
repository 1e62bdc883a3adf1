"""The sealed part of a person: names and ways to reach her."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from server import crypto, metrics
from server.engines.database import Row
from server.people.tables import Person
from server.services import Services
from server.vault import actions as vault


class Profile(msgspec.Struct, frozen=True):
    """`commune` is the postcode she chose at home, used only when no point of hers is known."""

    email: str = ""
    first_name: str = ""
    phone: str = ""
    contacts: tuple[str, ...] = ()
    commune: str = ""


def place(person_id: str) -> str:
    """Where the sealed profile stands."""
    return f"person|profile_sealed|{person_id}"


def seal(key: vault.DataKey, person_id: str, profile: Profile) -> bytes:
    return key.seal(msgspec.json.encode(profile).decode(), place(person_id))


async def open_profile(services: Services, person: Person) -> Profile:
    return _opened(await vault.key_for(services, "person", person.id), person)


def _opened(key: vault.DataKey, person: Person) -> Profile:
    return msgspec.json.decode(key.unseal(person.profile_sealed, place(person.id)), type=Profile)


async def shown_profile(services: Services, person: Person) -> Profile:
    return (await shown_profiles(services, [person]))[person.id]


async def shown_profiles(services: Services, people: Sequence[Person]) -> dict[str, Profile]:
    """An empty one when it is damaged: she is then known by her pseudonym, and still alarmed."""
    rows = await vault.rows_of(services, "person", [person.id for person in people])
    return {person.id: _shown(services, person, rows.get(person.id)) for person in people}


def _shown(services: Services, person: Person, wrapped: Row | None) -> Profile:
    try:
        if wrapped is not None:
            return _opened(vault.opened(services, wrapped), person)
    except crypto.Unreadable:
        pass
    metrics.unreadable.inc()
    return Profile()
