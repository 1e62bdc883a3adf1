"""Two addresses on one server: a member's cookie opens nothing at the helpline, a visit nothing at
the members', and nothing of the helpline is kept by the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from server.actor import Proof
from server.gateway.socket import COOKIE
from server.helpline import leaving
from server.helpline.visits import HERE
from tests.gateway.doors import Gate, Raw, until
from tests.helpline import Helpline, Visitor

THERE = "http://aide.localhost:8000"
HOST = {"Host": "aide.localhost:8000"}


@pytest.fixture
async def line(gate: Gate) -> Helpline:
    return await Helpline(gate.town).opens()


@asynccontextmanager
async def page_of(gate: Gate, visitor: Visitor) -> AsyncIterator[Raw]:
    async with gate.socket(visitor.proof, origin=THERE) as socket:
        assert socket.opened
        yield socket


async def ask(gate: Gate, command: str, visitor: Visitor | None = None, **more: Any) -> Any:
    shown = {"Origin": THERE} | HOST
    if visitor:
        shown["X-Veilleuse-Visit"] = f"{visitor.visit}.{visitor.secret}"
    return await gate.http.post(f"/api/{command}", json=more, headers=shown)


async def test_a_visitor_comes_and_is_answered_by_socket(gate: Gate, line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    async with page_of(gate, visitor) as hers:
        assert (await hers.asks("help.mine"))["ok"]["place"] == 1
        await odile.accepts(visitor)
        await until(lambda: hers.events("help.changed"))
        await odile.says(visitor, "bonsoir, je m'appelle Odile")
        await until(lambda: "bonsoir" in str(hers.events("room.entry")))
        await odile.says(visitor, "note entre nous", "officers")
        told = {"room": visitor.room, "channel": "all", "text": "merci", "client_id": "c-000001"}
        assert (await hers.asks("room.say", told))["ok"]["entry"]["text"] == "merci"
        assert "note entre nous" not in str(hers.frames)


async def test_who_is_answered_hears_no_more_of_the_queue(gate: Gate, line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    async with page_of(gate, visitor) as hers:
        await hers.asks("help.mine")
        await odile.accepts(visitor)
        await until(lambda: hers.events("help.changed"))
        await hers.asks("help.mine")
        before = len(hers.events("help.moved"))
        await odile.accepts(await line.visitor())
        await odile.says(visitor, "je suis là")
        await until(lambda: "je suis" in str(hers.events("room.entry")))
        assert len(hers.events("help.moved")) == before


async def test_by_https_alone_too(gate: Gate, line: Helpline) -> None:
    await line.officer("odile")
    door = (await ask(gate, "help.door")).json()
    wish = line.wish(door["ticket"])
    told = {name: getattr(wish, name) for name in wish.__struct_fields__}
    begun = (await ask(gate, "help.begin", **told)).json()
    visitor = Visitor(gate.town, begun["visit"], wish.secret, begun["room"])
    told = {"room": begun["room"], "channel": "all", "text": "allô", "client_id": "c-000001"}
    assert (await ask(gate, "room.say", visitor, **told)).status_code == 200
    assert [entry.text for entry in await visitor.reads()] == ["allô"]


async def test_a_members_cookie_is_nothing_there(gate: Gate, line: Helpline) -> None:
    nour = await (await gate.town.person("nour")).signs_in()
    shown = {"Origin": THERE, "Cookie": f"{COOKIE}={nour.cookie}"} | HOST
    shown["X-Veilleuse-Device"] = nour.device
    for command, code in (("me", "not_found"), ("help.mine", "session_expired")):
        answer = await gate.http.post(f"/api/{command}", json={}, headers=shown)
        assert answer.json()["code"] == code
    async with gate.socket(nour, origin=THERE) as socket:
        assert socket.refused == "session_expired"


async def test_a_visit_is_nothing_at_the_members_address(gate: Gate, line: Helpline) -> None:
    visitor = await line.visitor()
    shown = {"Origin": gate.origin, "X-Veilleuse-Visit": f"{visitor.visit}.{visitor.secret}"}
    for command in ("help.mine", "help.door"):
        answer = await gate.http.post(f"/api/{command}", json={}, headers=shown)
        assert answer.json()["code"] == "not_found"
    async with gate.socket(visitor.proof) as socket:
        assert socket.refused == "session_expired"


async def test_a_wrong_secret_opens_no_visit(gate: Gate, line: Helpline) -> None:
    visitor = await line.visitor()
    wrong = Proof(visit=f"{visitor.visit}.{'A' * 43}")
    async with gate.socket(wrong, origin=THERE) as socket:
        assert socket.refused == "session_expired"


async def test_wiping_the_helpline_signs_nobody_out_next_door(gate: Gate, line: Helpline) -> None:
    """Cookies belong to a whole domain: to clear them here would take the member's."""
    answer = await ask(gate, "help.wipe", await line.visitor())
    assert answer.json() == {"erased": True}
    assert "clear-site-data" not in answer.headers
    assert "set-cookie" not in answer.headers


async def test_a_wipe_cuts_her_other_page(gate: Gate, line: Helpline) -> None:
    visitor = await line.visitor()
    async with page_of(gate, visitor) as hers:
        await ask(gate, "help.wipe", visitor)
        await until(lambda: hers.closed)
        assert hers.events("help.over")[0] == {"why": "wiped"}


async def test_what_ended_in_another_process_is_cut_here(gate: Gate, line: Helpline) -> None:
    """No hint at all: only the database knows."""
    visitor = await line.visitor()
    await gate.town.house.presence.look()
    async with page_of(gate, visitor) as hers:
        fanout = gate.town.house.fanout
        cut, close = fanout.cut, fanout.close
        fanout.cut = fanout.close = _nothing  # type: ignore[method-assign]
        held = await leaving.store.visit(visitor.visit)
        assert held is not None
        await leaving.do_finish(gate.town.house.services, held, "ended", "ended")
        fanout.cut, fanout.close = cut, close  # type: ignore[method-assign]
        await gate.town.house.presence.look()
        await until(lambda: hers.closed)


async def _nothing(*_: Any) -> None: ...


async def test_invited_elsewhere_she_hears_from_the_next_look_at_her_desk_on(
    gate: Gate, line: Helpline
) -> None:
    """Whoever invited her did so in another process, which admits only its own sockets."""
    odile, pia = await line.officer("odile"), await line.officer("pia", kind="psychologist")
    visitor = await line.visitor()
    await odile.accepts(visitor)
    async with gate.socket(await pia.person.signs_in()) as socket:
        fanout = gate.town.house.fanout
        admit, fanout.admit = fanout.admit, _nothing  # type: ignore[method-assign]
        await odile.invites(pia, visitor)
        fanout.admit = admit  # type: ignore[method-assign]
        await until(lambda: socket.events("desk.changed"))
        assert len((await socket.asks("desk.open"))["ok"]["talks"]) == 1
        await visitor.says("bonsoir")
        await until(lambda: "bonsoir" in str(socket.events("room.entry")))


async def test_a_cut_line_is_seen_at_the_desk(gate: Gate, line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    async with page_of(gate, visitor):
        assert (await odile.looks()).talks[0].here
    await until(lambda: not gate.town.house.fanout.visits())
    gate.town.clock.advance(HERE)
    await until_gone(odile)


async def until_gone(odile: Any) -> None:
    for _ in range(200):
        if not (await odile.looks()).talks[0].here:
            return
    raise AssertionError("still here")


@pytest.mark.parametrize("path", ["/", "/assets/app-1a2b.js"])
async def test_the_browser_keeps_nothing_of_it(gate: Gate, path: str) -> None:
    there = await gate.http.get(path, headers=HOST)
    assert (there.status_code, there.headers["cache-control"]) == (200, "no-store")
    assert (await gate.http.get(path)).headers["cache-control"] != "no-store"


@pytest.mark.parametrize("path", ["/console", "/index.html", "/sw.js", "/console.html"])
async def test_nothing_of_the_members_is_served_there(gate: Gate, path: str) -> None:
    assert (await gate.http.get(path, headers=HOST)).status_code == 404
    assert (await gate.http.get(path)).status_code == 200


async def test_the_helplines_page_is_not_served_to_members(gate: Gate) -> None:
    assert (await gate.http.get("/aide.html")).status_code == 404
    assert "aide" in (await gate.http.get("/", headers=HOST)).text
    assert "aide" not in (await gate.http.get("/")).text


async def test_the_address_of_a_socket_is_known_to_its_process_alone(
    gate: Gate, line: Helpline
) -> None:
    visitor = await line.visitor()
    asked = type(gate.town.house.fanout).addresses
    async with page_of(gate, visitor):
        assert await asked(gate.town.house.fanout, visitor.visit) == ["127.0.0.1"]
    assert await asked(gate.town.house.fanout, visitor.visit) == []
