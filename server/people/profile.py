"""The sealed part of a person: names and ways to reach her."""

from __future__ import annotations

import msgspec

from server import crypto, metrics
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
    key = await vault.key_for(services, "person", person.id)
    return msgspec.json.decode(key.unseal(person.profile_sealed, place(person.id)), type=Profile)


async def shown_profile(services: Services, person: Person) -> Profile:
    """An empty one when it is damaged: she is then known by her pseudonym, and still alarmed."""
    try:
        return await open_profile(services, person)
    except crypto.Unreadable:
        metrics.unreadable.inc()
        return Profile()


async def open_profiles(services: Services, people: list[Person]) -> dict[str, Profile]:
    return {person.id: await open_profile(services, person) for person in people}
