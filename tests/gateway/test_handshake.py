"""Who may open a socket."""

from __future__ import annotations

import socketio

from server.actor import Proof
from server.people import actions as accounts
from server.people.rules import IDLE, SHARED_IDLE
from tests.gateway.doors import Gate


async def proof_of(gate: Gate, name: str = "camille", role: str = "member") -> Proof:
    return await (await gate.town.person(name, role)).signs_in()


async def test_her_cookie_and_her_device_secret_open_it(gate: Gate) -> None:
    async with gate.socket(await proof_of(gate)) as socket:
        assert (await socket.asks("me"))["ok"]["pseudonym"] == "camille"


async def test_the_usual_client_is_understood(gate: Gate) -> None:
    proof = await proof_of(gate)
    client = socketio.AsyncClient()
    headers = gate.headers(Proof(cookie=proof.cookie))
    url = f"http://127.0.0.1:{gate.settings.port}"
    await client.connect(
        url, headers=headers, auth={"device": proof.device}, transports=["websocket"]
    )
    assert (await client.call("me", {}))["ok"]["pseudonym"] == "camille"
    await client.disconnect()


async def test_a_missing_origin_is_refused(gate: Gate) -> None:
    async with gate.socket(await proof_of(gate), origin=None) as socket:
        assert not socket.opened
        assert socket.refused == "origin_refused"


async def test_a_foreign_origin_is_refused(gate: Gate) -> None:
    proof = await proof_of(gate)
    for origin in ("https://evil.example", "null", gate.origin + ".evil.example"):
        assert await refused_upgrade(gate, proof, origin)


async def refused_upgrade(gate: Gate, proof: Proof, origin: str) -> bool:
    """Refused before or after the upgrade; never opened."""
    try:
        async with gate.socket(proof, origin=origin) as socket:
            return not socket.opened
    except Exception as refused:
        return "400" in str(refused) or "403" in str(refused)


async def test_without_a_session_it_is_refused(gate: Gate) -> None:
    async with gate.socket() as socket:
        assert socket.refused == "session_expired"


async def test_the_cookie_alone_is_not_enough(gate: Gate) -> None:
    """An offline wipe deletes the device secret: what is left opens nothing."""
    proof = await proof_of(gate)
    for device in ("", "wrong", proof.device[:-1]):
        async with gate.socket(Proof(cookie=proof.cookie, device=device)) as socket:
            assert socket.refused == "session_expired"


async def test_the_device_secret_alone_is_not_enough(gate: Gate) -> None:
    proof = await proof_of(gate)
    async with gate.socket(Proof(device=proof.device)) as socket:
        assert socket.refused == "session_expired"


async def test_another_persons_device_secret_opens_nothing(gate: Gate) -> None:
    hers, theirs = await proof_of(gate), await proof_of(gate, "nour")
    async with gate.socket(Proof(cookie=hers.cookie, device=theirs.device)) as socket:
        assert socket.refused == "session_expired"


async def test_the_banned_are_told_so(gate: Gate) -> None:
    proof = await proof_of(gate)
    await accounts.do_ban(gate.town.house.services, gate.town.people["camille"].id)
    async with gate.socket(proof) as socket:
        assert socket.refused == "banned"


async def test_an_idle_session_opens_nothing(gate: Gate) -> None:
    proof = await proof_of(gate)
    gate.town.clock.advance(IDLE)
    async with gate.socket(proof) as socket:
        assert socket.refused == "session_expired"


async def test_a_shared_device_is_forgotten_after_half_an_hour(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in(shared=True)
    gate.town.clock.advance(SHARED_IDLE)
    async with gate.socket(proof) as socket:
        assert socket.refused == "session_expired"


async def test_polling_is_refused(gate: Gate) -> None:
    headers = gate.headers(await proof_of(gate))
    answer = await gate.http.get("/socket.io/?EIO=4&transport=polling", headers=headers)
    assert answer.status_code == 400
    assert "sid" not in answer.text


async def test_a_credential_launches_over_a_socket_and_hears_nothing(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    nour = await gate.town.person("nour")
    await camille.stands(48.85, 2.35)
    opened = await gate.post(
        "session.open", {"email": camille.email, "password": "une phrase assez longue"}
    )
    credential = Proof(credential=opened.json()["alert_credential"])
    await nour.stands(48.86, 2.36)
    async with gate.socket(credential) as socket:
        assert "ok" in await socket.asks("alert.start", {"press": "press-0001"})
        alert = (await socket.asks("alert.current"))["ok"]["alert"]
        running = await camille.launches("press-0001")
        await nour.opens(running)
        await camille.opens(running)
        await nour.says(running, "je suis en bas")
        assert alert["alert"] == running.alert
        assert (await socket.asks("me"))["error"]["code"] == "not_allowed"
        assert socket.events() == []
