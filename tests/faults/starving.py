"""Nothing left: no room on the disk, no file descriptor, a process that stands still."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx2

from tests.faults.device import Device
from tests.faults.ledger import Verdict
from tests.faults.runs import LANDS_S, Size, _press, _while_it_breaks
from tests.faults.stage import Stage, one_process, stage
from tests.processes.house import Web

DISK_MIB = 400
SPARE = 4
PRESSES = 20
IDLE = 50
ANSWERS_S = 5.0


class NoDisk(Exception):
    """A small disk can only be made by root."""


@contextmanager
def small_disk(mib: int = DISK_MIB) -> Iterator[Path]:
    """A file system of its own. Raises NoDisk."""
    folder = Path(tempfile.mkdtemp(prefix="veilleuse-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(folder)]
    try:
        if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            raise NoDisk
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


def fill(disk: Path) -> None:
    """To the last byte."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        for step in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while file.write(b"\0" * step):
                    pass


def make_room(disk: Path) -> None:
    (disk / "ballast").unlink(missing_ok=True)


async def fill_the_disk(size: Size) -> Verdict:
    """PostgreSQL's disk: what cannot be kept is not acknowledged, and lands when there is room."""
    with small_disk() as disk:
        async with stage(webs=2, disk=disk) as town:
            return await _fill(town, disk, size, "F17 disk full, PostgreSQL")


async def fill_the_small_disk(size: Size) -> Verdict:
    """The disk of the embedded engine, with the keys on it."""
    with small_disk(64) as disk:
        async with one_process(disk) as town:
            return await _fill(town, disk, size, "F17 disk full, SQLite")


async def _fill(town: Stage, disk: Path, size: Size, name: str) -> Verdict:
    landed: list[float] = []
    pressing = [await town.callers(PRESSES) for _ in range(size.times)]

    async def breaking() -> None:
        for callers in pressing:
            await asyncio.sleep(0.1)
            landed.append(await _without_room(town, callers, disk, size.seconds))

    limit = round(size.seconds * 1000) + 5_000
    verdict = await _while_it_breaks(town, size, name, breaking, limit)
    note = f"{verdict.note}; {size.times} times {size.seconds:.0f} s; a press made meanwhile"
    note = f"{note} lands in {max(landed):.1f} s at most"
    return replace(verdict, note=note, failed=_late(max(landed), LANDS_S))


async def _without_room(town: Stage, callers: list[Device], disk: Path, seconds: float) -> float:
    """Seconds from the first free byte to the acknowledgement of a press that was refused."""
    await asyncio.to_thread(fill, disk)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or not await _refused(callers):
        await asyncio.sleep(0.2)
        if time.monotonic() > ends + 60:
            raise AssertionError("the disk is full, and nothing is refused")
    pressing = asyncio.create_task(_press(callers[0], 1, 1))
    await asyncio.sleep(0.5)
    back = time.monotonic()
    await asyncio.to_thread(make_room, disk)
    await _database_up(town)
    await pressing
    return time.monotonic() - back


async def _refused(callers: list[Device]) -> bool:
    """One more press: acknowledged as long as there is room in what was set aside."""
    caller = callers.pop() if len(callers) > 1 else callers[0]
    answer = await caller.asks("alert.start", {"press": f"full-{time.time_ns()}"})
    return answer is None or "alert" not in answer


async def _database_up(town: Stage) -> None:
    """PostgreSQL ends itself when its log cannot be written; whoever runs it starts it again."""
    if town.pg and not (town.pg.folder / "data" / "postmaster.pid").exists():
        await asyncio.to_thread(town.pg.start)


async def no_descriptors(size: Size) -> Verdict:
    """One of two web processes has no file descriptor left: idle connections hold them all."""
    async with stage(webs=2) as town:
        waits: list[float] = []

        async def breaking() -> None:
            for _ in range(size.times):
                await asyncio.sleep(0.3)
                waits.append(await _without_descriptors(town, size.seconds))

        verdict = await _while_it_breaks(
            town, size, "F17 no file descriptors", breaking, round(ANSWERS_S * 1000) + 5_000
        )
    note = f"{verdict.note}; {size.times} times {size.seconds:.0f} s; a press on the other process"
    note = f"{note} is acknowledged in {max(waits):.1f} s at most"
    return replace(verdict, note=note, failed=_late(max(waits), ANSWERS_S))


async def _without_descriptors(town: Stage, seconds: float) -> float:
    """The slowest acknowledgement by the other process; the starving one recovers by itself."""
    starving, other = town.webs
    pid = starving.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    used = max(int(name) for name in os.listdir(f"/proc/{pid}/fd")) + 1
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + SPARE, before[1]))
    more = range(used + SPARE + IDLE)  # below the highest there are gaps, whatever closed before
    idle = [await asyncio.open_connection("127.0.0.1", starving.port) for _ in more]
    try:
        if await _newcomer_answered(starving):
            raise AssertionError("the process still has descriptors")
        return await _pressed_on(town, other, seconds)
    finally:
        for _, writer in idle:
            writer.close()
        (somebody,) = await town.callers(1)
        await replace(somebody, ports=[starving.port]).insists("me")
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


async def _newcomer_answered(web: Web) -> bool:
    """By a connection of its own: those that are open go on."""
    with suppress(httpx2.HTTPError):
        async with httpx2.AsyncClient() as http:
            return (await http.get(f"{web.url}/healthz", timeout=1)).status_code == 200
    return False


async def freeze_processes(size: Size) -> Verdict:
    """One of two web processes and one of two workers stand still, and then go on."""
    async with stage(webs=2, workers=2) as town:
        waits: list[float] = []

        async def breaking() -> None:
            for _ in range(size.times):
                await asyncio.sleep(0.3)
                waits.append(await _frozen(town, size.seconds))

        limit = round((size.seconds + ANSWERS_S) * 1000)
        verdict = await _while_it_breaks(town, size, "F17 processes stand still", breaking, limit)
    note = f"{verdict.note}; {size.times} times {size.seconds:.0f} s; a press on the other process"
    note = f"{note} is acknowledged in {max(waits):.1f} s at most"
    return replace(verdict, note=note, failed=_late(max(waits), ANSWERS_S))


async def _frozen(town: Stage, seconds: float) -> float:
    """The slowest acknowledgement meanwhile."""
    web, other = town.webs
    pids = [web.process.pid, town.shape.others[-1].pid]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        return await _pressed_on(town, other, seconds)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def _pressed_on(town: Stage, web: Web, seconds: float) -> float:
    """Presses, one after the other, as long as it lasts; the slowest acknowledgement."""
    waits, ends = [], time.monotonic() + seconds
    while time.monotonic() < ends:
        (caller,) = await town.callers(1)
        began = time.monotonic()
        await _press(replace(caller, ports=[web.port]), 0, 0)
        waits.append(time.monotonic() - began)
    return max(waits)


def _late(worst: float, limit: float) -> str:
    return f"{worst:.1f} s, not {limit:.0f}" if worst > limit else ""
