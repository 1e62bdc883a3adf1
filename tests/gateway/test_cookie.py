"""The session's cookie, and what wipe clears."""

from __future__ import annotations

from tests.gateway.doors import Gate
from tests.people import PASSWORD


async def signs_in(gate: Gate, **more: object) -> str:
    camille = gate.town.people.get("camille") or await gate.town.person("camille")
    wish = {"email": camille.email, "password": PASSWORD} | more
    answer = await gate.post("session.open", wish)
    assert answer.status_code == 200
    return str(answer.headers["set-cookie"])


async def test_it_is_for_this_host_only_and_out_of_reach_of_scripts(gate: Gate) -> None:
    cookie = await signs_in(gate)
    parts = cookie.split("; ")
    assert parts[0].startswith("__Host-veilleuse=")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)
    assert any(part.startswith("Max-Age=") for part in parts)


async def test_on_a_shared_device_it_ends_with_the_browser(gate: Gate) -> None:
    cookie = await signs_in(gate, shared=True)
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


async def test_every_sign_in_is_a_new_secret(gate: Gate) -> None:
    first, second = await signs_in(gate), await signs_in(gate)
    assert first != second
    assert len(first.split(";")[0].split("=", 1)[1]) >= 43


async def test_an_unknown_account_and_a_wrong_password_answer_alike(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    wrong = await gate.post("session.open", {"email": camille.email, "password": "faux passe"})
    unknown = await gate.post("session.open", {"email": "x@example.org", "password": "faux passe"})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert "set-cookie" not in wrong.headers


async def test_wipe_clears_the_browser_and_the_alert_goes_on(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    await (await gate.town.person("nour")).stands(48.86, 2.36)
    await camille.stands(48.85, 2.35)
    alert = await camille.launches()
    proof = await camille.signs_in()
    answer = await gate.post("wipe", {}, proof)
    assert answer.json() == {"sessions": 1, "push_devices": 0, "alert_goes_on": True}
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "__Host-veilleuse=;" in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (await gate.post("me", {}, proof)).json()["code"] == "session_expired"
    nour = gate.town.people["nour"]
    assert (await nour.opens(alert)).state == "running"


async def test_signing_out_clears_the_cookie(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    answer = await gate.post("session.close", {}, proof)
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "clear-site-data" not in answer.headers
