"""The helpline while it breaks, and under its load: H1, H2."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from tests.faults.dice import dice
from tests.faults.helpline import Helpline, helpline
from tests.faults.ledger import Verdict
from tests.faults.runs import Size
from tests.faults.visitor import Visitor
from tests.faults.wire import until

COME_AT_ONCE = 40
H1_LATE_MS, H2_LATE_MS = 40_000, 200
"""A line that is half-open is found within 15 s, and may be half-open again at once."""
LIVES_S, AWAY_S = (1.0, 4.0), (0.5, 3.0)
BREAKS = ("kill", "kill", "kill", "kill both", "cut", "reset", "half-open")
LATER_S, LIVE_WITHIN_S = 1.0, 20.0
ALL_TALK_WITHIN_S = 120.0


async def kill_the_helpline(size: Size) -> Verdict:
    """`size.alerts` conversations, `size.writers` officers with `size.rooms` at once each;
    `size.words_each` from each side, one every `size.seconds` or so; at least `size.times` things
    break."""
    async with helpline(dice("H1")) as held:
        return await helps_while_it_breaks(held, size)


async def helps_while_it_breaks(held: Helpline, size: Size) -> Verdict:
    await held.staffed(size.writers, size.rooms, size.seconds)
    everybody = [held.visitor(size.words_each, size.seconds) for _ in range(size.alerts)]
    present = size.writers * size.rooms * 3 // 2
    await _come(held, everybody[: present // 2])
    queued = await _still(held)
    gate, broken = asyncio.Semaphore(present), list[str]()
    async with asyncio.TaskGroup() as tasks:
        for officer in held.officers:
            tasks.create_task(officer.answers())
        lives = [tasks.create_task(_lives(held, one, gate)) for one in everybody]
        tasks.create_task(_breaks(held, size.times, lives, broken))
        await asyncio.wait(lives)
        for officer in held.officers:
            officer.off.set()
    for one in held.cases.values():
        if not one.gone:
            await _reads_on(held, one.visit)
    verdict = await _judged(held, "H1 helpline killed and cut", H1_LATE_MS, queued)
    lates = sorted(late for _, late in held.watch.lates)
    p99 = lates[len(lates) * 99 // 100]
    note = f"{len(held.cases)} conversations, {held.ended()}; {_count(broken)};"
    note += f" 99 of 100 words received in {p99:.1f} s; {verdict.note}"
    return replace(verdict, worst_delay_ms=round(lates[-1] * 1000), note=note)


async def _come(held: Helpline, visitors: Sequence[Visitor]) -> None:
    gate = asyncio.Semaphore(COME_AT_ONCE)

    async def comes(visitor: Visitor) -> None:
        async with gate:
            await held.comes(visitor)

    async with asyncio.TaskGroup() as coming:
        for visitor in visitors:
            coming.create_task(comes(visitor))


async def _still(held: Helpline) -> int:
    """Before anything moves: how many are told a place that is not theirs, of those who wait."""
    await until(lambda: all(one.link.live for one in held.visitors if one.visit), LIVE_WITHIN_S)
    await asyncio.sleep(LATER_S)
    waiting = [one for one in held.visitors if one.visit]
    await asyncio.gather(*(one.mine() for one in waiting))
    return held.out_of_turn()


async def _lives(held: Helpline, visitor: Visitor, gate: asyncio.Semaphore) -> None:
    async with gate:
        if not visitor.visit:
            await held.comes(visitor)
        if await visitor.talks():
            await visitor.finishes()
            await visitor.ends()
    if visitor.case.gone:
        await visitor.link.closes()


async def _reads_on(held: Helpline, visit: str) -> None:
    """What was not ended is still there, for both."""
    visitor = next(one for one in held.visitors if one.case.visit == visit)
    await visitor.channel.reads_again()
    for officer in held.officers:
        if visit in officer.helped:
            for name in ("all", "officers"):
                await officer.channels[visitor.case.room, name].reads_again()


async def _breaks(
    held: Helpline, times: int, lives: Sequence[asyncio.Task[None]], broken: list[str]
) -> None:
    """At moments nobody chose, as long as anybody talks."""
    while len(broken) < times or not all(one.done() for one in lives):
        await asyncio.sleep(held.dice.uniform(*LIVES_S))
        broken.append(held.dice.choice(BREAKS) if broken else "kill")
        await _break(held, broken[-1])


async def _break(held: Helpline, what: str) -> None:
    town, line = held.town, held.dice.choice(held.lines)
    if what == "kill":
        await town.reborn(held.dice.choice(town.webs))
    elif what == "kill both":
        await asyncio.gather(*(town.reborn(web) for web in list(town.webs)))
    elif what == "cut":
        await line.cut()
        await asyncio.sleep(held.dice.uniform(*AWAY_S))
        await line.start()
    elif what == "reset":
        line.reset()
    else:
        line.half_open()


def _count(broken: Sequence[str]) -> str:
    kills = broken.count("kill") + 2 * broken.count("kill both")
    rest = [f"{broken.count(what)} {what}" for what in ("cut", "reset", "half-open")]
    return f"{kills} kills, lines " + ", ".join(rest)


async def queue_and_talk(size: Size) -> Verdict:
    """`size.alerts` visitors, `size.writers` officers with `size.rooms` at once each, and whoever
    they do not reach waits. A word from each side of each conversation every `size.seconds` or so,
    about `size.words_each` of them; after `size.times` seconds one web process is killed."""
    async with helpline(dice("H2")) as held:
        return await talks_while_they_queue(held, size)


async def talks_while_they_queue(held: Helpline, size: Size) -> Verdict:
    await held.staffed(size.writers, size.rooms, size.seconds)
    everybody = [_somebody(held, size) for _ in range(size.alerts)]
    await _come(held, everybody)
    queued = await _still(held)
    async with asyncio.TaskGroup() as tasks:
        for officer in held.officers:
            tasks.create_task(officer.answers())
        for one in everybody:
            tasks.create_task(_one_after_another(held, one, size))
        await _until_all_talk(held, size)
        await asyncio.sleep(size.seconds)
        steady = _Part(held)
        await asyncio.sleep(size.times)
        steady.ends()
        killed = _Part(held)
        await held.town.reborn(held.dice.choice(held.town.webs))
        await asyncio.sleep(max(0.0, size.times / 2 - killed.lasts()))
        killed.ends()
        for officer in held.officers:
            officer.off.set()
        await asyncio.gather(*(officer.at_rest.wait() for officer in held.officers))
        held.stop.set()
    verdict = await _judged(held, "H2 helpline under load", H2_LATE_MS, queued)
    waiting = size.alerts - size.writers * size.rooms
    note = f"{size.alerts} visitors, {size.writers} officers, {waiting} in the queue;"
    note = f"{note} {steady.told()}; with one kill -9: {killed.told()}; {held.ended()};"
    return replace(
        verdict,
        worst_delay_ms=round(steady.late(0.95) * 1000),
        note=f"{note} {verdict.note}",
    )


def _somebody(held: Helpline, size: Size) -> Visitor:
    """Not all stay equally long, or all would end at once."""
    ends = held.dice.choice(("wiped", "ended"))
    return held.visitor(held.dice.randint(1, 2 * size.words_each), size.seconds, ends)  # type: ignore[arg-type]


async def _one_after_another(held: Helpline, visitor: Visitor, size: Size) -> None:
    """Whoever has gone is followed by another."""
    gate = asyncio.Semaphore(1)
    while not held.stop.is_set():
        await _lives(held, visitor, gate)
        if not held.stop.is_set():
            visitor = _somebody(held, size)


async def _until_all_talk(held: Helpline, size: Size) -> None:
    most = min(size.alerts, size.writers * size.rooms)

    def answered() -> bool:
        return sum(case.helped for case in held.cases.values()) >= most

    await until(answered, ALL_TALK_WITHIN_S, 0.2)


class _Part:
    """A stretch of time, the words sent in it, and what it cost this process."""

    def __init__(self, held: Helpline) -> None:
        self._held = held
        self._began, self._spent = self._now(), time.process_time()
        self._moved = held.watch.frames["help.moved"]

    def ends(self) -> None:
        self._ended = self._now()
        self._share = (time.process_time() - self._spent) / (self._ended - self._began)
        self._moved = self._held.watch.frames["help.moved"] - self._moved

    def lasts(self) -> float:
        return self._now() - self._began

    def late(self, share: float) -> float:
        """Seconds within which so large a share had been received by the other side."""
        held = self._held.watch.lates
        lates = sorted(late for at, late in held if self._began <= at < self._ended)
        return lates[min(len(lates) - 1, int(len(lates) * share))] if lates else 0.0

    def told(self) -> str:
        seconds = self._ended - self._began
        sent = self._held.watch.sent_at.values()
        count = sum(self._began <= at < self._ended for at in sent)
        figures = ", ".join(f"p{n} {self.late(n / 100) * 1000:.0f} ms" for n in (50, 95, 99))
        return (
            f"{count / seconds:.0f} words a second for {seconds:.0f} s: {figures}"
            f" ({self._moved / seconds:.0f} help.moved a second; generator {self._share:.2f} cores)"
        )

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


async def _judged(held: Helpline, run: str, limit_ms: int, queued: int) -> Verdict:
    """Whatever is in the wrong order counts as reordered: words, and people in a queue."""
    owed: dict[str, list[str]] = {}
    talked = [case for case in held.cases.values() if case.read["visitor"].is_set()]
    for case in talked:
        owed |= case.entitled()
    verdict = held.watch.ledger.verdict(run, limit_ms, owed)
    left, odd = await held.remains()
    apart = sum(case.logs["visitor"] != case.logs["officer"] for case in talked)
    queues, wrong = held.queues, held.watch.wrong
    failures = {
        f"{len(wrong)} shown to whom they were not for": bool(wrong),
        f"left of what was destroyed: {left}": bool(left),
        f"{odd} visits too many or too few": bool(odd),
    }
    return replace(
        verdict,
        reordered=verdict.reordered + apart + queued + queues.overtaken + queues.misordered,
        note=f"{queues.reads} places and {queues.desks} desks told",
        failed=", ".join(text for text, true in failures.items() if true),
    )
