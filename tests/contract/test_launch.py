"""Launching an alert."""

from __future__ import annotations

import asyncio

import pytest

from server import audience, errors
from server.alerts import live
from server.alerts.messages import Alarm, BoardChanged, TallyChanged
from server.alerts.tables import Alert as Stored
from server.alerts.tables import Place, Wave
from server.clock import MINUTE, SECOND
from server.people import actions as accounts
from server.people.messages import Update
from server.positions import store as positions_store
from server.positions.messages import Fix, PositionMoved
from tests.people import PARIS, Someone, Town

VINCENNES = "94080"


async def caller(town: Town, **more: str) -> Someone:
    return await (await town.person("camille", **more)).stands(*PARIS)


async def alarmed(town: Town) -> list[str]:
    return [str(p["person_id"]) for p in await Place.all().values("person_id")]


async def test_fifty_nearest_are_alarmed(town: Town) -> None:
    camille = await caller(town)
    crowd = await town.crowd(60)
    alert = await camille.launches()
    assert alert.tally.alarmed == 50
    assert sorted(await alarmed(town)) == sorted(somebody.id for somebody in crowd[:50])


async def test_there_is_no_distance_limit(town: Town) -> None:
    camille = await caller(town)
    kiri = await (await town.person("kiri")).stands(-41.29, 174.78)
    await camille.launches()
    assert await alarmed(town) == [kiri.id]


async def test_the_same_press_is_the_same_alert(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(3)
    assert await camille.launches("press-one") == await camille.launches("press-one")


async def test_several_tabs_are_one_alert(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(3)
    first, second = await camille.launches("press-tab-1"), await camille.launches("press-tab-2")
    assert first.alert == second.alert
    assert await Wave.all().count() == 1


async def test_a_hundred_presses_at_once_are_one_alert(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(55)
    presses = [f"press-{n % 20:05}" for n in range(100)]
    alerts = await asyncio.gather(*(camille.launches(press) for press in presses))
    assert len({alert.alert for alert in alerts}) == 1
    assert await Stored.all().count() == 1
    assert len(await alarmed(town)) == 50
    assert len(town.heard.of(Alarm)) == 50


async def test_two_in_danger_at_once_alarm_the_same_people(town: Town) -> None:
    camille = await caller(town)
    nour = await (await town.person("nour")).stands(48.86, 2.36)
    await town.crowd(55)
    first, second = await asyncio.gather(camille.launches(), nour.launches())
    assert (first.tally.alarmed, second.tally.alarmed) == (50, 50)
    assert first.room != second.room


async def test_a_last_known_point_is_enough(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(3)
    assert (await camille.launches()).located == "last_known"


async def test_the_fix_of_the_press_counts_more_than_the_last_known(town: Town) -> None:
    camille = await caller(town)
    lyon = await town.crowd(50, 45.75, 4.85)
    await town.crowd(10)
    fix = Fix(lat=45.75, lon=4.85, accuracy_m=10, at=town.clock.now())
    alert = await camille.launches(fix=fix)
    assert alert.located == "fix"
    assert sorted(await alarmed(town)) == sorted(somebody.id for somebody in lyon)


async def test_a_phone_whose_clock_is_wrong_loses_no_alert(town: Town) -> None:
    camille = await town.person("camille")
    await town.crowd(2)
    fix = Fix(lat=48.85, lon=2.35, accuracy_m=10, at=1_000)
    alert = await camille.launches(fix=fix)
    assert (alert.located, alert.tally.alarmed) == ("fix", 2)


async def test_without_any_point_her_commune_is_used(town: Town) -> None:
    camille = await town.person("camille")
    await accounts.do_update(town.house.services, camille.actor, Update(commune=VINCENNES))
    await town.crowd(3)
    alert = await camille.launches()
    assert (alert.located, alert.tally.alarmed) == ("commune", 3)


async def test_without_any_place_it_goes_out_and_every_partner_is_told(town: Town) -> None:
    camille = await town.person("camille")
    await town.crowd(3)
    alert = await camille.launches()
    assert (alert.located, alert.state, alert.tally.alarmed) == ("unknown", "running", 0)
    told = [to for to, _ in town.heard.of(BoardChanged)]
    assert audience.board("*") in told


async def test_the_first_fix_recomputes_the_places(town: Town) -> None:
    camille = await caller(town)
    there, here = await town.crowd(50), await town.crowd(60, 45.75, 4.85)
    await camille.launches()
    assert sorted(await alarmed(town)) == sorted(p.id for p in there)
    town.clock.advance(2_000)
    assert await camille.moves(45.75, 4.85)
    assert sorted(await alarmed(town)) == sorted(p.id for p in [*there, *here[:50]])


async def test_the_first_fix_of_an_alert_from_nowhere_alarms_fifty(town: Town) -> None:
    camille = await town.person("camille")
    await town.crowd(60)
    await camille.launches()
    town.clock.advance(2_000)
    await camille.moves(*PARIS)
    assert len(await alarmed(town)) == 50
    assert [w.reason for w in await Wave.all().order_by("number")][-1] == "first_fix"


async def test_a_later_fix_alarms_nobody_more(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(60)
    await camille.launches()
    for _ in range(3):
        town.clock.advance(4_000)
        await camille.moves(*PARIS)
    assert len(await alarmed(town)) == 50


async def test_the_board_learns_the_place_even_when_nobody_is_near(town: Town) -> None:
    camille = await town.person("camille")
    await camille.launches()
    town.heard.told.clear()
    town.clock.advance(2_000)
    await camille.moves(*PARIS)
    told = [to for to, _ in town.heard.of(BoardChanged)]
    assert audience.board("75") in told
    assert audience.board("*") in told  # those who saw it as "somewhere" must look again


async def test_never_more_than_a_hundred_and_fifty_by_recomputing(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(120)
    await town.crowd(60, 45.75, 4.85)
    await camille.launches()
    for _ in range(3):
        await town.later(MINUTE)
    assert len(await alarmed(town)) == 150
    await camille.moves(45.75, 4.85)
    assert len(await alarmed(town)) == 150


async def test_a_minor_launches_and_is_never_alarmed(town: Town) -> None:
    mina = await (await town.person("mina", "minor")).stands(*PARIS)
    lou = await (await town.person("lou", "minor")).stands(48.86, 2.35)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await mina.launches()
    assert alert.state == "running"
    assert await alarmed(town) == [nour.id]
    assert await lou.invitations() == []


@pytest.mark.parametrize("role", ["partner", "moderator", "admin"])
async def test_staff_neither_launch_nor_are_alarmed(town: Town, role: str) -> None:
    sacha = await (await town.person("sacha", role)).stands(*PARIS)
    with pytest.raises(errors.NotAllowed):
        await sacha.launches()
    await (await caller(town)).launches()
    assert await alarmed(town) == []


async def neighbours(town: Town) -> tuple[Someone, Someone, Someone]:
    """Nour; Inès, who helps allies too; Sam, an ally."""
    nour = await (await town.person("nour")).stands(48.857, 2.353)
    ines = await (await town.person("ines")).stands(48.858, 2.353)
    await accounts.do_update(town.house.services, ines.actor, Update(helps_allies=True))
    sam = await (await town.person("sam", "ally")).stands(48.859, 2.353)
    return nour, ines, sam


async def test_unless_she_accepts_mixed_help_only_members_are_alarmed(town: Town) -> None:
    camille = await caller(town)
    nour, ines, _sam = await neighbours(town)
    await camille.launches()
    assert set(await alarmed(town)) == {nour.id, ines.id}


async def test_mixed_help_alarms_both(town: Town) -> None:
    camille = await caller(town)
    everybody = await neighbours(town)
    await camille.launches(mixed=True)
    assert set(await alarmed(town)) == {somebody.id for somebody in everybody}


async def test_her_own_setting_holds_when_the_press_says_nothing(town: Town) -> None:
    camille = await caller(town)
    everybody = await neighbours(town)
    await accounts.do_update(town.house.services, camille.actor, Update(mixed_help=True))
    await camille.launches()
    assert set(await alarmed(town)) == {somebody.id for somebody in everybody}


async def test_an_allys_alert_goes_to_allies_and_to_members_who_help_them(town: Town) -> None:
    tom = await (await town.person("tom", "ally")).stands(*PARIS)
    _nour, ines, sam = await neighbours(town)
    await tom.launches()
    assert set(await alarmed(town)) == {ines.id, sam.id}


@pytest.mark.parametrize("she_blocks", [True, False])
async def test_a_block_either_way_keeps_them_apart(town: Town, she_blocks: bool) -> None:
    camille = await caller(town)
    nour, ines, _sam = await neighbours(town)
    await (camille.blocks(nour) if she_blocks else nour.blocks(camille))
    await camille.launches()
    assert await alarmed(town) == [ines.id]


async def test_the_banned_are_not_alarmed_and_cannot_launch(town: Town) -> None:
    camille = await caller(town)
    nour, ines, _sam = await neighbours(town)
    await accounts.do_ban(town.house.services, nour.id)
    await camille.launches()
    assert await alarmed(town) == [ines.id]
    with pytest.raises(errors.NotAllowed):
        await nour.launches()


async def test_without_a_socket_or_a_push_nobody_is_alarmed(town: Town) -> None:
    camille = await caller(town)
    await (await town.person("nour")).stands(*PARIS, online=False)
    zoe = await (await town.person("zoe")).stands(*PARIS)
    town.clock.advance(2 * MINUTE)
    lea = await (await town.person("lea")).stands(48.9, 2.4)
    await camille.launches()
    assert await alarmed(town) == [lea.id]
    assert await zoe.invitations() == []


async def test_a_push_subscription_is_enough_to_be_alarmed(town: Town) -> None:
    camille = await caller(town)
    await town.settle_at(*PARIS, awake=False, push_devices=1, reachable=True)
    assert (await camille.launches()).tally.alarmed == 1


async def test_fewer_than_fifty_are_all_alarmed(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(7)
    assert (await camille.launches()).tally.alarmed == 7


async def test_the_fourth_alert_of_a_day_goes_out_and_is_flagged(town: Town) -> None:
    camille = await caller(town)
    await town.crowd(3)
    for n in range(4):
        alert = await camille.launches()
        held = await Stored.get(id=alert.alert)
        assert (alert.state, held.flagged) == ("running", n == 3)
        await camille.stops(alert)
        await town.later(MINUTE)


async def test_an_alarm_is_told_once_to_each_and_carries_no_point(town: Town) -> None:
    camille = await caller(town)
    crowd = await town.crowd(52)
    await camille.launches()
    told = [to for to, _ in town.heard.of(Alarm)]
    assert sorted(to.id for to in told) == sorted(somebody.id for somebody in crowd[:50])
    assert not any("fix" in repr(event) for _, event in town.heard.of(Alarm))


async def test_she_is_told_how_many_and_nothing_about_who(town: Town) -> None:
    camille = await caller(town)
    crowd = await town.crowd(2)
    await camille.launches()
    told = await camille.hears()
    (mine,) = [event for event in told if isinstance(event, TallyChanged)]
    assert mine.tally.alarmed == 2
    assert not any(somebody.name in repr(told) for somebody in crowd)


async def test_where_fifty_are_there_already_nobody_is_looked_for(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of nobody, none is ever proven the nearest: the whole country would be read."""
    camille = await caller(town)
    crowd = await town.crowd(53)
    alert = await camille.launches()
    for somebody in crowd[:50]:
        await somebody.answers(alert, "acting")
    await camille.stops(alert)
    asked = []
    candidates = positions_store.candidates
    monkeypatch.setattr(
        positions_store, "candidates", lambda *of: asked.append(of) or candidates(*of)
    )
    again = await camille.launches()
    assert (again.tally.alarmed, again.tally.acting, asked) == (50, 50, [])


async def test_a_press_with_an_older_point_never_moves_her_back(town: Town) -> None:
    camille = await caller(town)
    (nour,) = await town.crowd(1)
    alert = await camille.launches()
    await nour.opens(alert)
    town.clock.advance(MINUTE)
    await camille.moves(48.90, 2.40)
    await camille.stops(alert)
    old = Fix(lat=48.80, lon=2.30, accuracy_m=9, at=town.clock.now() - 30 * SECOND)
    town.heard.told.clear()
    await camille.launches(fix=old)
    assert town.heard.of(PositionMoved) == []
    shown = (await nour.opens(alert)).caller.fix
    assert shown
    assert (shown.lat, shown.lon) == (48.90, 2.40)


async def test_a_first_fix_that_a_stop_has_overtaken_calls_nobody_more(town: Town) -> None:
    camille = await town.person("camille")
    await accounts.do_update(town.house.services, camille.actor, Update(commune=VINCENNES))
    alert = await camille.launches()
    await town.settle_at(48.86, 2.35)
    await camille.stops(alert)
    here = Fix(lat=48.86, lon=2.35, accuracy_m=9, at=town.clock.now())
    await live._first_fix(town.house.services, alert.alert, here)
    assert await alarmed(town) == []
    assert (await Stored.get(id=alert.alert)).located == "fix"
