"""Whoever could not come in, or left while she did, is not taken for somebody who is here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from server import app
from server.actor import Proof
from server.people import doorkeeper
from server.people.messages import SessionEnded
from server.positions import standings
from server.services import Services
from tests.gateway.doors import PATIENCE_S, Gate, until


async def test_where_nothing_can_be_written_she_comes_in_and_leaves_all_the_same(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = await (await gate.town.person("nour")).signs_in()

    async def refused(services: Services, changes: Sequence[object]) -> list[None]:
        raise OSError("only read")

    monkeypatch.setattr(standings, "do_note_presence", refused)
    async with gate.socket(proof) as socket:
        assert socket.opened
        assert "ok" in await socket.asks("me")
    await until(lambda: gate.town.house.fanout.people() == [])
    assert gate.town.house.fanout.sessions() == []


async def test_who_is_cut_while_she_comes_in_leaves_nobody_behind(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    nour = await gate.town.person("nour")
    proof = await nour.signs_in()
    her = await gate.town.house.dispatch.recognise(proof)
    fanout, note = gate.town.house.fanout, standings.do_note_presence
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(services: Services, changes: Sequence[standings.Presence]) -> list[None]:
        if changes[0].here:
            reached.set()
            await go_on.wait()
        return await note(services, changes)

    monkeypatch.setattr(standings, "do_note_presence", slowly)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        group.create_task(_comes(gate, proof))
        await reached.wait()
        assert fanout.people() == [nour.id]
        await fanout.cut([her.session], SessionEnded(reason="ended"))
        go_on.set()
        await until(lambda: fanout.people() == [])
    assert fanout.sessions() == []


async def _comes(gate: Gate, proof: Proof) -> None:
    async with gate.socket(proof):
        pass


@pytest.mark.parametrize("where", ["recognised", "heard"])
async def test_a_database_that_fails_at_the_door_says_to_try_again(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    proof = await (await gate.town.person("nour")).signs_in()

    async def fails(*_: object) -> None:
        raise OSError("gone")

    if where == "recognised":
        monkeypatch.setattr(doorkeeper.People, "recognise", fails)
    else:
        monkeypatch.setattr(app.participants, "audiences", fails)
    async with gate.socket(proof) as socket:
        assert socket.refused == "try_again"
    assert gate.town.house.fanout.people() == []
