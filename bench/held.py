"""At the end of a soak: does every member hold every message that was acknowledged?"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.crowd import AlertRoom
from bench.generator import Generator
from bench.house import House
from server.demo.community import Inhabitant

ASKING = 4
PAGE = 500


def by_everybody(house: House, rooms: list[AlertRoom], clients: Generator) -> dict[str, Any]:
    """`lost` counts pairs of a member and an acknowledged message this member's sync misses."""
    acked = _acked(clients)
    asked = [(n, person) for n, room in enumerate(rooms) for person in room.people]

    def missing(one: tuple[int, Inhabitant]) -> tuple[int, int]:
        room, person = one
        got = _synced(house, rooms[room].room, person, house.ports[room % len(house.ports)])
        return len(set(acked[room]) - set(got)), len(got) - len(set(got))

    with ThreadPoolExecutor(ASKING) as pool:
        found = list(pool.map(missing, asked))
    return {
        "acknowledged": sum(len(numbers) for numbers in acked.values()),
        "members_asked": len(asked),
        "lost": sum(lost for lost, _ in found),
        "twice": sum(twice for _, twice in found),
    }


def _acked(clients: Generator) -> dict[int, list[int]]:
    """Message numbers by the number of their room."""
    found: dict[int, list[int]] = defaultdict(list)
    with TemporaryDirectory(prefix="veilleuse-soak-") as folder:
        path = Path(folder) / "acked"
        clients.keep(path)
        for line in path.read_text().splitlines():
            number, room = line.split()
            found[int(room)].append(int(number))
    return found


def _synced(house: House, room: str, person: Inhabitant, port: int) -> list[int]:
    """The numbers of all that was said, page by page."""
    numbers, after = [], 0
    while True:
        asked = {"room": room, "channel": "her", "after": after, "limit": PAGE}
        page = house.post(person, "room.sync", asked, port)
        numbers += [_number(entry) for entry in page["entries"] if entry["kind"] == "said"]
        if not page["entries"] or page["entries"][-1]["seq"] >= page["head"]:
            return numbers
        after = page["entries"][-1]["seq"]


def _number(entry: dict[str, Any]) -> int:
    return int(entry["client_id"].removeprefix("bench-"))
