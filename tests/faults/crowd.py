"""Thousands of members with cheap sessions, their pages, and phones that a push wakes: whoever is
alarmed while her line is away is reached that way."""

from __future__ import annotations

import asyncio
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from server import app as house_app
from server import settings
from server.actor import Proof
from server.demo import cast, community
from server.demo.community import Inhabitant
from server.demo.seed import Plan, do_seed
from tests import engines, services
from tests.faults.device import Device, GaveUp
from tests.faults.ledger import Ledger
from tests.faults.page import Page
from tests.faults.post import Phone
from tests.faults.sink import Sink, sink
from tests.faults.stage import Room, Stage
from tests.faults.wire import until
from tests.processes.house import production

FIFTY = 50
SEED = 11
CALLER_EVERY = 20
AT_ONCE = 200
COMES_WITHIN_S = 60.0
REACHED_WITHIN_S = 20.0
SPARE_FILES = 500
LOOKS_EVERY_S = 0.2


@dataclass
class Crowd:
    """`pages` are those that stand open, by the index of who looks at them."""

    town: Stage
    people: Sequence[Inhabitant]
    secret: str
    sink: Sink
    dice: Random
    ledger: Ledger = field(default_factory=Ledger)
    pages: dict[int, Page] = field(default_factory=dict)
    sent_at: dict[str, float] = field(default_factory=dict)
    callers: Iterator[Inhabitant] = field(init=False)

    def __post_init__(self) -> None:
        """Minors: they launch, and no alarm ever reaches them. Each once."""
        self.callers = (person for person in self.people if person.role == "minor")

    def device(self, person: Inhabitant) -> Device:
        shown = cast.pass_of(self.secret, person)
        shape = self.town.shape
        proof = Proof(cookie=shown.cookie, device=shown.device)
        origin = f"http://localhost:{shape.ports[0]}"
        return Phone(self.town.http, shape.ports, origin, proof, person.id, person.id)

    async def alarmed(self, alert: str) -> list[Inhabitant]:
        """Those of its fifty."""
        rows = await self.town.rows("SELECT person_id FROM place WHERE alert_id = $1", alert)
        held = {row["person_id"] for row in rows}
        return [person for person in self.people if person.id in held]

    def page(self, person: Inhabitant, room: Room | None = None) -> Page:
        """A page on either process."""
        page = Page(
            self.device(person),
            self.town.shape.ports,
            self.dice,
            self.ledger,
            alert=room.alert if room else "",
            room=room.room if room else "",
            sent_at=self.sent_at,
            at=person.index,
        )
        self.pages[person.index] = page
        return page

    async def come(self, pages: Sequence[Page]) -> None:
        """All of them, some at a time: what is measured comes later."""
        for start in range(0, len(pages), AT_ONCE):
            several = pages[start : start + AT_ONCE]
            for page in several:
                page.opens()
            await self.back(several, 0.0)

    async def back(self, pages: Sequence[Page], since: float) -> float:
        """Seconds from `since` until every one is live and has caught up. Raises GaveUp."""
        away = set(pages)

        def nobody_is_away() -> bool:
            away.difference_update([p for p in away if p.live and p.ready_at > since])
            return not away

        if not await until(nobody_is_away, COMES_WITHIN_S, LOOKS_EVERY_S):
            raise GaveUp(f"{len(away)} of {len(pages)} did not come back")
        return max((page.ready_at for page in pages), default=since) - since

    async def go(self) -> None:
        await asyncio.gather(*(page.closes() for page in self.pages.values()))
        self.pages.clear()


@dataclass
class Drill:
    """One alert: when it was acknowledged, and when the last of its fifty had been reached."""

    acknowledged_s: float
    reached_s: float
    alarmed: int


async def drill(crowd: Crowd, caller: Inhabitant) -> Drill:
    """She presses by HTTPS, on a thread of its own: those who load the servers do not delay her.
    Reached: a phone was woken, or a page heard the alarm, whichever came first."""
    began = time.monotonic()
    answer, took = await asyncio.to_thread(_press, crowd.device(caller), press_of(caller))
    alarmed = await crowd.alarmed(answer["alert"])
    reached = partial(_reached_at, crowd, answer["alert"], began)
    await until(lambda: all(map(reached, alarmed)), REACHED_WITHIN_S)
    last = max((reached(person) or float("inf") for person in alarmed), default=began)
    return Drill(took, last - began, len(alarmed))


def press_of(caller: Inhabitant) -> dict[str, Any]:
    fix = {"lat": caller.point.lat, "lon": caller.point.lon, "accuracy_m": 9.0}
    fix["at"] = int(time.time() * 1000)
    return {"press": f"press-{caller.index}", "fix": fix, "mixed": False}


def _press(device: Device, wish: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """The alert, and the seconds until it was acknowledged."""
    began = time.monotonic()
    return asyncio.run(device.insists("alert.start", wish)), time.monotonic() - began


def _reached_at(crowd: Crowd, alert: str, since: float, person: Inhabitant) -> float:
    page = crowd.pages.get(person.index)
    heard = [page.alarms[alert]] if page and alert in page.alarms else []
    woken = [at for at in crowd.sink.woken[person.index] if at >= since]
    return min([*heard, *woken], default=0.0)


def open_files(wanted: int) -> None:
    """Raises GaveUp where the system does not allow so many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + SPARE_FILES:
        if hard < wanted + SPARE_FILES:
            raise GaveUp(f"{wanted} connections need more open files than the {hard} allowed here")
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted + SPARE_FILES, hard))


def _cast(one: Inhabitant) -> Inhabitant:
    """Everybody can be woken; one in so many may only launch."""
    return replace(one, wakes=True, role="minor" if one.index % CALLER_EVERY == 0 else one.role)


@asynccontextmanager
async def crowd(count: int, dice: Random, webs: int = 2, **environ: str) -> AsyncIterator[Crowd]:
    """So many members over PostgreSQL and Redis, web processes and a worker."""
    open_files(count)
    sys.setswitchinterval(0.0005)  # the threads that measure take their turn soon
    with ExitStack() as stack:
        pg = stack.enter_context(services.postgres(durable=True))
        bus = stack.enter_context(services.redis())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="veilleuse-faults-"))
        shape = stack.enter_context(production(Path(folder), pg, bus))
        wide = httpx2.Limits(max_connections=None)
        shape.ports[webs:] = []
        woken = stack.enter_context(sink())
        async with httpx2.AsyncClient(limits=wide) as http:
            shape.environ |= {"VEILLEUSE_PUSH_HOSTS": woken.host, **environ}
            await asyncio.to_thread(shape.run, "migrate")
            house = house_app.build(settings.read(shape.environ), passwords=engines.quick())
            await house.open()
            town = Stage(shape, pg, bus, house, http, [])
            held = Crowd(
                town,
                [_cast(one) for one in community.crowd(SEED, count)],
                secrets.token_hex(),
                woken,
                dice,
            )
            try:
                plan = Plan(held.people, held.secret, woken.origin, "a phrase nobody types")
                await do_seed(house.services, plan, lambda done, of: None)
                await town.rows("ANALYZE")
                for port in list(shape.ports):
                    await town.started(shape.serve(port))
                shape.start("work")
                yield held
            finally:
                await held.go()
                await house.close()
