"""Many at once in one room: no gap, no repeat, nobody refused because of the others."""

from __future__ import annotations

import asyncio

from server.conversations.messages import RoomEntry
from tests.people import PARIS, Someone, Town


async def room_of(town: Town, size: int) -> tuple[Someone, list[Someone]]:
    camille = await (await town.person("camille")).stands(*PARIS)
    return camille, await town.crowd(size)


async def test_fifty_write_at_once(town: Town) -> None:
    camille, crowd = await room_of(town, 10)
    alert = await camille.launches()
    await asyncio.gather(*(somebody.opens(alert) for somebody in crowd))
    before = len(await camille.reads(alert))
    says = [crowd[n % 10].says(alert, f"je suis là {n}") for n in range(50)]
    said = await asyncio.gather(*says)
    entries = await camille.reads(alert)
    assert [entry.seq for entry in entries] == list(range(1, before + 51))
    assert {entry.text for entry in entries[before:]} == {entry.text for entry in said}


async def test_what_was_told_is_what_is_read(town: Town) -> None:
    camille, crowd = await room_of(town, 5)
    alert = await camille.launches()
    await asyncio.gather(*(somebody.opens(alert) for somebody in crowd))
    await asyncio.gather(*(crowd[n % 5].says(alert, f"{n}", "us") for n in range(20)))
    told = [event for _, event in town.heard.of(RoomEntry) if event.channel == "us"]
    assert sorted(told, key=lambda t: t.entry.seq) == [
        RoomEntry(room=alert.room, channel="us", entry=entry)
        for entry in await crowd[0].reads(alert, "us")
    ]


async def test_everything_at_once_and_a_stop(town: Town) -> None:
    """Writers, callers, sharers, a partner, the stop: none waits for another in a ring."""
    camille, crowd = await room_of(town, 16)
    maud = await town.agent("maud")
    alert = await camille.launches()
    await asyncio.gather(*(somebody.opens(alert) for somebody in crowd))
    await asyncio.gather(
        *(somebody.says(alert, "j'arrive") for somebody in crowd),
        *(somebody.calls(alert) for somebody in crowd[::2]),
        *(somebody.shares(alert, among=True, with_her=True) for somebody in crowd[1::2]),
        *(somebody.answers(alert, "acting") for somebody in crowd[::3]),
        *(somebody.says(alert, "qui y va ?", "us") for somebody in crowd),
        *(camille.says(alert, "vite", channel) for channel in ("her", "her_ally")),
        camille.moves(48.857, 2.353),
        maud.enters(alert),
        camille.stops(alert),
    )
    for channel in ("her", "us", "her_ally", "us_ally"):
        seqs = [entry.seq for entry in await maud.reads(alert, channel)]
        assert seqs == list(range(1, len(seqs) + 1))


async def test_opening_twice_at_once_is_joining_once(town: Town) -> None:
    camille, crowd = await room_of(town, 3)
    alert = await camille.launches()
    await asyncio.gather(*(crowd[0].opens(alert) for _ in range(6)))
    kinds = [entry.kind for entry in await crowd[0].reads(alert, "us")]
    assert kinds.count("joined") == 1


async def test_opening_never_takes_back_that_she_acts(town: Town) -> None:
    camille, crowd = await room_of(town, 3)
    alert = await camille.launches()
    nour = crowd[0]
    await asyncio.gather(nour.opens(alert), nour.answers(alert, "acting"), nour.opens(alert))
    assert (await nour.opens(alert)).my_state == "acting"


async def test_the_same_message_sent_from_everywhere_is_one(town: Town) -> None:
    camille, crowd = await room_of(town, 2)
    alert = await camille.launches()
    await crowd[0].opens(alert)
    sent = [crowd[0].says(alert, "j'appelle", client_id="client-one") for _ in range(8)]
    said = await asyncio.gather(*sent)
    assert len({entry.seq for entry in said}) == 1
    texts = [entry.text for entry in await camille.reads(alert)]
    assert texts.count("j'appelle") == 1


async def test_the_same_call_tapped_twice_is_one(town: Town) -> None:
    camille, crowd = await room_of(town, 2)
    alert = await camille.launches()
    await crowd[0].opens(alert)
    await asyncio.gather(*(crowd[0].calls(alert) for _ in range(5)))
    kinds = [entry.kind for entry in await camille.reads(alert)]
    assert kinds.count("calling") == 1
