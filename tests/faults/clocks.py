"""The machine's clock jumps while everything runs: no window, session or socket ends by it.

libfaketime stands between the processes and the wall clock. The clocks that count what has passed
are left alone, as a real jump leaves them alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

from server.clock import HOUR, SECOND, SETTLES, awake
from tests.faults.device import Device
from tests.faults.ledger import Verdict
from tests.faults.runs import Size, _press
from tests.faults.socket import opened
from tests.faults.stage import Stage, stage
from tests.gateway.doors import Raw

JUMPS = ("+48h", "-48h", "+1h", "-1h")
WINDOW = 48 * HOUR
LIMIT_MS = 60_000
LISTENERS = 8


def faketime() -> Path | None:
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


async def jump_the_clock(size: Size) -> Verdict:
    """Each jump lasts so many seconds; a web process is killed and started under it."""
    library, jump = faketime(), Path(f"/tmp/veilleuse-jump-{time.time_ns()}")  # noqa: S108
    if library is None:
        raise RuntimeError("libfaketime is not installed")
    _set(jump, "+0")
    environ = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(jump),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "VEILLEUSE_CLOCK_OFFSET": "",
    }
    await _settled()
    try:
        async with stage(webs=2, environ=environ) as town:
            return await _jumps(town, size, jump)
    finally:
        await asyncio.to_thread(jump.unlink)


def _set(jump: Path, by: str) -> None:
    jump.write_text(by)


async def _settled() -> None:
    """A machine that has just started is believed whatever it says."""
    await asyncio.sleep(max(0, SETTLES - awake()) / SECOND)


async def _jumps(town: Stage, size: Size, jump: Path) -> Verdict:
    callers, pressed = await town.callers(size.alerts * (size.times + 1)), dict[str, float]()
    async with AsyncExitStack() as stack:
        port = town.shape.ports[0]
        listeners = town.responders[:LISTENERS]
        sockets = [await stack.enter_async_context(opened(d, port)) for d in listeners]
        await _launch(callers[: size.alerts], pressed)
        for number, by in enumerate(_so_many(size.times), 1):
            _set(jump, by)
            await asyncio.sleep(size.seconds / 2)
            await _launch(callers[number * size.alerts : (number + 1) * size.alerts], pressed)
            await town.reborn(town.webs[-1])
            await asyncio.sleep(size.seconds / 2)
            _set(jump, "+0")
        cut = sum(socket.closed for socket in sockets)
        again = _alarmed_again(sockets)
    error, early = await _windows(town, pressed)
    out = await _signed_out([*callers, *town.responders])
    epochs = town.shape.run("keys", "epochs").splitlines()[-1]
    note = f"{len(pressed)} alerts, {size.times} jumps of {size.seconds:.0f} s;"
    note = f"{note} {early} ended early, {cut} sockets cut, {out} sessions lost"
    failed = "" if epochs == "1" else "a key epoch was opened"
    missing = early + cut + out
    name = "F6 the clock jumps"
    return Verdict(name, len(pressed), missing, again, 0, error, LIMIT_MS, note, failed)


def _so_many(times: int) -> list[str]:
    return [JUMPS[number % len(JUMPS)] for number in range(times)]


async def _launch(callers: list[Device], pressed: dict[str, float]) -> None:
    """Remembers when, by the clock of this test, which nothing moves."""
    for caller in callers:
        answer = await _press(caller, 0, 0)
        pressed[answer["alert"]] = time.time() * SECOND


def _alarmed_again(sockets: list[Raw]) -> int:
    extra = 0
    for socket in sockets:
        heard = socket.events("alert.alarm")
        alarms = (event["invitation"]["alert"] for event in heard)
        extra += sum(n - 1 for n in Counter(alarms).values())
    return extra


async def _windows(town: Stage, pressed: dict[str, float]) -> tuple[int, int]:
    """The worst error of a window's end, in ms; how many are over."""
    held = {row["id"]: row for row in await town.rows("SELECT * FROM alert")}
    ends = [held[alert]["window_ends_at"] - at - WINDOW for alert, at in pressed.items()]
    early = sum(held[alert]["open_for"] is None for alert in pressed)
    return round(max(map(abs, ends))), early


async def _signed_out(devices: list[Device]) -> int:
    answers = await asyncio.gather(*(device.insists("me") for device in devices))
    return sum("person" not in answer for answer in answers)
