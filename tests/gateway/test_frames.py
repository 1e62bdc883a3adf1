"""Every frame of a whole alert, as each device received it."""

from __future__ import annotations

import json
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio

from server.clock import HOUR
from server.conversations import entries
from server.conversations.messages import RoomHead
from server.people import actions as accounts
from server.people.messages import SetPins
from tests.gateway.doors import Gate, Raw, until
from tests.people import PARIS, PASSWORD, Someone

PLAN = "on passe par la cour, toi par le toit"
TO_HER = "je suis en bas de chez toi"
HIS_LAT, HIS_LON = 48.8612345, 2.3619876
AMONG_US = {
    "joined",
    "acting",
    "declined",
    "call_ended",
    "sharing",
    "not_sharing",
    "wave",
    "stopped_under_constraint",
    "all_clear",
    "reported",
}


@pytest.fixture(autouse=True)
def no_reminders(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come by the second, whatever a device does: compared in a test of their own, below."""
    monkeypatch.setattr(gate.town.house.fanout, "remind", lambda *_: None)


@dataclass
class Night:
    """A whole alert, and what each device heard of it. Mixed: Sam, an ally, comes too."""

    heard: dict[str, Raw]
    alert: dict[str, object]
    people: dict[str, Someone]

    def frames(self, name: str) -> str:
        return "\n".join(self.heard[name].frames)

    def words(self, name: str) -> str:
        """Without the ids, in which any three letters may stand by chance."""
        return "\n".join(normalised(self.heard[name].frames))


NAMES = {"camille": "member", "nour": "member", "lea": "member", "sam": "ally"}
STRANGERS = {"aya": "member", "tom": "ally", "mina": "minor", "sacha": "moderator"}


async def settle(gate: Gate) -> dict[str, Someone]:
    people = {}
    for name, role in (NAMES | STRANGERS).items():
        people[name] = await gate.town.person(name, role)
    people["paul"] = await gate.town.agent("paul", ["13"])
    await people["camille"].stands(*PARIS)
    for n, name in enumerate(("nour", "lea", "sam")):
        await people[name].stands(48.8605 + n / 1000, 2.3605)
    pins = SetPins(password=PASSWORD, pin="1234", duress_pin="9876")
    await accounts.do_set_pins(gate.town.house.services, people["camille"].actor, pins)
    return people


async def night(gate: Gate, stack: AsyncExitStack, pin: str = "1234") -> Night:
    """Launch, alarm, open, write on both channels, share, call, decline, move, stop."""
    people = await settle(gate)
    heard = {
        name: await stack.enter_async_context(gate.socket(await somebody.signs_in()))
        for name, somebody in people.items()
    }
    wish = {"press": "press-0001", "mixed": True}
    alert = (await heard["camille"].asks("alert.start", wish))["ok"]
    await until(lambda: heard["lea"].events("alert.alarm"))
    ref = {"alert": alert["alert"]}
    room = {"room": alert["room"]}
    for name in ("camille", "nour", "sam"):
        await heard[name].asks("alert.open", ref)
    nour, sam, lea = heard["nour"], heard["sam"], heard["lea"]
    await nour.asks("alert.answer", ref | {"answer": "acting"})
    await nour.asks("alert.share", ref | {"among": True, "with_her": False})
    await nour.asks("room.say", room | {"channel": "us", "text": PLAN, "client_id": "client-us"})
    await sam.asks(
        "room.say", room | {"channel": "us_ally", "text": PLAN[::-1], "client_id": "client-ally"}
    )
    gate.town.clock.advance(5_000)
    fix = {"lat": HIS_LAT, "lon": HIS_LON, "accuracy_m": 8, "at": gate.town.clock.now()}
    await nour.asks("position.report", fix)
    hers = {"lat": PARIS[0], "lon": PARIS[1], "accuracy_m": 8, "at": gate.town.clock.now()}
    await heard["camille"].asks("position.report", hers)
    await until(lambda: len(nour.events("position.moved")) == 2)  # the second was held a moment
    await lea.asks("alert.answer", ref | {"answer": "declined"})
    await heard["camille"].asks(
        "room.say", room | {"channel": "her", "text": "vite", "client_id": "client-her"}
    )
    await heard["camille"].asks("alert.stop", ref | {"pin": pin})
    await heard["camille"].asks("alert.open", ref)
    await heard["camille"].asks("room.sync", room | {"channel": "her", "after": 0})
    await heard["camille"].asks("room.sync", room | {"channel": "her_ally", "after": 0})
    await heard["camille"].asks("position.trail", room)
    await until(lambda: "stopped" in json.dumps(nour.events("alert.changed")))
    return Night(heard, alert, people)


async def test_her_device_never_receives_what_responders_say_among_themselves(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack, pin="9876")
        hers = told.frames("camille")
        nours = told.frames("nour")
    assert PLAN in nours  # the recording works
    assert "stopped_under_constraint" in nours
    assert PLAN not in hers
    assert PLAN[::-1] not in hers
    for kind in AMONG_US:
        assert f'"kind":"{kind}"' not in hers, kind
    assert '"us' not in hers
    assert "constrain" not in hers


async def test_her_device_never_learns_who_is_silent_nor_where_they_are(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        hers, words = told.frames("camille"), told.words("camille")
    for name in ("nour", "lea", "sam"):
        assert name not in words.casefold()
        assert told.people[name].id not in hers
    assert str(HIS_LAT) not in hers
    assert str(HIS_LON) not in hers


async def test_who_writes_to_her_appears_and_nobody_else(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        wish = {"channel": "her", "text": TO_HER, "client_id": "client-to-her"}
        await told.heard["nour"].asks("room.say", {"room": told.alert["room"]} | wish)
        await until(lambda: TO_HER in told.frames("camille"))
        hers = told.words("camille")
    assert "nour" in hers
    assert "lea" not in hers
    assert str(HIS_LAT) not in hers


async def test_what_responders_share_and_write_does_not_even_stir_her_device(gate: Gate) -> None:
    """Not even of somebody she knows to be there."""
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        nour, room = told.heard["nour"], {"room": told.alert["room"]}
        wish = {"channel": "her", "text": TO_HER, "client_id": "client-to-her"}
        await nour.asks("room.say", room | wish)
        await until(lambda: TO_HER in told.frames("camille"))
        await told.heard["camille"].asks("alert.current")
        before = list(told.heard["camille"].frames)
        share = {"alert": told.alert["alert"], "among": False, "with_her": False}
        await nour.asks("alert.share", share)
        await nour.asks("room.say", room | {"channel": "us", "text": PLAN, "client_id": "client-9"})
        await nour.asks("room.read", room | {"channel": "her", "seq": 1})
        await until(lambda: "not_sharing" in told.frames("nour"))
        await until(lambda: told.frames("nour").count(PLAN) > 1)
        assert told.heard["camille"].frames == before


async def test_who_chose_to_be_shown_appears_on_her_screen(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        share = {"alert": told.alert["alert"], "among": True, "with_her": True}
        await told.heard["nour"].asks("alert.share", share)
        await until(lambda: told.heard["camille"].events("alert.person"))
        (shown,) = told.heard["camille"].events("alert.person")
    assert (shown["person"]["name"], shown["person"]["state"]) == ("nour", None)
    assert shown["person"]["fix"]["lat"] == HIS_LAT


async def test_a_strangers_socket_receives_nothing_at_all(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        for name in ("aya", "tom", "mina", "sacha", "paul"):
            assert told.heard[name].events() == [], name


async def test_the_silent_receive_no_exact_point_and_nothing_of_the_room(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        hers = told.frames("lea")
    assert '"lat"' not in hers
    assert "room.entry" not in hers
    assert "position.moved" not in hers
    assert str(PARIS[0]) not in hers


async def test_neither_partition_learns_of_the_other(gate: Gate) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        nours, sams = told.words("nour"), told.words("sam")
    assert "sam" not in nours
    assert "_ally" not in nours
    assert "nour" not in sams
    assert PLAN not in sams
    assert '"channel":"us"' not in sams
    assert str(HIS_LAT) not in sams


def normalised(frames: list[str]) -> list[str]:
    """Ids and the digits of the two PINs are no difference."""
    known: dict[str, str] = {}
    text = "\n".join(frames)
    for found in re.findall(r"[A-Za-z0-9_-]{20,22}", text):
        known.setdefault(found, f"id{len(known)}")
    for found, name in known.items():
        text = text.replace(found, name)
    return text.splitlines()


async def recorded(gate: Gate, pin: str) -> list[str]:
    """What her device received from the launch to after the stop."""
    async with AsyncExitStack() as stack:
        told = await night(gate, stack, pin)
        return normalised(told.heard["camille"].frames)


@pytest_asyncio.fixture(scope="module")
async def stops() -> dict[str, list[str]]:
    """Her frames by the PIN she gave."""
    return {}


async def closing(gate: Gate, wisher: str) -> dict[str, list[str]]:
    """What the devices of Camille and Nour receive from the launch to after the closing, when one
    of them (or nobody) wishes to stay in touch."""
    async with AsyncExitStack() as stack:
        told = await night(gate, stack)
        nour, camille = told.heard["nour"], told.heard["camille"]
        ref = {"alert": told.alert["alert"]}
        wish = {"channel": "her", "text": TO_HER, "client_id": "client-to-her"}
        await nour.asks("room.say", {"room": told.alert["room"]} | wish)
        for name, device in (("camille", camille), ("nour", nour)):
            (known,) = (await device.asks("direct.wishes", ref))["ok"]["people"]
            if name == wisher:
                await device.asks("direct.wish", ref | {"who": known["who"], "wished": True})
        for device in (camille, nour):
            await device.asks("direct.wishes", ref)
            await device.asks("alert.open", ref)
        await gate.town.later(48 * HOUR)
        for device in (camille, nour):
            await until(
                lambda device=device: "closed" in json.dumps(device.events("alert.changed"))
            )
            for command, payload in (
                ("direct.wishes", ref),
                ("direct.mine", {}),
                ("alert.mine", {}),
            ):
                await device.asks(command, payload)
        return {"camille": normalised(camille.frames), "nour": normalised(nour.frames)}


@pytest_asyncio.fixture(scope="module")
async def closings() -> dict[str, list[str]]:
    """The frames of whom nobody wished for, by name."""
    return {}


@pytest.mark.parametrize("wisher", ["", "camille", "nour"])
async def test_a_wish_alone_is_not_seen_in_a_single_byte(
    gate: Gate, closings: dict[str, list[str]], wisher: str
) -> None:
    """Three nights, alike but for one wish: the other's device received the same."""
    received = await closing(gate, wisher)
    assert "window_closed" in "".join(received["nour"])
    for name, frames in received.items():
        if name != wisher:
            assert closings.setdefault(name, frames) == frames


@pytest.mark.parametrize("pin", ["1234", "9876"])
async def test_a_stop_under_constraint_looks_the_same_byte_for_byte(
    gate: Gate, stops: dict[str, list[str]], pin: str
) -> None:
    """Two nights, alike but for the PIN: the second is compared with the first."""
    stops[pin] = await recorded(gate, pin)
    first = next(iter(stops.values()))
    assert stops[pin] == first


@pytest_asyncio.fixture(scope="module")
async def lengths() -> dict[str, list[tuple[str, int]]]:
    """How far her channels went, by the PIN she gave."""
    return {}


@pytest.mark.parametrize("pin", ["1234", "9876"])
async def test_nor_do_her_channels_go_further_under_constraint(
    gate: Gate, lengths: dict[str, list[tuple[str, int]]], pin: str
) -> None:
    async with AsyncExitStack() as stack:
        told = await night(gate, stack, pin)
        heads = await entries.heads_since(gate.town.house.services, 0)
        room = str(told.alert["room"])
    lengths[pin] = sorted(
        (to.part, event.seq)
        for to, event in heads
        if isinstance(event, RoomHead) and event.room == room and to.part.startswith("her")
    )
    assert lengths[pin] == next(iter(lengths.values()))
    assert len(lengths[pin]) == 2
