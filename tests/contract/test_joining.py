"""Coming in, many at once."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from server import errors
from server.alerts import joining
from server.alerts.joining import Caller
from server.alerts.messages import Alert, PersonChanged, RoomView, TallyChanged
from server.clock import HOUR
from server.conversations.messages import RoomEntry
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
    await all_open([sam, *members, tom], alert)
    among = [(await one.opens(alert)).people for one in (sam, members[0])]
    assert [len(people) for people in among] == [2, 3]
    tallies = {event.tally.alarmed for _, event in town.heard.of(TallyChanged)}
    assert tallies == {2, 3, 5}


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
    callers = [Caller(alert.alert, alert.room, who.id, "member") for who in (nour, ines)]
    await camille.blocks(nour)
    assert await joining.do_join_all(town.house.services, callers) == [False, True]
    assert (await ines.opens(alert)).tally.seen == 1
    with pytest.raises(errors.NotFound):
        await nour.opens(alert)


async def test_when_it_is_over_everybody_at_the_door_is_told(town: Town) -> None:
    _, alert, crowd = await launched(town, 5)
    await town.later(48 * HOUR)
    wishes = [one.opens(alert) for one in crowd]
    found = await asyncio.gather(*wishes, return_exceptions=True)
    assert [type(one) for one in found] == [errors.Closed] * 5


async def test_who_waits_for_one_alert_holds_up_nobody_at_another(
    production: engines.Production,
) -> None:
    async with live_in(production) as town:
        _, alert, (nour,) = await launched(town, 1)
        zoe = await (await town.person("zoe")).stands(48.85, 2.36)
        other = await zoe.launches()
        held = await asyncpg.connect(town.house.services.settings.database_url)
        await held.execute("BEGIN")
        await held.execute("SELECT id FROM alert WHERE id = $1 FOR UPDATE", alert.alert)
        waiting = asyncio.create_task(nour.opens(alert))
        assert (await nour.opens(other)).my_state == "seen"
        assert not waiting.done()
        await held.execute("ROLLBACK")
        assert (await waiting).my_state == "seen"
        await held.close()
