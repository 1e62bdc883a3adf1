"""Whatever ends a session takes its sockets, within two seconds, in every process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
import websockets

from server.actor import Actor, Proof
from server.erasure import actions as erasure
from server.gateway import socket
from server.limits import MESSAGE_BYTES
from server.people import actions as accounts
from server.people import entry
from server.people import store as people
from server.people.rules import SHARED_IDLE
from tests.gateway.doors import PATIENCE_S, Gate, until
from tests.people import PASSWORD

Ending = Callable[[Gate, Actor], Awaitable[object]]


async def ban(gate: Gate, her: Actor) -> object:
    return await accounts.do_ban(gate.town.house.services, her.person)


async def sign_out(gate: Gate, her: Actor) -> object:
    return await entry.do_sign_out(gate.town.house.services, her)


async def wipe(gate: Gate, her: Actor) -> object:
    return await erasure.do_wipe(gate.town.house.services, her)


async def end_elsewhere(gate: Gate, her: Actor) -> object:
    return await entry.do_end_session(gate.town.house.services, her, her.session)


async def another_process(gate: Gate, her: Actor) -> object:
    """No hint at all: only the database knows."""
    services = gate.town.house.services
    return await people.end_sessions(services.db, services.clock.now(), "ended", person=her.person)


@pytest.mark.parametrize("end", [ban, sign_out, wipe, end_elsewhere, another_process])
async def test_its_sockets_are_told_and_cut(gate: Gate, end: Ending) -> None:
    camille, nour = await gate.town.person("camille"), await gate.town.person("nour")
    proof = await camille.signs_in()
    her = await gate.town.house.dispatch.recognise(proof)
    async with gate.socket(proof) as hers, gate.socket(await nour.signs_in()) as other:
        await end(gate, her)
        await until(lambda: hers.closed)
        assert hers.events("session.ended")
        assert not other.closed
    assert (await gate.post("me", {}, proof)).status_code in (401, 403)


async def test_a_line_on_which_nobody_says_who_she_is_is_cut(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "NAMED_WITHIN_S", 0.3)
    nour = await gate.town.person("nour")
    url = f"ws://127.0.0.1:{gate.settings.port}/socket.io/?EIO=4&transport=websocket"
    async with gate.socket(await nour.signs_in()) as named:
        async with websockets.connect(url, additional_headers={"Origin": gate.origin}) as silent:
            await asyncio.wait_for(silent.wait_closed(), PATIENCE_S)
        assert not named.closed
        assert (await named.asks("me"))["ok"]["person"] == nour.id


async def test_another_device_of_hers_stays(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    phone, laptop = await camille.signs_in(), await camille.signs_in()
    lost = (await gate.town.house.dispatch.recognise(laptop)).session
    async with gate.socket(phone) as kept, gate.socket(laptop) as cut:
        assert "ok" in await kept.asks("devices.end", {"session": lost})
        await until(lambda: cut.closed)
        assert "ok" in await kept.asks("me")


async def credential(gate: Gate) -> tuple[Actor, Proof]:
    camille = await gate.town.person("camille")
    opened = await gate.post("session.open", {"email": camille.email, "password": PASSWORD})
    proof = Proof(credential=opened.json()["alert_credential"])
    return await gate.town.house.dispatch.recognise(proof), proof


async def revoke(gate: Gate, her: Actor) -> object:
    return await entry.do_revoke(gate.town.house.services, her, her.credential)


@pytest.mark.parametrize("end", [ban, revoke, wipe])
async def test_a_credentials_socket_goes_with_it(gate: Gate, end: Ending) -> None:
    her, proof = await credential(gate)
    async with gate.socket(proof) as socket:
        assert "ok" in await socket.asks("alert.current")
        await end(gate, her)
        await until(lambda: socket.closed)


async def test_a_credentials_socket_is_nobodys_presence(gate: Gate) -> None:
    _, proof = await credential(gate)
    async with gate.socket(proof):
        assert gate.town.house.fanout.people() == []


async def test_an_answer_of_expiry_takes_the_socket_with_it(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        gate.town.clock.advance(91 * 86_400_000)
        assert (await socket.asks("me"))["error"]["code"] == "session_expired"
        await until(lambda: socket.closed)


async def test_a_forged_goodbye_does_not_make_a_socket_uncuttable(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        assert (await socket.asks_raw(["disconnect", "bye"]))["error"]["code"] == "not_found"
        assert gate.town.house.fanout.people() == [camille.id]
        await accounts.do_ban(gate.town.house.services, camille.id)
        await until(lambda: socket.closed)


async def test_saying_hello_twice_leaves_nobody_behind(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        await socket.ws.send("40" + json.dumps({"device": proof.device}))
        await until(lambda: socket.refused == "Unable to connect")
        assert gate.town.house.fanout.sockets_of(camille.id) == 1
    await until(lambda: gate.town.house.fanout.people() == [])


async def test_a_page_left_open_on_a_shared_device_is_cut(gate: Gate) -> None:
    """Half an hour without a command: it hears no more."""
    camille, nour = await gate.town.person("camille"), await gate.town.person("nour")
    shared, own = await camille.signs_in(shared=True), await nour.signs_in()
    async with gate.socket(shared) as left, gate.socket(own) as kept:
        gate.town.clock.advance(SHARED_IDLE)
        await until(lambda: left.closed)
        assert left.events("session.ended") == [{"reason": "expired"}]
        assert "ok" in await kept.asks("me")


async def test_a_packet_beyond_64_kilobytes_is_cut_and_nobody_else(gate: Gate) -> None:
    camille, nour = await gate.town.person("camille"), await gate.town.person("nour")
    async with (
        gate.socket(await camille.signs_in()) as hers,
        gate.socket(await nour.signs_in()) as other,
    ):
        await hers.ws.send("42" + json.dumps(["me", {"x": "x" * MESSAGE_BYTES}]))
        await until(lambda: hers.closed)
        assert "ok" in await other.asks("me")
