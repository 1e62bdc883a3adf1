"""Commands through both doors: the same answers, and what nonsense gets."""

from __future__ import annotations

import json

import pytest

from server import limits
from server.people import actions as accounts
from server.people.messages import Update
from tests.gateway.doors import Gate
from tests.people import PARIS

ROOM = {"room": "AAAAAAAAAAAAAAAAAAAAAA", "channel": "her", "after": 0}
FIX = {"lat": 48.8, "lon": 2.3, "accuracy_m": 9, "at": 1_800_000_000_000}
SAME = {
    "me": {},
    "devices.list": {},
    "alert.current": {},
    "alert.mine": {},
    "alert.figures": {},
    "alert.past": {},
    "position.around": {"radius_km": 20},
    "push.key": {},
    "room.sync": ROOM,
    "board.watch": {},
    "reports.list": {},
    "nothing.such": {},
    "me.update": {"radius_km": "far"},
    "alert.open": {"alert": 7},
    "alert.start": {"press": "x"},
}
NONSENSE = {
    "an unknown field": ("me", {"x": 1}, "x"),
    "a missing field": ("alert.open", {}, "alert"),
    "a wrong type": ("alert.open", {"alert": 7}, "alert"),
    "no object": ("me", [], "message"),
    "a null": ("alert.open", {"alert": None}, "alert"),
    "a latitude beyond the pole": ("position.report", FIX | {"lat": 90.1}, "lat"),
    "a longitude beyond the line": ("position.report", FIX | {"lon": -180.5}, "lon"),
    "a negative accuracy": ("position.report", FIX | {"accuracy_m": -1}, "accuracy_m"),
    "a time before time": ("position.report", FIX | {"at": -1}, "at"),
    "a reading two days old": ("position.report", FIX | {"at": 1_799_000_000_000}, "at"),
    "a text too long": ("room.say", ROOM | {"text": "x" * 4001, "client_id": "client-01"}, ""),
    "an id with spaces": ("alert.open", {"alert": "drop table alert"}, "alert"),
    "an unknown channel": ("room.sync", ROOM | {"channel": "moderators"}, "channel"),
    "a room name of the fan-out": ("room.sync", ROOM | {"room": "channel:a:us"}, "room"),
    "a negative cursor": ("room.sync", ROOM | {"after": -1}, "after"),
    "a PIN of letters": ("alert.stop", {"alert": "A" * 22, "pin": "abcd"}, "pin"),
    "an endpoint elsewhere": (
        "push.subscribe",
        {"endpoint": "http://169.254.169.254/latest", "p256dh": "x", "auth": "x"},
        "endpoint",
    ),
}


async def test_both_doors_give_the_same_answers(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        for name, payload in SAME.items():
            posted = await gate.post(name, payload, proof)
            (answer,) = (await socket.asks(name, payload)).values()
            assert posted.json() == answer, name


async def test_an_alert_launched_through_one_door_is_stopped_through_the_other(gate: Gate) -> None:
    camille = await (await gate.town.person("camille")).stands(*PARIS)
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        alert = (await socket.asks("alert.start", {"press": "press-0001"}))["ok"]
        again = (await gate.post("alert.start", {"press": "press-0001"}, proof)).json()
        assert again["alert"] == alert["alert"]
        stopped = (await gate.post("alert.stop", {"alert": alert["alert"]}, proof)).json()
        assert stopped["state"] == "stopped"
        assert (await socket.asks("alert.current"))["ok"]["alert"] == stopped


@pytest.mark.parametrize("name", list(NONSENSE))
async def test_nonsense_gets_a_code_a_sentence_and_nothing_is_lost(gate: Gate, name: str) -> None:
    command, payload, where = NONSENSE[name]
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        refusal = (await socket.asks(command, payload))["error"]
        assert refusal["code"] == "invalid"
        assert where in refusal["sentence"]
        assert (await gate.post(command, payload, proof)).json() == refusal
        assert "ok" in await socket.asks("me")


async def test_a_refusal_never_repeats_what_was_sent(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    answer = await gate.post("alert.open", {"alert": "un secret <script>"}, proof)
    assert "secret" not in answer.text


async def test_a_refusal_has_one_shape(gate: Gate) -> None:
    answer = await gate.post("me")
    assert answer.status_code == 401
    assert set(answer.json()) == {"code", "sentence", "retry_after_ms"}


async def test_each_reads_the_sentence_in_her_language(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        french = (await socket.asks("alert.open", {}))["error"]["sentence"]
        assert "acceptée" in french
        await accounts.do_update(gate.town.house.services, camille.actor, Update(language="en"))
        english = (await socket.asks("alert.open", {}))["error"]["sentence"]
        assert "accepted" in english
    assert (await gate.post("alert.open", {}, proof)).json()["sentence"] == english


async def test_a_visitor_reads_it_in_her_browsers_language(gate: Gate) -> None:
    assert "Sign in again" in (await gate.post("me", Accept_Language="en-GB")).text
    assert "Reconnecte-toi" in (await gate.post("me", Accept_Language="de")).text


async def test_sixty_four_kilobytes_and_one_are_too_large(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    headers = gate.headers(proof) | {"Content-Type": "application/json"}
    body = b'{"x":"' + b"x" * limits.MESSAGE_BYTES + b'"}'
    answer = await gate.http.post("/api/me", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff\xfe", b"[" * 20_000, b'{"a":' * 9_000])
async def test_what_is_no_json_is_refused(gate: Gate, body: bytes) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    headers = gate.headers(proof) | {"Content-Type": "application/json"}
    answer = await gate.http.post("/api/me", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_form_of_another_site_is_refused(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = gate.headers(proof) | {"Content-Type": kind}
        answer = await gate.http.post("/api/wipe", content=b"{}", headers=headers)
        assert answer.json()["code"] == "invalid"
    for origin in ("https://evil.example", "null", ""):
        headers = gate.headers(proof) | {"Origin": origin}
        answer = await gate.http.post("/api/wipe", json={}, headers=headers)
        assert answer.json()["code"] == "origin_refused"
    assert (await gate.post("me", {}, proof)).status_code == 200


@pytest.mark.parametrize(
    "packet",
    [
        ["nothing.such", {}],
        ["me", {}, {}],
        ["session.open", {}],
        ["connect", {}],
        ["*", {}],
        [7, {}],
        [["me"], {}],
    ],
)
async def test_unknown_events_are_answered_and_the_socket_lives(
    gate: Gate, packet: list[object]
) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        assert (await socket.asks_raw(packet))["error"]["code"] == "not_found"
        assert "ok" in await socket.asks("me")


@pytest.mark.parametrize(
    "frame", ['42["me",', "42nonsense", "42[7]", '42["me",' + "[" * 9_000, "9", "42[]", "451-"]
)
async def test_a_broken_frame_never_stops_the_server(gate: Gate, frame: str) -> None:
    camille, nour = await gate.town.person("camille"), await gate.town.person("nour")
    async with gate.socket(await nour.signs_in()) as other:
        async with gate.socket(await camille.signs_in()) as socket:
            await socket.ws.send(frame)
        assert "ok" in await other.asks("me")
    async with gate.socket(await camille.signs_in()) as again:
        assert "ok" in await again.asks("me")


async def test_one_clients_messages_keep_their_order(gate: Gate) -> None:
    camille = await (await gate.town.person("camille")).stands(*PARIS)
    proof = await camille.signs_in()
    alert = await camille.launches()
    async with gate.socket(proof) as socket:
        for n in range(40):
            wish = {
                "room": alert.room,
                "channel": "her",
                "text": f"{n}",
                "client_id": f"client-{n:03}",
            }
            await socket.ws.send(f"42{json.dumps(['room.say', wish])}")
        wish = {"room": alert.room, "channel": "her", "text": "40", "client_id": "client-040"}
        await socket.asks("room.say", wish)
    said = [e.text for e in await camille.reads(alert) if e.kind == "said"]
    assert said == [str(n) for n in range(41)]


async def test_too_fast_is_told_with_a_time_and_passes(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    answers = [await gate.post("position.around", {"radius_km": 9}, proof) for _ in range(31)]
    assert [a.status_code for a in answers] == [200] * 30 + [429]
    refusal = answers[-1].json()
    assert refusal["code"] == "too_fast"
    gate.town.clock.advance(refusal["retry_after_ms"])
    assert (await gate.post("position.around", {"radius_km": 9}, proof)).status_code == 200


async def test_a_socket_that_floods_is_slowed_and_kept(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        answers = [await socket.asks("alert.current") for _ in range(61)]
        assert [a.get("error", {}).get("code") for a in answers] == [None] * 60 + ["too_fast"]
        gate.town.clock.advance(1_000)
        assert "ok" in await socket.asks("alert.current")


async def test_guessing_a_password_is_slowed_and_she_still_enters_from_her_device(
    gate: Gate,
) -> None:
    camille = await gate.town.person("camille")
    right = {"email": camille.email, "password": "une phrase assez longue"}
    first = (await gate.post("session.open", right)).json()
    for _ in range(10):
        await gate.post("session.open", right | {"password": "au hasard"})
    assert (await gate.post("session.open", right)).json()["code"] == "too_fast"
    known = await gate.post("session.open", right, X_Veilleuse_Credential=first["alert_credential"])
    assert known.status_code == 200
