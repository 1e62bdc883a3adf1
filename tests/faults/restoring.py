"""A backup of yesterday comes back: what was destroyed since stays destroyed, the rest lives."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from pathlib import Path

from server.clock import DAY
from tests.faults.device import Device, Reader
from tests.faults.ledger import Ledger, Verdict
from tests.faults.runs import Size
from tests.faults.stage import Room, Stage, Talk, stage
from tests.privacy.attacker import SECRETS, Secret, attack, rows

PATIENCE_S = 30.0
URL = "VEILLEUSE_DATABASE_URL"


@dataclass
class Gone:
    """Who erased her words in which room, and whose device was wiped, after the backup."""

    by_room: dict[str, Device]
    wiped: Device

    @property
    def authors(self) -> set[str]:
        return {f"{device.name}@{room}" for room, device in self.by_room.items()}


async def restore_a_backup(size: Size) -> Verdict:
    """Backed up while people write; then words are erased, a device is wiped, a day passes."""
    async with stage() as town:
        rooms = await town.rooms(size.rooms, size.writers)
        ledger, talk = Ledger(), Talk(rooms, size.words_each)
        await talk.run(ledger, asyncio.create_task(asyncio.sleep(0)))
        kept, secrets = await _backed_up_meanwhile(town, rooms, size.words_each)
        gone = await _erased(town, rooms)
        await _a_day_passes(town)
        fresh = await _restored(town, kept)
        readable = await _carved(town, fresh, gone, secrets)
        shown = Ledger(acknowledged=ledger.acknowledged)
        readers = await _everybody_reads(rooms, shown)
        readable += _erased_words_in(shown, gone)
        failed = await _faults(readable, gone)
    entitled = {reader.name: _living(reader, rooms, gone) for reader in readers}
    note = f"{ledger.said} words, {len(gone.by_room)} people erased theirs, an epoch later"
    verdict = shown.verdict("F16 restore a backup after a wipe", 0, entitled, note)
    return replace(verdict, failed=failed)


async def _backed_up_meanwhile(
    town: Stage, rooms: list[Room], words: int
) -> tuple[Path, list[Secret]]:
    """The ciphertexts of now, and a backup taken while everybody goes on writing."""
    sealed = await rows(town.shape.environ[URL], SECRETS["entry"])
    secrets = [Secret(row["key_id"], row["place"], bytes(row["sealed"])) for row in sealed]
    kept = town.shape.folder / "backup"
    more = Talk(rooms, words)
    taking = asyncio.create_task(asyncio.to_thread(town.shape.run, "backup", str(kept)))
    await asyncio.gather(*(_goes_on(room, more) for room in rooms))
    await taking
    return kept, secrets


async def _goes_on(room: Room, talk: Talk) -> None:
    for number in range(talk.words_each):
        wish = {"room": room.room, "channel": "her", "text": f"meanwhile {number}"}
        sent = {**wish, "client_id": f"m-{room.room[:8]}-{number}"}
        await room.writers[0].insists("room.say", sent)


async def _erased(town: Stage, rooms: list[Room]) -> Gone:
    """In every room one responder erases her words; somebody who is in none of them wipes."""
    erasing = {room.room: room.writers[1] for room in rooms}
    for room_id, device in erasing.items():
        await device.insists("room.erase", {"room": room_id})
    busy = {writer.name for room in rooms for writer in room.writers}
    wiped = next(device for device in town.responders if device.name not in busy)
    await wiped.insists("wipe")
    return Gone(erasing, wiped)


async def _a_day_passes(town: Stage) -> None:
    """The worker opens an epoch and wraps what lives anew."""
    town.shape.move_clock(DAY + 1)
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        found = await town.rows("SELECT min(epoch) AS epoch FROM data_key")
        if found[0]["epoch"] == 2:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("no epoch was opened")


async def _restored(town: Stage, kept: Path) -> str:
    """Everything stops; the one command; a fresh database; everything starts."""
    town.shape.stop()
    town.shape.others.clear()
    fresh = town.pg.fresh()
    town.shape.environ[URL] = fresh
    await asyncio.to_thread(town.shape.run, "restore", str(kept))
    for port in town.shape.ports:
        await town.started(town.shape.serve(port))
    town.shape.start("work")
    return fresh


async def _carved(town: Stage, url: str, gone: Gone, secrets: list[Secret]) -> int:
    """Erased words that the living keyring and the restored table of keys still open."""
    await rows(url, "CHECKPOINT")
    found = await rows(url, "SELECT pg_relation_filepath('data_key') AS path")
    heap = (town.pg.folder / "data" / found[0]["path"]).read_bytes()
    keyring = Path(town.shape.environ["VEILLEUSE_DATA"]) / "keys" / "keyring.json"
    alive = {row["id"] for row in await rows(url, "SELECT id FROM data_key")}
    dead = [secret for secret in secrets if secret.key_id not in alive]
    if not dead:
        return len(gone.by_room)
    return len(list(attack(keyring, [heap], dead)))


async def _everybody_reads(rooms: list[Room], ledger: Ledger) -> list[Reader]:
    readers = [Reader(writer, room.room, ledger, {}) for room in rooms for writer in room.writers]
    for reader in readers:
        reader.over.set()
    await asyncio.gather(*(reader.reads() for reader in readers))
    return readers


def _erased_words_in(shown: Ledger, gone: Gone) -> int:
    words = {word for author in gone.authors for word in shown.acknowledged[author]}
    return sum(word in words for found in shown.shown.values() for word in found)


def _living(reader: Reader, rooms: list[Room], gone: Gone) -> list[str]:
    """The authors whose words this reader is still owed."""
    (room,) = [room for room in rooms if room.room == reader.room]
    authors = [f"{writer.name}@{room.room}" for writer in room.writers]
    return [author for author in authors if author not in gone.authors]


async def _faults(readable: int, gone: Gone) -> str:
    if readable:
        return f"{readable} erased words can be read"
    answer = await gone.wiped.asks("me")
    if answer is None or answer.get("code") != "session_expired":
        return "a wiped device is signed in again"
    return ""
