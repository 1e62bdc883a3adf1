"""Three of ten push addresses misbehave: fifty people are reached all the same."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random

from server.actor import Actor
from server.alerts import rules
from server.clock import SECOND
from server.push import actions as push
from server.push.messages import Subscription
from server.wire import Who
from tests.faults.device import Device
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.runs import Size, _press
from tests.faults.stage import STARTS_WITHIN_S, Stage, stage
from tests.faults.wire import until
from tests.pushservice import Browser, Manner, PushService, push_service, self_signed

FAULTY = 0.3
REPLACED_MS = 2_000
QUIET_S = 1.5
ROUNDS = 6
FAULTS: dict[str, list[Manner]] = {
    "busy": [429, 201],
    "broken": [503, 500, 201],
    "hangs": ["hang"],
    "gone": [410],
    "tls": [],
    "poison": [403],
}
DELIVERS = ("", "busy", "broken")


@dataclass
class Member:
    """Somebody with one browser, and how it behaves in this alert."""

    device: Device
    browser: Browser
    untrusted: Browser
    fault: str = ""

    @property
    def asked(self) -> Browser:
        return self.untrusted if self.fault == "tls" else self.browser


@dataclass
class Hall:
    town: Stage
    members: list[Member]
    dice: Random
    moved: int = 0

    async def deals(self) -> None:
        """Who misbehaves now, and how; every browser subscribes anew."""
        for member in self.members:
            faulty = self.dice.random() < FAULTY
            member.fault = self.dice.choice(list(FAULTS)) if faulty else ""
            member.browser.answers(*FAULTS.get(member.fault, []), retry_after="1")
            await self._subscribe(member)

    async def _subscribe(self, member: Member) -> None:
        services, browser = self.town.house.services, member.asked
        other = member.browser if browser is member.untrusted else member.untrusted
        actor = Actor(Who.MEMBER, member.device.person, "member")
        await push.do_unsubscribe(services, actor, other.endpoint)
        wish = Subscription(browser.endpoint, browser.p256dh, browser.auth)
        await push.do_subscribe(services, actor, wish)

    def a_minute_passes(self) -> None:
        self.moved += rules.SILENT_AFTER + SECOND
        self.town.shape.move_clock(self.moved)

    async def reached(self, alert: str) -> int:
        sql = "SELECT DISTINCT person_id FROM push_outbox WHERE alert_id = $1 AND state = 'sent'"
        return len(await self.town.rows(sql, alert))

    async def exhausted(self, alert: str) -> bool:
        """It is recorded that nobody is left, or that nobody more may be alarmed."""
        waves = await self.town.rows("SELECT size FROM wave WHERE alert_id = $1", alert)
        sizes = [row["size"] for row in waves]
        return 0 in sizes or sum(sizes) >= rules.MOST_ALARMED


async def push_badly(size: Size) -> Verdict:
    """`rooms` members, `alerts` alerts one after the other."""
    lost = twice = tried = 0
    worst, late = 0.0, 0.0
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(push_service())
        untrusted = await stack.enter_async_context(push_service(self_signed()[0]))
        environ = {"VEILLEUSE_PUSH_HOSTS": f"{service.host},{untrusted.host}"}
        town = await stack.enter_async_context(stage(webs=1, workers=2, environ=environ))
        hall = Hall(town, await _members(town, size.rooms, service, untrusted), dice("F8"))
        for caller in await town.callers(size.alerts):
            await hall.deals()
            pressed = time.time()
            alert = str((await _press(caller, 0, 0))["alert"])
            await until(lambda: _asked(hall, alert), STARTS_WITHIN_S)  # noqa: B023  at once
            late = max(late, await _replaced(hall, alert, service))
            worst = max(worst, max(_asked(hall, alert)) - pressed)
            reached = await _all_reached(hall, alert, service)
            tried += reached
            lost += await _missing(hall, alert, reached)
            twice += _twice(hall, alert)
        said = await asyncio.to_thread(town.shape.run, "doctor", ok=False)
    failed = f"a 410 was replaced after {late:.0f} ms" if late > REPLACED_MS else ""
    failed = failed or ("" if "poison" in said else "the doctor does not see the poison")
    note = f"{size.alerts} alerts among {size.rooms}; a 410 is replaced in {late:.0f} ms at most"
    return Verdict("F8 bad push", tried, lost, twice, 0, round(worst * 1000), 4_000, note, failed)


async def _members(
    town: Stage, count: int, service: PushService, untrusted: PushService
) -> list[Member]:
    """Nobody has a page open: a push is the only way to reach her."""
    extra = [f"member{n}" for n in range(count - len(town.responders))]
    devices = town.responders + [await town.device(name, "member") for name in extra]
    await town.house.services.db.run("UPDATE standing SET online_until = 0, reachable = FALSE")
    return [
        Member(device, service.browser(device.name), untrusted.browser(device.name))
        for device in devices
    ]


async def _replaced(hall: Hall, alert: str, service: PushService) -> float:
    """The longest from a 410 to the moment somebody else has the place, in ms."""
    await _quiet(service)
    gone = [member for member in hall.members if member.fault == "gone"]
    at = sorted(a.at for member in gone for a in member.browser.arrived if a.json["i"] == alert)
    sql = "SELECT alarmed_at FROM place WHERE alert_id = $1 AND wave > 1"
    placed = sorted(row["alarmed_at"] - hall.moved for row in await hall.town.rows(sql, alert))
    lags = [later - sooner * 1000 for sooner, later in zip(at, placed, strict=False)]
    if len(placed) < len(at) and not await hall.exhausted(alert):
        return float("inf")
    return max([0.0, *lags])


def _asked(hall: Hall, alert: str) -> list[float]:
    """When those whose service behaves were asked for: a hang blocks nobody."""
    good = [member.browser for member in hall.members if not member.fault]
    return [a.at for b in good for a in b.arrived if a.json["i"] == alert]


async def _all_reached(hall: Hall, alert: str, service: PushService) -> int:
    """Nobody gives a sign: each minute the next are alarmed, and what failed is tried again."""
    for _ in range(ROUNDS):
        reached = await hall.reached(alert)
        if reached >= rules.PLACES or not await _missing(hall, alert, reached):
            break
        hall.a_minute_passes()
        await _quiet(service)
    return await hall.reached(alert)


async def _missing(hall: Hall, alert: str, reached: int) -> int:
    """Of fifty, or, once nobody is left to alarm, of those alarmed whose service delivers."""
    if reached >= rules.PLACES:
        return 0
    if not await hall.exhausted(alert):
        return rules.PLACES - reached
    rows = await hall.town.rows("SELECT person_id FROM place WHERE alert_id = $1", alert)
    alarmed = {row["person_id"] for row in rows}
    well = {m.device.person for m in hall.members if m.fault in DELIVERS}
    return max(0, len(alarmed & well) - reached)


async def _quiet(service: PushService) -> None:
    """Until nothing has arrived for a while (a worker looks every second)."""
    before = -1
    while before != len(service.arrived):
        before = len(service.arrived)
        await asyncio.sleep(QUIET_S)


def _twice(hall: Hall, alert: str) -> int:
    """Deliveries of the same alarm to the same device, beyond the first."""
    good = [member.browser for member in hall.members if not member.fault]
    counts = Counter(b.name for b in good for a in b.arrived if a.json["i"] == alert)
    return sum(n - 1 for n in counts.values())
