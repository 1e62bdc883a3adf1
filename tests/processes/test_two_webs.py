"""She is on one process, they are on the other; things break meanwhile."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import socketio

from server.gateway.socket import COOKIE
from tests import engines
from tests.processes.house import Client, Shape, Web, until
from tests.pushservice import PushService

HOUR = 3_600_000
LAT, LON = 48.8566, 2.3522
_numbers = count(1)


@dataclass
class Device:
    """A page: its socket, everything it heard, and the same commands."""

    client: Client
    sio: socketio.AsyncClient = field(
        default_factory=lambda: socketio.AsyncClient(reconnection=False)
    )
    heard: list[tuple[str, Any]] = field(default_factory=list)

    async def asks(self, command: str, payload: object = None) -> dict[str, Any]:
        answer = await self.sio.call(command, payload if payload is not None else {}, timeout=10)
        assert "ok" in answer, answer
        return dict(answer["ok"])

    async def hears(self, event: str, holding: str = "") -> Any:
        """Waits for an event whose text holds this."""
        for _ in range(200):
            for name, payload in self.heard:
                if name == event and holding in json.dumps(payload, ensure_ascii=False):
                    return payload
            await asyncio.sleep(0.05)
        raise AssertionError(f"{event} with {holding!r} was not heard")


@asynccontextmanager
async def page(client: Client) -> AsyncIterator[Device]:
    device = Device(client)

    async def listen(event: str, payload: Any) -> None:
        device.heard.append((event, payload))

    device.sio.on("*", listen)
    await device.sio.connect(
        client.web.url,
        headers={"Origin": client.web.origin, "Cookie": f"{COOKIE}={client.proof.cookie}"},
        auth={"device": client.proof.device},
        transports=["websocket"],
    )
    try:
        yield device
    finally:
        await device.sio.disconnect()


@dataclass
class Cast:
    camille: Client
    nour: Client
    ids: dict[str, str]


async def cast(shape: Shape, first: Web, second: Web) -> Cast:
    """A caller and a responder of this test only, far from those of the others."""
    number = next(_numbers)
    names = [f"camille{number}", f"nour{number}"]
    ids = await shape.people(*names)
    camille, nour = (
        Client(web, name).signs_in() for web, name in zip((first, second), names, strict=True)
    )
    camille.stands(LAT + number, LON)
    nour.stands(LAT + number + 0.01, LON)
    return Cast(camille, nour, ids)


def press() -> dict[str, str]:
    return {"press": f"press-{time.time_ns()}"}


async def test_a_whole_alert_across_two_processes(shape: Shape) -> None:
    people = await cast(shape, *shape.webs[:2])
    async with page(people.camille) as camille, page(people.nour) as nour:
        alert = await camille.asks("alert.start", press())
        assert (await nour.hears("alert.alarm"))["invitation"]["alert"] == alert["alert"]
        ref, room = {"alert": alert["alert"]}, {"room": alert["room"], "channel": "her"}
        await camille.asks("alert.open", ref)
        await nour.asks("alert.open", ref)
        await nour.asks("room.say", room | {"text": "j'arrive", "client_id": "client-nour"})
        await camille.hears("room.entry", "j'arrive")
        await camille.asks("room.say", room | {"text": "vite", "client_id": "client-camille"})
        await nour.hears("room.entry", "vite")
        fix = {"lat": LAT, "lon": LON, "accuracy_m": 9, "at": int(time.time() * 1000)}
        await camille.asks("position.report", fix)
        await nour.hears("position.moved")
        await camille.asks("alert.stop", ref)
        await nour.hears("alert.changed", "stopped")


async def test_a_ban_cuts_the_sockets_of_every_process(shape: Shape) -> None:
    people = await cast(shape, *shape.webs[:2])
    name = people.nour.name
    async with page(people.nour) as one, page(people.nour.on(shape.webs[0])) as other:
        await asyncio.to_thread(shape.run, "admin", "ban", people.ids[name])
        for device in (one, other):
            for _ in range(60):
                if not device.sio.connected:
                    break
                await asyncio.sleep(0.05)
            assert not device.sio.connected
    assert people.nour.asks("me")["code"] == "banned"


async def test_with_websockets_blocked_launch_chat_and_stop_still_work(shape: Shape) -> None:
    people = await cast(shape, *shape.webs[:2])
    async with page(people.nour):  # she is reachable; then her socket is gone
        alert = people.camille.asks("alert.start", press())
    mine = people.nour.asks("alert.mine")["invitations"]
    assert [invitation["alert"] for invitation in mine] == [alert["alert"]]
    people.nour.asks("alert.open", {"alert": alert["alert"]})
    people.nour.says(alert, "par la porte")
    people.camille.says(alert, "oui")
    assert people.camille.reads(alert)[-2:] == ["par la porte", "oui"]
    assert people.camille.asks("alert.stop", {"alert": alert["alert"]})["state"] == "stopped"


async def test_without_redis_nothing_is_lost(shape: Shape, production: engines.Production) -> None:
    people = await cast(shape, *shape.webs[:2])
    async with page(people.camille) as camille, page(people.nour) as nour:
        alert = await camille.asks("alert.start", press())
        await nour.asks("alert.open", {"alert": alert["alert"]})
        production.bus.kill()
        try:
            room = {"room": alert["room"], "channel": "her"}
            await camille.asks("room.say", room | {"text": "dans le noir", "client_id": "client-1"})
            assert "dans le noir" in await asyncio.to_thread(people.nour.reads, alert)
            stopped = await camille.asks("alert.stop", {"alert": alert["alert"]})
            assert stopped["state"] == "stopped"
        finally:
            production.bus.start()
        said = await asyncio.to_thread(people.nour.reads, alert)
        assert "dans le noir" in said
    await asyncio.to_thread(until, lambda: all(web.ready() for web in shape.webs[-2:]))
    async with page(people.camille) as camille, page(people.nour) as nour:
        await nour.asks("alert.open", {"alert": alert["alert"]})
        for n in range(100):  # hints come back by themselves
            room = {"room": alert["room"], "channel": "her", "text": f"retour {n}"}
            await camille.asks("room.say", room | {"client_id": f"client-retour-{n}"})
            if any(event == "room.entry" for event, _ in nour.heard):
                return
            await asyncio.sleep(0.1)
    raise AssertionError("no hint came back")


async def test_a_redis_that_hangs_delays_neither_an_alarm_here_nor_a_cut(
    shape: Shape, production: engines.Production
) -> None:
    """It takes every command and answers none: worse than a Redis that is gone."""
    people = await cast(shape, shape.webs[0], shape.webs[0])
    async with page(people.camille) as camille, page(people.nour) as nour:
        assert production.bus.process
        production.bus.process.send_signal(signal.SIGSTOP)
        try:
            alert = await camille.asks("alert.start", press())
            assert (await nour.hears("alert.alarm"))["invitation"]["alert"] == alert["alert"]
            banning = asyncio.to_thread(shape.run, "admin", "ban", people.ids[people.nour.name])
            await asyncio.wait_for(asyncio.gather(banning, nour.sio.wait()), 15)
            stopped = await camille.asks("alert.stop", {"alert": alert["alert"]})
            assert stopped["state"] == "stopped"
        finally:
            production.bus.process.send_signal(signal.SIGCONT)


async def test_without_redis_the_worker_still_wakes_them(
    shape: Shape, production: engines.Production, wakes: PushService
) -> None:
    people = await cast(shape, *shape.webs[:2])
    browser = wakes.browser(people.nour.name)
    await asyncio.to_thread(people.nour.wakes_by, browser)
    production.bus.kill()
    try:
        alert = await asyncio.to_thread(people.camille.asks, "alert.start", press())
        assert alert["tally"]["alarmed"] >= 1
        for _ in range(200):
            if browser.arrived:
                break
            await asyncio.sleep(0.05)
    finally:
        production.bus.start()
    assert [push.json["i"] for push in browser.arrived] == [alert["alert"]]


async def test_what_was_acknowledged_survives_a_kill(shape: Shape) -> None:
    people = await cast(shape, shape.webs[0], shape.webs[1])
    async with page(people.nour):
        alert = await asyncio.to_thread(people.camille.asks, "alert.start", press())
    kept: list[str] = []
    for n in range(10):
        people.camille.says(alert, f"mot {n}")
        kept.append(f"mot {n}")
    shape.webs[0].kill()
    again = shape.serve(shape.ports[0])
    shape.webs[0] = shape.webs.pop()
    until(again.ready)
    back = people.camille.on(again)
    assert [text for text in back.reads(alert) if text] == kept
    current = back.asks("alert.current")["alert"]
    assert (current["alert"], current["state"]) == (alert["alert"], "running")
    assert people.nour.asks("alert.open", {"alert": alert["alert"]})["state"] == "running"


async def test_after_48_hours_it_is_closed_in_every_process(shape: Shape) -> None:
    people = await cast(shape, *shape.webs[:2])
    async with page(people.nour):
        alert = await asyncio.to_thread(people.camille.asks, "alert.start", press())
    people.nour.asks("alert.open", {"alert": alert["alert"]})
    try:
        shape.move_clock(47 * HOUR)
        assert people.nour.asks("alert.open", {"alert": alert["alert"]})["state"] == "running"
        shape.move_clock(48 * HOUR + 60_000)
        until(lambda: people.camille.asks("alert.current")["alert"] is None)
        for web in shape.webs[:2]:
            assert (
                people.nour.on(web).asks("alert.open", {"alert": alert["alert"]})["code"]
                == "closed"
            )
            assert people.nour.on(web).asks("position.trail", {"room": alert["room"]})["code"] in (
                "closed",
                "not_found",
            )
        assert people.nour.asks("alert.mine")["invitations"] == []
    finally:
        shape.move_clock(0)
