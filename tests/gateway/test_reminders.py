"""Every hint is lost, the link lives: a page hears of it all the same, within two seconds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.doors import Gate, until
from tests.people import PARIS

WITHIN_S = 2.5


@pytest.fixture
def silence(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a bus that takes everything and passes nothing on."""

    async def nobody(*_: Any) -> None: ...

    monkeypatch.setattr(gate.town.house.fanout, "tell", nobody)
    monkeypatch.setattr(gate.town.house.fanout, "tell_all", nobody)


@pytest.mark.usefixtures("silence")
async def test_an_alarm_and_a_word(gate: Gate) -> None:
    camille = await (await gate.town.person("camille")).stands(*PARIS)
    nour = await (await gate.town.person("nour")).stands(48.861, 2.36)
    aya = await gate.town.person("aya", "minor")
    async with (
        gate.socket(await camille.signs_in()) as hers,
        gate.socket(await nour.signs_in()) as nours,
        gate.socket(await aya.signs_in()) as stranger,
    ):
        wish = {"press": "press-0001"}
        alert = (await hers.asks("alert.start", wish))["ok"]
        await until(lambda: nours.events("alert.called"), WITHIN_S)
        assert nours.events("alert.called")[0]["alert"] == alert["alert"]
        for socket in (hers, nours):
            await socket.asks("alert.open", {"alert": alert["alert"]})
        said = {
            "room": alert["room"],
            "channel": "her",
            "text": "j'arrive",
            "client_id": "c-000001",
        }
        entry = (await nours.asks("room.say", said))["ok"]["entry"]
        head = {"room": alert["room"], "channel": "her", "seq": entry["seq"]}
        await until(lambda: head in hers.events("room.head"), WITHIN_S)
        assert not nours.events("room.entry")
        assert not stranger.events()
