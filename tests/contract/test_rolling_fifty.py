"""Places fall free or silent, and the next nearest is alarmed."""

from __future__ import annotations

from server.alerts.messages import Alarm, Alert
from server.alerts.tables import Place, Wave
from server.clock import MINUTE, SECOND
from tests.people import PARIS, Someone, Town


async def launch(town: Town, crowd: int) -> tuple[Someone, list[Someone], Alert]:
    camille = await (await town.person("camille")).stands(*PARIS)
    people = await town.crowd(crowd)
    return camille, people, await camille.launches()


async def alarmed(*states: str) -> int:
    return await Place.filter(state__in=states or ("alarmed",)).count()


async def waves() -> list[tuple[str, int]]:
    return [(w.reason, w.size) for w in await Wave.all().order_by("number")]


async def test_a_decline_lets_the_next_be_alarmed_at_once(town: Town) -> None:
    _, crowd, alert = await launch(town, 52)
    await crowd[3].answers(alert, "declined")
    await town.later(0)
    assert len(await crowd[50].invitations()) == 1
    assert await crowd[51].invitations() == []
    assert await waves() == [("launch", 50), ("refill", 1)]


async def test_a_minute_of_silence_lets_the_next_be_alarmed_too(town: Town) -> None:
    _, crowd, alert = await launch(town, 70)
    for somebody in crowd[:35]:
        await somebody.opens(alert)
    await town.later(MINUTE - SECOND)
    assert await alarmed("alarmed", "seen") == 50
    await town.later(SECOND)
    assert await alarmed("alarmed", "seen") == 65
    assert await waves() == [("launch", 50), ("refill", 15)]


async def test_the_silent_keep_their_invitation_and_may_come_late(town: Town) -> None:
    _, crowd, alert = await launch(town, 60)
    await town.later(2 * MINUTE)
    assert (await crowd[0].opens(alert)).my_state == "seen"


async def test_at_fifty_signs_nobody_more_is_alarmed(town: Town) -> None:
    _, crowd, alert = await launch(town, 70)
    for somebody in crowd[:50]:
        await somebody.opens(alert)
    for _ in range(4):
        await town.later(MINUTE)
    assert await waves() == [("launch", 50)]


async def test_never_more_than_a_hundred_and_fifty(town: Town) -> None:
    await launch(town, 170)
    for _ in range(6):
        await town.later(MINUTE)
    assert await alarmed() == 150
    assert [size for _, size in await waves()] == [50, 50, 50]


async def test_nobody_is_alarmed_twice(town: Town) -> None:
    _, crowd, _ = await launch(town, 120)
    for _ in range(4):
        await town.later(MINUTE)
    told = [to.id for to, _ in town.heard.of(Alarm)]
    assert sorted(told) == sorted(somebody.id for somebody in crowd)


async def test_when_nobody_is_left_it_is_recorded_once_and_looked_for_again(town: Town) -> None:
    await launch(town, 5)
    for _ in range(5):
        await town.later(MINUTE)
    assert await waves() == [("launch", 5), ("refill", 0)]
    late = await town.settle_at(48.9, 2.4)
    await town.later(MINUTE)
    assert len(await late.invitations()) == 1


async def test_a_stopped_alert_alarms_nobody_more(town: Town) -> None:
    camille, _, alert = await launch(town, 70)
    await camille.stops(alert)
    for _ in range(3):
        await town.later(MINUTE)
    assert await waves() == [("launch", 50)]


async def test_the_refill_starts_from_where_she_is_now(town: Town) -> None:
    camille, crowd, alert = await launch(town, 50)
    await town.settle_at(48.95, 2.35)
    town.clock.advance(2 * SECOND)
    await camille.moves(48.85, 2.35)
    lyon = await town.settle_at(45.75, 4.85)
    town.clock.advance(4 * SECOND)
    await camille.moves(45.75, 4.85)
    await crowd[0].answers(alert, "declined")
    await town.later(0)
    assert len(await lyon.invitations()) == 1
