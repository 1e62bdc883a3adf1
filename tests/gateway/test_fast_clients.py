"""The usual clients hear from the fast fan-out what they heard from the library, in its order."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import socketio

from tests import engines
from tests.gateway.bare import Bare, ours, served, stock
from tests.gateway.doors import until

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "web" / "node_modules" / "socket.io-client" / "build" / "esm" / "index.js"
SCRIPT = Path(__file__).with_name("client.mjs")
TEXTS = {
    "short": ("x", 1),
    "accents": ("été, à l’angle « là »", 1),
    "emoji": ("🕯️👩🏽‍🚒", 1),
    "quotes": ('a "b" \\ \n \u2028 \x00', 1),
    "two bytes of length": ("x", 126),
    "64 KiB": ("y", 65_536),
    "64 KiB of emoji": ("🕯", 16_384),  # all of it together is still less than a line may hold
}
Text = tuple[str, int]
Came = list[tuple[str, Any]]


def wishes(text: Text) -> list[tuple[str, Any]]:
    """Entering, then words, each told twice; all sent at once."""
    same = {"room": "r", "times": 2, "text": text[0], "repeat": text[1]}
    say = [same | {"number": n} for n in range(5)]
    return [("enter", {"room": "r"}), *(("say", one) for one in say)]


def expected(text: Text) -> Came:
    said = text[0] * text[1]
    came: Came = [("ack", {"ok": "r"})]
    for n in range(5):
        came += [("told", {"number": n, "n": k, "text": said}) for k in range(2)]
        came.append(("ack", {"ok": n}))
    return came


async def by_npm(bare: Bare, said: list[tuple[str, Any]]) -> Came:
    if not shutil.which("node") or not LIBRARY.exists():
        if engines.mandatory():
            raise AssertionError("Node or web/node_modules is missing: the npm client is untested")
        pytest.skip("Node, or web/node_modules")
    command = ["node", str(SCRIPT), bare.url, str(LIBRARY), json.dumps(said)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    return [(name, payload) for name, payload in json.loads(out)]


async def by_python(bare: Bare, said: list[tuple[str, Any]]) -> Came:
    client, came = socketio.AsyncClient(), list[tuple[str, Any]]()

    client.on("moved", lambda payload: came.append(("moved", payload)))

    @client.on("told")
    async def told(payload: Any) -> None:
        blob = payload.get("blob")
        came.append(("told", {"blob": list(blob)} if blob else payload))

    await client.connect(bare.url, transports=["websocket"])
    for name, payload in said:
        await client.emit(name, payload, callback=lambda answer: came.append(("ack", answer)))
    await until(lambda: sum(name == "ack" for name, _ in came) == len(said))
    await client.disconnect()
    return came


Client = Callable[[Bare, list[tuple[str, Any]]], Any]


async def _server(request: pytest.FixtureRequest) -> AsyncIterator[Bare]:
    async with served(request.param()) as bare:
        yield bare


bare = pytest_asyncio.fixture(_server, name="bare", params=[ours, stock])


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("client", [by_npm, by_python])
async def test_words_and_acknowledgements_come_whole_and_in_order(
    bare: Bare, client: Client, text: Text
) -> None:
    came = await client(bare, wishes(text))
    if client is by_npm:  # the Python client runs its handlers side by side: no order of its own
        assert came == expected(text)
    assert sorted(map(repr, came)) == sorted(map(repr, expected(text)))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("client", [by_npm, by_python])
async def test_several_frames_in_one_write_are_several_events(client: Client, text: Text) -> None:
    """Positions, between words: one at once, then three together."""
    said, same = text[0] * text[1], {"room": "r", "text": text[0], "repeat": text[1]}
    wishes: list[tuple[str, Any]] = [("enter", {"room": "r"})]
    came: Came = [("ack", {"ok": "r"})]
    for n in range(3):
        wishes += [("move", same | {"number": n}), ("say", same | {"number": n, "times": 1})]
        moved = [("a", 2 * n), ("b", 2 * n + 1), ("c", 2 * n + 1), ("a", 2 * n + 1)]
        came += [("moved", {"who": who, "n": at, "text": said}) for who, at in moved]
        came += [("ack", {"ok": n}), ("told", {"number": n, "n": 0, "text": said})]
        came.append(("ack", {"ok": n}))
    async with served(ours()) as bare:
        heard = await client(bare, wishes)
    if client is by_npm:
        assert heard == came
    assert sorted(map(repr, heard)) == sorted(map(repr, came))


@pytest.mark.parametrize("client", [by_npm, by_python])
async def test_bytes_go_the_librarys_way(bare: Bare, client: Client) -> None:
    came = await client(bare, [("enter", {"room": "r"}), ("blob", {"room": "r"})])
    assert ("told", {"blob": [0, 255]}) in came


@pytest.mark.parametrize("client", [by_npm, by_python])
async def test_a_goodbye_of_the_client_leaves_nothing_behind(bare: Bare, client: Client) -> None:
    await client(bare, wishes(("bye", 1)))
    await until(lambda: not bare.sio.eio.sockets and not bare.sio.manager.rooms)
