"""Coming in, many at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from server import audience, errors
from server.alerts import joining
from server.alerts.joining import Arrival
from server.alerts.messages import Alert, PersonChanged, RoomView, TallyChanged
from server.clock import HOUR
from server.conversations import store as room_store
from server.conversations.messages import RoomEntry
from server.engines.database import Database
from tests import engines
from tests.people import PARIS, Someone, Town, live_in


async def launched(town: Town, responders: int) -> tuple[Someone, Alert, list[Someone]]:
    camille = await (await town.person("camille")).stands(*PARIS)
    crowd = await town.crowd(responders)
    return camille, await camille.launches(), crowd


async def all_open(crowd: list[Someone], alert: Alert) -> list[RoomView]:
    return list(await asyncio.gather(*(one.opens(alert) for one in crowd)))


async def test_fifty_who_open_at_once_all_come_in_and_see_each_other(town: Town) -> None:
    camille, alert, crowd = await launched(town, 50)
    views = await all_open(crowd, alert)
    assert {view.my_state for view in views} == {"seen"}
    assert len({view.me for view in views}) == 50
    last = await crowd[0].opens(alert)
    assert {person.who for person in last.people} == {view.me for view in views}
    assert (last.tally.seen, (await camille.opens(alert)).tally.seen) == (50, 50)


async def test_each_of_them_is_told_once_and_without_a_gap(town: Town) -> None:
    _, alert, crowd = await launched(town, 20)
    views = await all_open(crowd, alert)
    entries = await crowd[0].reads(alert, "us")
    assert [entry.seq for entry in entries] == list(range(1, 22))
    joined = [entry for entry in entries if entry.kind == "joined"]
    assert sorted(str(entry.who) for entry in joined) == sorted(view.me for view in views)
    assert sorted(str(entry.name) for entry in joined) == sorted(one.name for one in crowd)
    told = [event.entry for _, event in town.heard.of(RoomEntry) if event.entry.kind == "joined"]
    assert told == joined
    changed = [event.person for _, event in town.heard.of(PersonChanged)]
    assert sorted(p.who for p in changed if p.state == "seen") == sorted(v.me for v in views)


async def test_two_pages_of_one_person_come_in_as_one(town: Town) -> None:
    _, alert, (nour,) = await launched(town, 1)
    views = await all_open([nour] * 8, alert)
    assert len({view.me for view in views}) == 1
    assert [entry.kind for entry in await nour.reads(alert, "us")] == ["wave", "joined"]


async def test_who_acts_already_is_not_taken_back_to_having_seen(town: Town) -> None:
    _, alert, crowd = await launched(town, 3)
    await crowd[0].answers(alert, "acting")
    await all_open(crowd, alert)
    assert (await crowd[0].opens(alert)).my_state == "acting"


async def test_each_partition_is_told_of_its_own(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    sam = await (await town.person("sam", "ally")).stands(48.86, 2.35)
    tom = await (await town.person("tom", "ally")).stands(48.87, 2.35)
    members = await town.crowd(3)
    alert = await camille.launches(mixed=True)
    before = len(town.heard.told)
    arrivals = [Arrival(alert.alert, alert.room, who.id, "ally") for who in (sam, tom)]
    arrivals += [Arrival(alert.alert, alert.room, who.id, "member") for who in members]
    await joining.do_join_all(town.house.services, arrivals)
    told = town.heard.told[before:]
    for channel, own in (("us", members), ("us_ally", [sam, tom])):
        names = sorted(one.name for one in own)
        heard = [event for to, event in told if to == audience.channel(alert.room, channel)]
        joined = [event.entry.name for event in heard if isinstance(event, RoomEntry)]
        changed = [event.person.name for event in heard if isinstance(event, PersonChanged)]
        tallies = [event.tally.seen for event in heard if isinstance(event, TallyChanged)]
        assert (sorted(map(str, joined)), sorted(changed), tallies) == (names, names, [len(own)])
        assert [entry.kind for entry in await own[0].reads(alert, channel)][1:] == ["joined"] * len(
            own
        )
    hers = [event for to, event in told if to == audience.person(camille.id)]
    assert [type(event) for event in hers] == [TallyChanged]


async def test_fifty_are_a_few_transactions_and_a_few_questions(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, alert, crowd = await launched(town, 50)
    begun, asked = [], []
    transaction, people = Database.transaction, room_store.people
    monkeypatch.setattr(Database, "transaction", lambda db: begun.append(1) or transaction(db))
    monkeypatch.setattr(room_store, "people", lambda *of: asked.append(1) or people(*of))
    await all_open(crowd, alert)
    assert 1 <= len(begun) <= 10
    assert 1 <= len(asked) <= 10


async def test_who_left_comes_back_under_the_same_name(town: Town) -> None:
    _, alert, crowd = await launched(town, 2)
    first = await crowd[0].opens(alert)
    services = town.house.services
    sql = "UPDATE participant SET left_at = $1 WHERE id = $2"
    await services.db.run(sql, town.clock.now(), first.me)
    views = await all_open(crowd, alert)
    assert views[0].me == first.me
    kinds = [entry.kind for entry in await crowd[0].reads(alert, "us")]
    assert kinds == ["wave", "joined", "joined", "joined"]


async def test_a_block_that_was_quicker_keeps_one_out_and_nobody_else(town: Town) -> None:
    """Asked at the door she still could come in; the block is found once the alert is held."""
    camille, alert, (nour, ines) = await launched(town, 2)
    arrivals = [Arrival(alert.alert, alert.room, who.id, "member") for who in (nour, ines)]
    await camille.blocks(nour)
    assert await joining.do_join_all(town.house.services, arrivals) == [False, True]
    assert (await ines.opens(alert)).tally.seen == 1
    with pytest.raises(errors.NotFound):
        await nour.opens(alert)


@pytest.mark.parametrize("by", ["opening", "answering"])
async def test_a_block_that_comes_while_she_waits_at_the_door(
    production: engines.Production, by: str
) -> None:
    async with live_in(production) as town:
        camille, alert, (nour,) = await launched(town, 1)
        wish = nour.opens(alert) if by == "opening" else nour.answers(alert, "acting")
        async with held_by_another(town, alert) as other:
            waiting = asyncio.create_task(wish)
            await somebody_waits(other)
            await camille.blocks(nour)
        with pytest.raises(errors.NotFound):
            await waiting


async def test_when_it_is_over_everybody_at_the_door_is_told(town: Town) -> None:
    """Also who was let through to it in its last moment."""
    _, alert, crowd = await launched(town, 5)
    await town.later(48 * HOUR)
    found = await asyncio.gather(*(one.opens(alert) for one in crowd), return_exceptions=True)
    assert [type(one) for one in found] == [errors.Closed] * 5
    arrivals = [Arrival(alert.alert, alert.room, one.id, "member") for one in crowd]
    with pytest.raises(errors.Closed):
        await joining.do_join_all(town.house.services, arrivals)


async def test_what_is_wrong_with_one_room_is_told_at_no_other(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, alert, (nour,) = await launched(town, 1)
    zoe = await (await town.person("zoe")).stands(48.85, 2.36)
    other = await zoe.launches()
    for one in (alert, other):
        await nour.opens(one)
    heads = room_store.heads

    async def damaged(db: Database, room: str) -> dict[str, int]:
        if room == alert.room:
            raise ValueError("damaged")
        return await heads(db, room)

    monkeypatch.setattr(room_store, "heads", damaged)
    doors = [*(nour.opens(alert) for _ in range(5)), nour.opens(other)]
    found = await asyncio.gather(*doors, return_exceptions=True)
    assert [type(one) for one in found] == [ValueError] * 5 + [RoomView]


async def test_the_view_is_of_the_alert_as_it_is_once_she_is_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    camille, alert, (nour,) = await launched(town, 1)
    join = joining.do_join

    async def slowly(*of: Any) -> None:
        await camille.stops(alert)
        await join(*of)

    monkeypatch.setattr(joining, "do_join", slowly)
    assert (await nour.opens(alert)).state == "stopped"


async def test_who_waits_for_one_alert_holds_up_nobody_at_another(
    production: engines.Production,
) -> None:
    async with live_in(production) as town:
        _, alert, (nour,) = await launched(town, 1)
        zoe = await (await town.person("zoe")).stands(48.85, 2.36)
        elsewhere = await zoe.launches()
        async with held_by_another(town, alert) as other:
            waiting = asyncio.create_task(nour.opens(alert))
            await somebody_waits(other)
            assert (await nour.opens(elsewhere)).my_state == "seen"
            assert not waiting.done()
        assert (await waiting).my_state == "seen"


@asynccontextmanager
async def held_by_another(town: Town, alert: Alert) -> AsyncIterator[Any]:
    other = await asyncpg.connect(town.house.services.settings.database_url)
    await other.execute("BEGIN")
    await other.execute("SELECT id FROM alert WHERE id = $1 FOR UPDATE", alert.alert)
    try:
        yield other
    finally:
        await other.execute("ROLLBACK")
        await other.close()


async def somebody_waits(other: Any) -> None:
    """For a row that somebody holds."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(20):
        while not await other.fetchval(sql):  # noqa: ASYNC110  the database wakes nobody
            await asyncio.sleep(0.01)
