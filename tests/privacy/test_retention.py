"""How long each thing lives."""

from __future__ import annotations

import pytest

from server.alerts import past
from server.alerts.messages import Hold
from server.alerts.tables import Alert, Place
from server.clock import DAY, HOUR, MINUTE
from server.conversations.tables import Entry, Participant
from server.limits import SIGN_IN_WINDOW_MS
from server.people import tries
from server.people.tables import Attempt
from server.positions import actions as positions
from server.positions.tables import TrailPoint
from server.vault.tables import DataKey
from tests.people import PARIS, Someone, Town


async def kinds(kind: str) -> int:
    return await DataKey.filter(kind=kind).count()


async def camille(town: Town) -> Someone:
    return await (await town.person("camille")).stands(*PARIS)


async def test_the_last_known_point_dies_after_ninety_days_unopened(town: Town) -> None:
    her = await camille(town)
    await town.later(90 * DAY - HOUR)
    assert await positions.last_known(town.house.services, her.id) is not None
    await town.later(2 * HOUR)
    assert await positions.last_known(town.house.services, her.id) is None
    assert await kinds("position") == 0


async def test_opening_the_app_renews_it(town: Town) -> None:
    her = await camille(town)
    await town.later(80 * DAY)
    await her.stands(*PARIS)
    await town.later(80 * DAY)
    assert await positions.last_known(town.house.services, her.id) is not None


async def test_a_point_of_the_trail_dies_48_hours_after_it_was_recorded(town: Town) -> None:
    """A re-launch lengthens the window; it does not lengthen the life of an older point."""
    her = await camille(town)
    alert = await her.launches()
    await her.moves(*PARIS)
    await town.later(40 * HOUR)
    await her.stops(alert)
    await her.launches()
    await her.moves(48.9, 2.4)
    assert await TrailPoint.all().count() == 2
    await town.later(8 * HOUR + MINUTE)
    assert await TrailPoint.all().count() == 1
    await town.later(15 * MINUTE)
    assert await kinds("trail") == 1


async def test_failed_tries_are_forgotten_with_their_window(town: Town) -> None:
    await tries.failed(town.house.services, "somebody")
    await town.later(SIGN_IN_WINDOW_MS - MINUTE)
    assert await Attempt.all().count() == 1
    await town.later(2 * MINUTE)
    assert await Attempt.all().count() == 0


async def test_who_was_alarmed_is_forgotten_after_thirty_days(town: Town) -> None:
    her = await camille(town)
    await town.crowd(3)
    await her.launches()
    await town.later(48 * HOUR)
    await town.later(30 * DAY - HOUR)
    assert await Place.all().count() == 3
    await town.later(2 * HOUR)
    assert await Place.all().count() == 0
    assert await Alert.all().count() == 1  # anonymous figures


@pytest.mark.parametrize("held", [False, True], ids=["left alone", "held as evidence"])
async def test_who_was_in_the_room_is_forgotten_with_its_text(town: Town, held: bool) -> None:
    her = await camille(town)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await her.launches()
    await nour.opens(alert)
    await town.later(48 * HOUR)
    services = town.house.services
    await past.do_hold(services, her.actor, Hold(alert=alert.alert, held=held))
    await town.later(31 * DAY)
    kept = await Alert.get(id=alert.alert)
    assert (kept.caller_id, await Participant.all().count()) == ((her.id, 2) if held else ("", 0))
    if held:
        await past.do_hold(services, her.actor, Hold(alert=alert.alert, held=False))
        await town.later(MINUTE)
    kept = await Alert.get(id=alert.alert)
    assert (kept.caller_id, kept.commune, await Participant.all().count()) == ("", None, 0)
    assert kept.first_sign_ms is not None


async def test_text_dies_with_its_keys_thirty_days_after_the_window(town: Town) -> None:
    her = await camille(town)
    alert = await her.launches()
    await her.says(alert, "un mot")
    await town.later(48 * HOUR)
    await town.later(30 * DAY - HOUR)
    assert "un mot" in [entry.text for entry in await her.reads(alert)]
    await town.later(2 * HOUR)
    assert await Entry.all().count() == 0
    assert await kinds("text") == 0


@pytest.mark.parametrize("times", [1, 3])
async def test_keeping_house_twice_does_nothing_more(town: Town, times: int) -> None:
    her = await camille(town)
    alert = await her.launches()
    await her.says(alert, "un mot")
    await town.later(48 * HOUR)
    for _ in range(times):
        await town.house.worker.keep_house()
    assert "un mot" in [entry.text for entry in await her.reads(alert)]
