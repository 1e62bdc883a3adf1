"""What no hint brought is said a second later, by the database: to whom it concerns, and once."""

from __future__ import annotations

import pytest

from server import audience
from server.alerts.messages import Called
from server.audience import Audience
from server.clock import MINUTE, SECOND
from server.conversations.messages import RoomHead
from server.wire import Event
from tests.people import PARIS, Town


@pytest.fixture
def reminded(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Audience, Event]]:
    """What this process said of its own accord."""
    said: list[tuple[Audience, Event]] = []
    monkeypatch.setattr(town.house.fanout, "remind", lambda to, event: said.append((to, event)))
    return said


async def test_whoever_was_alarmed_is_called_once(
    town: Town, reminded: list[tuple[Audience, Event]]
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    for _ in range(3):
        await town.house.presence.look()
        town.clock.advance(SECOND)
    called = [(to, event) for to, event in reminded if isinstance(event, Called)]
    assert called == [
        (audience.person(nour.id), Called(alert=alert.alert, launched_at=alert.launched_at))
    ]


async def test_who_has_answered_is_not_called_any_more(
    town: Town, reminded: list[tuple[Audience, Event]]
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    await nour.opens(await camille.launches())
    await town.house.presence.look()
    assert not [event for _, event in reminded if isinstance(event, Called)]


async def test_each_channel_in_which_something_was_said_is_told_how_far_it_goes(
    town: Town, reminded: list[tuple[Audience, Event]]
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await nour.opens(alert)
    await town.house.presence.look()
    reminded.clear()
    town.clock.advance(MINUTE)
    await nour.says(alert, "j'arrive", "us")
    for _ in range(2):
        await town.house.presence.look()
        town.clock.advance(SECOND)
    heads = {entry.seq for entry in await nour.reads(alert, "us")}
    assert reminded == [
        (
            audience.channel(alert.room, "us"),
            RoomHead(room=alert.room, channel="us", seq=max(heads)),
        )
    ]


async def test_what_is_long_past_is_not_told_again(
    town: Town, reminded: list[tuple[Audience, Event]]
) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    await (await town.person("nour")).stands(48.86, 2.35)
    await camille.launches()
    town.clock.advance(MINUTE)
    await town.house.presence.look()
    reminded.clear()
    town.clock.advance(MINUTE)
    await town.house.presence.look()
    assert reminded == []


async def test_one_look_that_fails_takes_nobody_offline(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key file cannot be read, or somebody else's part fails: members are still alarmed."""
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    camille = await (await town.person("camille")).stands(*PARIS)
    monkeypatch.setattr(town.house.fanout, "people", lambda: [nour.id])

    def unreadable() -> None:
        raise OSError("the key file")

    with monkeypatch.context() as broken:
        broken.setattr(town.house.services.keyring, "refresh", unreadable)
        for _ in range(4):
            town.clock.advance(30 * SECOND)
            await town.house.presence.look()
    await town.house.worker.run_due()
    assert (await camille.launches()).tally.alarmed == 1
