"""Clients that never read, in full rooms, while others chat: F5."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field, replace
from statistics import quantiles

from server.gateway.line import HELD_BYTES
from tests.faults.crowd import Crowd, crowd
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.page import Page
from tests.faults.runs import Size
from tests.faults.talk import open_room, owed, writes
from tests.faults.wire import Wire, dial, until
from tests.services import free_port

CUT_S = 10.0
TIMES = 1.2
EVERY_S = 0.5
LOOKS_EVERY_S = 0.25
RECEIVES_BYTES = 4_096
LONG = " tout va bien" * 290
"""A word of nearly four thousand characters: who does not read it soon has much to read."""


@dataclass
class Deaf:
    """What the deaf cost, and whom."""

    metrics_port: int
    cut: int = 0
    cut_s: float = 0.0
    held_bytes: float = 0.0
    sockets: float = 0.0
    lates: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})

    @property
    def p95_ms(self) -> dict[bool, float]:
        return {with_: quantiles(n, n=20)[-1] * 1000 for with_, n in self.lates.items()}


async def deaf(size: Size) -> Verdict:
    """Stretches with and without them in turn, `size.times` of each, `size.seconds` long;
    `size.alerts` deaf ones over `size.rooms` rooms in which `size.writers` write."""
    found = Deaf(free_port())
    more = {"VEILLEUSE_METRICS_PORT": str(found.metrics_port)}
    people = max(200, size.rooms * 100)
    async with crowd(people, dice("F5"), webs=1, **more) as held:
        each = size.writers + size.alerts // size.rooms
        rooms = [await open_room(held, each) for _ in range(size.rooms)]
        writing = [page for room in rooms for page in room[: size.writers]]
        silent = [page for room in rooms for page in room[size.writers :]]
        await held.come(writing)
        over = asyncio.Event()
        talking = [asyncio.create_task(writes(page, over, EVERY_S, LONG)) for page in writing]
        watching = asyncio.create_task(_watch(held, found, over))
        await asyncio.sleep(size.seconds / 4)  # the first words find everything cold
        for _ in range(size.times):
            await _stretch(found, writing, [], size.seconds)
            await _stretch(found, writing, silent, size.seconds)
        over.set()
        await asyncio.gather(*talking, watching)
        for page in writing:
            await page.fill()
        verdict = held.ledger.verdict("F5 never reads", round(CUT_S * 1000), owed(writing))
    return _judged(verdict, found)


async def _stretch(found: Deaf, writing: list[Page], silent: list[Page], seconds: float) -> None:
    """How late the writers' pages hear, for so long, or until the deaf are cut."""
    wires = [await _deafen(page) for page in silent]
    for page in writing:
        page.lates.clear()
    began = time.monotonic()
    if silent:  # a client that does not read does not see its own end: the server counts
        await asyncio.sleep(1.0)
        await until(
            lambda: found.sockets <= len(writing), 2 * CUT_S if seconds >= CUT_S / 2 else seconds
        )
        found.cut_s = max(found.cut_s, time.monotonic() - began)
        found.cut += len(wires)
    else:
        await asyncio.sleep(seconds)
    found.lates[bool(silent)] += [late for page in writing for late in page.lates]
    for wire in wires:
        wire.abort()


async def _deafen(page: Page) -> Wire:
    device = page.device
    wire = await dial(
        page.port, device.proof, device.origin, lambda *_: None, receive_bytes=RECEIVES_BYTES
    )
    wire.stop_reading()
    return wire


async def _watch(held: Crowd, found: Deaf, over: asyncio.Event) -> None:
    """How many sockets stand, and what is held for whoever reads least."""
    while not over.is_set():
        answer = await held.town.http.get(f"http://127.0.0.1:{found.metrics_port}/metrics")
        found.sockets = _figure(answer.text, "veilleuse_sockets")
        most = _figure(answer.text, "veilleuse_sockets_held_most_bytes")
        found.held_bytes = max(found.held_bytes, most)
        await asyncio.sleep(LOOKS_EVERY_S)


def _figure(text: str, name: str) -> float:
    found = re.search(rf"^{name} (\S+)", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _judged(verdict: Verdict, found: Deaf) -> Verdict:
    p95 = found.p95_ms
    note = f"{found.cut} cut in {found.cut_s:.1f} s, at most {found.held_bytes / 1024:.0f}"
    note += f" KiB held for one; the others' p95 {p95[True]:.0f} ms with them,"
    note += f" {p95[False]:.0f} ms without"
    failed = "held more than 1 MiB" if found.held_bytes > HELD_BYTES else ""
    if p95[True] > TIMES * p95[False]:
        failed = "the others paid for them"
    return replace(verdict, worst_delay_ms=round(found.cut_s * 1000), note=note, failed=failed)
