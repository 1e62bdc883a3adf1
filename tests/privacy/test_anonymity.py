"""A visitor's whole evening over the real doors, and nothing that says who she was: not in the
database, its log, a backup, what is logged, the metrics."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import prometheus_client
import pytest
import websockets

from server import logs
from tests import engines
from tests.engines import Engine
from tests.gateway.doors import Gate, served
from tests.helpline import Helpline, Visitor
from tests.people import Town
from tests.planted_at_helpline import ADDRESSES, AGENT, POSTCODE, WORDS, found_under, seen_in
from tests.privacy.attacker import at_work
from tests.privacy.test_logs import listening
from tests.privacy.test_plain_words import everything

THERE = "http://aide.localhost:8000"
SHOWN = {
    "Origin": THERE,
    "Host": "aide.localhost:8000",
    "User-Agent": AGENT,
    "X-Forwarded-For": ADDRESSES[2],
    "X-Forwarded-Proto": "https",
}


@dataclass
class Evening:
    """One visitor who still talks, one who wiped, one whose conversation an officer ended."""

    town: Town
    visitors: list[Visitor]


@pytest.fixture
async def gate(engine: Engine) -> AsyncIterator[Gate]:
    settings = await engine.fresh(worker_inside=False, trusted_proxies=("127.0.0.1",))
    house, heard = engines.build(settings)
    async with served(Town(house, heard, house.services.clock)) as open_gate:  # type: ignore[arg-type]
        yield open_gate


async def comes(gate: Gate, line: Helpline) -> Visitor:
    """As her phone does: HTTPS for the door, a socket for the rest."""
    async with httpx2.AsyncClient(base_url=str(gate.http.base_url), headers=SHOWN) as phone:
        ticket = (await phone.post("/api/help.door", json={})).json()["ticket"]
        wish = line.wish(ticket, postcode=POSTCODE)
        told = {name: getattr(wish, name) for name in wish.__struct_fields__}
        begun = (await phone.post("/api/help.begin", json=told)).json()
        refused = await phone.post("/api/help.begin", json=told | {"postcode": POSTCODE * 9})
        assert refused.status_code == 422
        unknown = await phone.post(f"/api/help.{POSTCODE}", json={"text": WORDS[0]})
        assert unknown.status_code == 404
    return Visitor(gate.town, begun["visit"], wish.secret, begun["room"])


async def speaks(gate: Gate, visitor: Visitor) -> None:
    url = f"ws://127.0.0.1:{gate.settings.port}/socket.io/?EIO=4&transport=websocket"
    shown = {name: SHOWN[name] for name in ("Origin", "X-Forwarded-For", "X-Forwarded-Proto")}
    async with websockets.connect(url, additional_headers=shown, user_agent_header=AGENT) as ws:
        await ws.send("40" + json.dumps({"visit": f"{visitor.visit}.{visitor.secret}"}))
        for n, text in enumerate(WORDS[:6]):
            told = {
                "room": visitor.room,
                "channel": "all",
                "text": text,
                "client_id": f"c-00000{n}",
            }
            await ws.send(f"42{n}{json.dumps(['room.say', told])}")
            while not (await ws.recv()).startswith(f"43{n}"):  # type: ignore[arg-type]
                pass
        await ws.send(f"429{json.dumps(['room.say', {'nonsense': WORDS[0]}])}")
        while not (await ws.recv()).startswith("439"):  # type: ignore[arg-type]
            pass


async def evening(gate: Gate) -> Evening:
    line = await Helpline(gate.town).opens()
    odile = await line.officer("odile")
    visitors = []
    for _ in range(3):
        visitor = await comes(gate, line)
        await speaks(gate, visitor)
        await odile.accepts(visitor)
        await visitor.is_called(WORDS[5])
        await odile.says(visitor, WORDS[7], "officers")
        visitors.append(visitor)
    await visitors[1].wipes()
    await odile.ends(visitors[2])
    return Evening(gate.town, visitors)


async def test_nothing_of_her_stands_in_the_database(gate: Gate, engine: Engine) -> None:
    await evening(gate)
    assert seen_in(await everything(engine, gate.town)) == []
    await at_work(engine, gate.settings)
    assert seen_in((gate.settings.data / "stolen").read_bytes()) == []


async def test_nothing_of_her_is_logged_or_counted(gate: Gate) -> None:
    root = logging.getLogger()
    with listening() as said:
        logs.configure(debug=True)
        root.setLevel(logging.INFO)
        told = await evening(gate)
    line = said.getvalue() + prometheus_client.generate_latest().decode()
    assert 'veilleuse_commands_total{code="ok",command="help.begin"}' in line
    assert seen_in(line.encode()) == []
    for visitor in told.visitors:
        for secret in (visitor.visit, visitor.secret, visitor.room):
            assert secret not in line


async def test_no_column_could_hold_where_she_comes_from(gate: Gate) -> None:
    """Of a visit that runs: its columns, and nothing else. No postcode, address, agent, device."""
    told = await evening(gate)
    (row,) = await gate.town.house.services.db.rows(
        "SELECT * FROM visit WHERE id = $1", told.visitors[0].visit
    )
    assert set(row) == {
        "id",
        "ticket",
        "secret_digest",
        "room_id",
        "team_id",
        "department",
        "near",
        "topic",
        "victim",
        "minor",
        "language",
        "state",
        "came_at",
        "taken_at",
        "alarm",
        "seen_until",
        "gone",
        "identity_sealed",
    }
    assert (row["department"], row["identity_sealed"] is None) == ("69", False)


def test_the_search_would_find_them(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"\0\xff" + WORDS[3].encode() + b"\0" + ADDRESSES[0].encode())
    assert len(found_under(tmp_path)) == 2
    assert seen_in(WORDS[0].encode()) == [WORDS[0]]
