"""Writes the community down: one transaction, thousands of rows at a time.

Everything is sealed as it would be in life: a key per person, a key per last known point, wrapped
by the master key of this demo.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server import crypto
from server.clock import HOUR
from server.demo import cast, community
from server.demo.community import Inhabitant
from server.engines.database import Database, marks
from server.people import profile, rules
from server.people.profile import Profile
from server.positions import actions as positions
from server.positions.messages import Fix
from server.services import Services
from server.vault import actions as vault
from server.vault import store as vault_store

BATCH = 2_000
NOBODYS_PASSWORD = "!"  # noqa: S105  no hash: nobody signs in with it
Progress = Callable[[int, int], None]
Row = dict[str, object]


@dataclass(frozen=True)
class Plan:
    """`sink` is the address of the local push service; `secret` makes the simulated sessions;
    the association watches `departments` (comma-separated)."""

    people: Sequence[Inhabitant]
    secret: str
    sink: str
    password: str
    departments: str = community.WATCHED


async def do_seed(services: Services, plan: Plan, progress: Progress) -> None:
    """Everybody, or nobody."""
    hashed = await services.passwords.hash(plan.password)
    author = _Author(services, plan, hashed)
    done = 0
    async with services.transaction():
        for batch in _batches(plan.people, BATCH):
            await _write(services.db, author, batch)
            done += len(batch)
            progress(done, len(plan.people))
        await _associate(services, plan)
    await services.db.survey()


async def _write(db: Database, author: _Author, batch: Sequence[Inhabitant]) -> None:
    await vault_store.add(db, [key for person in batch for key in author.keys(person)])
    await _insert(db, "person", [author.person(person) for person in batch])
    await _insert(db, "standing", [author.standing(person) for person in batch])
    crowd = [person for person in batch if not person.email]
    await _insert(db, "session", [author.session(person) for person in crowd])
    awake = [person for person in crowd if person.wakes]
    await _insert(db, "push_subscription", [author.subscription(person) for person in awake])
    author.forget()


async def _insert(db: Database, table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(names)})"  # noqa: S608  our own column names
    await db.many(sql, [list(row.values()) for row in rows])


async def _associate(services: Services, plan: Plan) -> None:
    """The association that watches over her, and its agents."""
    agents = [person.id for person in plan.people if person.role == "partner"]
    if not agents:
        return
    association = services.ids.new()
    await _insert(
        services.db,
        "association",
        [
            {
                "id": association,
                "name": community.ASSOCIATION,
                "departments": plan.departments,
            }
        ],
    )
    linked: list[Row] = [{"person_id": a, "association_id": association} for a in agents]
    await _insert(services.db, "agent", linked)


class _Author:
    """Makes the rows of a person. Her keys are made once per batch, then forgotten."""

    def __init__(self, services: Services, plan: Plan, hashed: str) -> None:
        self._services, self._plan, self._hashed = services, plan, hashed
        self._now = services.clock.now()
        self._index_key = services.keyring.named("index")
        self._held: dict[tuple[str, str], vault.DataKey] = {}
        self._p256dh, self._auth = _browser_keys()

    def keys(self, person: Inhabitant) -> Iterator[list[object]]:
        for kind in ("person", "position", "push"):
            made, row = vault.fresh(self._services, kind, person.id)
            self._held[kind, person.id] = made
            yield row

    def forget(self) -> None:
        self._held.clear()

    def person(self, person: Inhabitant) -> Row:
        email = person.email or f"{person.id}@nowhere.invalid"
        held = Profile(
            email=email,
            first_name=person.first_name,
            phone=person.phone,
            commune=person.commune,
        )
        return {
            "id": person.id,
            "role": person.role,
            "partition": rules.partition_of(person.role),
            "pseudonym": person.pseudonym,
            "email_index": crypto.blind(self._index_key, email),
            "password_hash": self._hashed if person.email else NOBODYS_PASSWORD,
            "profile_sealed": profile.seal(self._held["person", person.id], person.id, held),
            "language": "fr",
            "verified": True,
            "banned_at": None,
            "mixed_help": person.mixed_help,
            "helps_allies": person.helps_allies,
            "explicit_push": False,
            "radius_km": 20,
            "created_at": self._now,
            "opened_at": self._now,
        }

    def standing(self, person: Inhabitant) -> Row:
        eligible = rules.can_be_alarmed(person.role, verified=True, banned=False)
        return {
            "person_id": person.id,
            "partition": rules.partition_of(person.role),
            "helps_allies": person.helps_allies,
            "eligible": eligible,
            "push_devices": int(person.wakes),
            "online_until": 0,
            "reachable": eligible and person.wakes,
            **self._place(person),
        }

    def _place(self, person: Inhabitant) -> Row:
        """Her last known point, some hours old."""
        at = self._now - (person.index * 7919) % (20 * HOUR) - HOUR
        fix = Fix(lat=person.point.lat, lon=person.point.lon, accuracy_m=20.0, at=at)
        level = self._services.gazetteer.level(fix.lat, fix.lon)
        key = self._held["position", person.id]
        return positions.sealed_standing(key, person.id, fix, level)

    def session(self, person: Inhabitant) -> Row:
        shown = cast.pass_of(self._plan.secret, person)
        return {
            "id": shown.session,
            "person_id": person.id,
            "cookie_digest": crypto.digest(shown.cookie),
            "device_digest": crypto.digest(shown.device),
            "credential_id": None,
            "shared": False,
            "opened_at": self._now,
            "seen_at": self._now,
            "ended_at": None,
            "ended_why": None,
        }

    def subscription(self, person: Inhabitant) -> Row:
        endpoint = f"{self._plan.sink}/wake/{person.index}"
        target = msgspec.json.encode(
            {"endpoint": endpoint, "p256dh": self._p256dh, "auth": self._auth}
        )
        key, row_id = self._held["push", person.id], person.id
        return {
            "id": row_id,
            "person_id": person.id,
            "session_id": cast.pass_of(self._plan.secret, person).session,
            "endpoint_index": crypto.blind(self._index_key, endpoint),
            "target_sealed": key.seal(target.decode(), f"push_subscription|target_sealed|{row_id}"),
            "made_at": self._now,
        }


def _browser_keys() -> tuple[str, str]:
    """One receiving key for all: the local push service reads nothing."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return tuple(base64.urlsafe_b64encode(b).rstrip(b"=").decode() for b in (point, os.urandom(16)))  # type: ignore[return-value]


def _batches(people: Iterable[Inhabitant], size: int) -> Iterator[list[Inhabitant]]:
    left = iter(people)
    while batch := list(islice(left, size)):
        yield batch
