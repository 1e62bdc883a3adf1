"""The 48 h window: nothing ends it sooner, and what its end destroys."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server import errors, worker
from server.alerts import store
from server.alerts.messages import Alert, AlertChanged
from server.alerts.tables import Alert as Stored
from server.alerts.tables import Place, Wave
from server.clock import DAY, HOUR, MINUTE
from server.conversations.messages import RoomEntry
from server.conversations.tables import Entry, Participant
from server.engines.database import Row
from server.erasure import actions as erasure
from server.people import actions as accounts
from server.people.doorkeeper import People
from server.positions.tables import TrailPoint
from server.services import Services
from server.vault.tables import DataKey
from tests.engines import Engine
from tests.people import PARIS, Someone, Town, live_in

WINDOW = 48 * HOUR


async def launch(town: Town) -> tuple[Someone, Someone, Alert]:
    """Camille, whose way is followed, and Nour, who wrote to her and shares her own way."""
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await nour.opens(alert)
    await nour.shares(alert, among=True)
    await camille.moves(48.857, 2.353)
    await nour.moves(48.861, 2.351)
    await nour.says(alert, "je suis en bas de chez toi")
    await nour.says(alert, "elle ne répond pas", "us")
    return camille, nour, alert


async def until(town: Town, alert: Alert, *, less: int = 0) -> None:
    """To the end of the window, or `less` before it; the worker does what is due."""
    await town.later(alert.window_ends_at - town.clock.now() - less)


async def still_open(nour: Someone, alert: Alert) -> bool:
    """The room is open, her position is there, and one can write."""
    view = await nour.opens(alert)
    await nour.says(alert, "toujours là")
    return view.state != "closed" and view.caller.fix is not None


async def test_a_minute_before_its_end_everything_is_open(town: Town) -> None:
    _, nour, alert = await launch(town)
    await until(town, alert, less=MINUTE)
    assert await still_open(nour, alert)


async def test_at_its_end_the_room_is_closed_for_all(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await until(town, alert)
    for somebody in (camille, nour):
        with pytest.raises(errors.Closed):
            await somebody.opens(alert)
        with pytest.raises((errors.Closed, errors.NotFound)):
            await somebody.says(alert, "encore là ?")
        with pytest.raises((errors.Closed, errors.NotFound)):
            await somebody.trail(alert)
    with pytest.raises((errors.Closed, errors.NotFound)):
        await nour.reads(alert)
    with pytest.raises(errors.Closed):
        await camille.stops(alert)
    assert await nour.invitations() == []


async def test_at_its_end_everybody_of_the_room_is_told(town: Town) -> None:
    _, _, alert = await launch(town)
    town.heard.told.clear()
    await until(town, alert)
    states = {(to.kind, to.part): event for to, event in town.heard.of(AlertChanged)}
    assert {("person", ""), ("channel", "us"), ("channel", "us_ally")} == set(states)


async def test_at_its_end_points_and_their_keys_are_gone(town: Town) -> None:
    _, _, alert = await launch(town)
    assert await TrailPoint.all().count() >= 2
    await until(town, alert)
    assert await TrailPoint.all().count() == 0
    assert await DataKey.filter(kind="trail").count() == 0


async def test_at_its_end_membership_ends(town: Town) -> None:
    camille, _, alert = await launch(town)
    await until(town, alert)
    inside = await Participant.filter(room_id=alert.room, left_at=None)
    assert [held.person_id for held in inside] == [camille.id]


async def test_the_text_is_hers_alone_for_thirty_days(town: Town) -> None:
    camille, _, alert = await launch(town)
    await until(town, alert)
    await town.later(30 * DAY - HOUR)
    texts = [entry.text for entry in await camille.reads(alert) if entry.text]
    assert texts == ["je suis en bas de chez toi"]
    with pytest.raises(errors.NotFound):
        await camille.reads(alert, "us")


async def test_after_thirty_days_the_text_is_destroyed_with_its_keys(town: Town) -> None:
    camille, _, alert = await launch(town)
    await until(town, alert)
    await town.later(30 * DAY)
    await town.later(MINUTE)
    with pytest.raises(errors.NotFound):
        await camille.reads(alert)
    assert await Entry.filter(room_id=alert.room).count() == 0
    assert await DataKey.filter(kind="text").count() == 0


async def test_who_was_alarmed_is_forgotten_thirty_days_after(town: Town) -> None:
    _, _, alert = await launch(town)
    await until(town, alert)
    await town.later(31 * DAY)
    assert await Place.filter(alert_id=alert.alert).count() == 0
    assert (await Stored.get(id=alert.alert)).first_sign_ms == 0  # the figure stays


async def test_closing_twice_is_closing_once(town: Town) -> None:
    camille, _, alert = await launch(town)
    await until(town, alert)
    before = await camille.reads(alert)
    for _ in range(3):
        await town.house.worker.run_due()
        await town.house.worker.keep_house()
    assert await camille.reads(alert) == before
    assert [entry.kind for entry in before].count("window_closed") == 1


async def test_the_next_press_opens_another_room(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await until(town, alert)
    again = await camille.launches()
    assert again.alert != alert.alert
    assert again.room != alert.room
    assert (await nour.opens(again)).my_state == "seen"


async def test_a_stop_does_not_end_it(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await camille.stops(alert)
    await until(town, alert, less=MINUTE)
    assert await still_open(nour, alert)
    await until(town, alert)
    assert (await Stored.get(id=alert.alert)).state == "closed"


async def test_a_wipe_does_not_end_it(town: Town) -> None:
    camille, nour, alert = await launch(town)
    proof = await camille.signs_in()
    actor = await People(town.house.services).recognise(proof)
    assert (await erasure.do_wipe(town.house.services, actor)).alert_goes_on
    await until(town, alert, less=MINUTE)
    assert await still_open(nour, alert)


async def test_a_ban_of_the_launcher_does_not_end_it(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await accounts.do_ban(town.house.services, camille.id)
    await until(town, alert, less=MINUTE)
    assert await still_open(nour, alert)


async def test_a_restart_does_not_end_it(engine: Engine) -> None:
    settings = await engine.fresh()
    async with live_in(engine, settings) as town:
        _, nour, alert = await launch(town)
    async with live_in(engine, settings, town.clock) as town:
        nour.town = town
        await until(town, alert, less=MINUTE)
        assert await still_open(nour, alert)
        await until(town, alert)
        assert (await Stored.get(id=alert.alert)).state == "closed"


async def test_a_restart_after_its_end_closes_it_at_once(engine: Engine) -> None:
    """The server was down when the window ended."""
    settings = await engine.fresh()
    async with live_in(engine, settings) as town:
        _, _, alert = await launch(town)
    town.clock.advance(3 * DAY)
    async with live_in(engine, settings, town.clock) as town:
        await town.house.worker.run_due()
        assert (await Stored.get(id=alert.alert)).state == "closed"
        assert await TrailPoint.all().count() == 0


async def test_a_clock_set_back_ends_nothing_early_and_nothing_twice(town: Town) -> None:
    _, nour, alert = await launch(town)
    await town.later(-HOUR)
    await town.later(HOUR)
    assert await still_open(nour, alert)
    await until(town, alert)
    await town.later(-WINDOW)
    assert (await Stored.get(id=alert.alert)).state == "closed"


async def test_an_exact_point_dies_48_hours_after_it_was_recorded(town: Town) -> None:
    """Even when a relaunch has made the window longer."""
    camille, nour, alert = await launch(town)
    await camille.stops(alert)
    await town.later(24 * HOUR)
    await camille.launches()
    await town.later(MINUTE)
    await camille.moves(48.9, 2.4)
    await town.later(23 * HOUR + 58 * MINUTE)
    assert 48.857 in [point.fix.lat for point in await nour.trail(alert)]
    await town.later(2 * MINUTE)
    assert [point.fix.lat for point in await nour.trail(alert)] == [48.9]


async def test_a_point_reported_while_the_window_closes_is_not_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alert was open when the report looked, and closed when it would have written."""
    _, nour, alert = await launch(town)
    followed = store.followed

    async def closing_meanwhile(*asked: Any) -> list[Row]:
        found = await followed(*asked)
        await until(town, alert)
        return found

    monkeypatch.setattr(store, "followed", closing_meanwhile)
    town.clock.advance(HOUR)
    await nour.moves(48.87, 2.36)
    assert await TrailPoint.filter(room_id=alert.room).count() == 0


async def test_the_keys_of_old_points_die_within_a_quarter_of_an_hour(town: Town) -> None:
    camille, _, alert = await launch(town)
    await camille.stops(alert)
    await town.later(24 * HOUR)
    await camille.launches()
    old = await DataKey.filter(kind="trail").values_list("id", flat=True)
    await town.later(24 * HOUR + 15 * MINUTE)
    await town.later(MINUTE)
    assert not await DataKey.filter(id__in=old).exists()
    assert (await Stored.get(id=alert.alert)).state == "running"


async def test_a_last_known_point_is_destroyed_after_ninety_days_unopened(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS, online=False)
    await town.later(90 * DAY - HOUR)
    assert await DataKey.filter(kind="position", scope=nour.id).exists()
    await town.later(2 * HOUR)
    assert not await DataKey.filter(kind="position", scope=nour.id).exists()


async def test_erasing_her_own_words_leaves_the_others_and_their_order(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await camille.says(alert, "il est là")
    await erasure.do_erase_words(town.house.services, camille.actor, alert.room)
    entries = await nour.reads(alert)
    assert [(e.kind, e.text) for e in entries[-3:]] == [
        ("said", "je suis en bas de chez toi"),
        ("erased", None),
        ("erased", None),  # and that she did it, for the pages that show them
    ]
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    await erasure.do_erase_words(town.house.services, camille.actor, alert.room)
    assert len(await nour.reads(alert)) == 4


async def test_open_pages_are_told_of_erased_words_where_they_were_said_only(town: Town) -> None:
    """Whoever spoke among responders only stays unknown to her device."""
    ines = await (await town.person("ines")).stands(48.861, 2.351)
    camille, nour, alert = await launch(town)
    await ines.opens(alert)
    await ines.says(alert, "je pars", "us")
    heard = len(town.heard.told)
    await erasure.do_erase_words(town.house.services, ines.actor, alert.room)
    told = {to.part for to, event in town.heard.told[heard:] if isinstance(event, RoomEntry)}
    assert told == {"us"}
    assert [e.kind for e in await nour.reads(alert, "us")][-1] == "erased"
    assert "erased" not in [e.kind for e in await camille.reads(alert)]


async def test_slow_housekeeping_holds_up_no_refill(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def slow(services: Services) -> None:
        begun.set()
        await over.wait()

    monkeypatch.setattr(worker, "HOUSEKEEPING", (slow,))
    camille = await (await town.person("camille")).stands(*PARIS)
    await town.crowd(1)
    alert = await camille.launches()
    working = asyncio.create_task(town.house.worker.run())
    async with asyncio.timeout(20):
        await begun.wait()
        await town.settle_at(48.87, 2.36)
        town.clock.advance(MINUTE)
        await town.keep_online()
        town.house.worker.wake.wake()
        while await Wave.filter(alert_id=alert.alert).count() < 2:  # noqa: ASYNC110  a row, no event
            await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
