"""What a line answers, and what it keeps."""

from __future__ import annotations

import pytest

from tests.gateway.doors import Gate


@pytest.mark.parametrize("field", ["été", "🕯️", "\ud800", 'a "b"', "\x00"])
async def test_an_unknown_field_is_named_whatever_its_name(gate: Gate, field: str) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        answer = await socket.asks("me", {field: 1})
        assert answer["error"]["code"] == ("try_again" if field == "\ud800" else "invalid")


async def test_both_doors_answer_alike(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    proof = await camille.signs_in()
    async with gate.socket(proof) as socket:
        for command in ("me", "devices.list", "alert.mine"):
            answered = (await gate.post(command, {}, proof)).json()
            assert (await socket.asks(command))["ok"] == answered


async def test_the_headers_of_a_handshake_are_not_kept(gate: Gate) -> None:
    """A cookie would lie in memory for as long as the page is open."""
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        assert "ok" in await socket.asks("me")
        assert list(gate.town.house.sio.environ.values()) == [{}]
