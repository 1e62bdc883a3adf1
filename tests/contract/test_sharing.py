"""Where people are: who shows it to whom, and what is followed."""

from __future__ import annotations

import pytest

from server import audience, errors
from server.clock import HOUR, MINUTE, SECOND
from server.positions.messages import PositionMoved
from tests.mixed import Scene, kinds, mixed_alert
from tests.people import Town


@pytest.fixture
async def scene(town: Town) -> Scene:
    return await mixed_alert(town)


async def test_sharing_among_responders_is_not_showing_her(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.ines.opens(scene.alert)
    await scene.nour.shares(scene.alert, among=True)
    assert await scene.nour.moves(48.8601, 2.3501)
    seen = {person.name: person.fix for person in (await scene.ines.opens(scene.alert)).people}
    assert seen["nour"] is not None
    assert (await scene.camille.opens(scene.alert)).people == []
    assert not [e for e in await scene.camille.hears() if isinstance(e, PositionMoved)]
    assert "sharing" in kinds(await scene.ines.reads(scene.alert, "us"))


async def test_showing_her_is_not_sharing_among_responders(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.ines.opens(scene.alert)
    await scene.nour.shares(scene.alert, with_her=True)
    await scene.nour.moves(48.8601, 2.3501)
    (shown,) = (await scene.camille.opens(scene.alert)).people
    assert shown.name == "nour"
    assert shown.fix is not None
    others = {person.name: person.fix for person in (await scene.ines.opens(scene.alert)).people}
    assert others["nour"] is None
    assert not [e for e in await scene.ines.hears() if isinstance(e, PositionMoved)]
    assert "showing_her" in kinds(await scene.camille.reads(scene.alert))


async def test_who_shares_nothing_is_followed_by_nobody(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    assert not await scene.nour.moves(48.8601, 2.3501)
    assert not scene.town.heard.of(PositionMoved)


async def test_who_takes_her_share_back_disappears_from_the_map(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.ines.opens(scene.alert)
    await scene.nour.shares(scene.alert, among=True)
    await scene.nour.moves(48.8601, 2.3501)
    await scene.nour.shares(scene.alert)
    others = {person.name: person.fix for person in (await scene.ines.opens(scene.alert)).people}
    assert others["nour"] is None
    nour = (await scene.nour.opens(scene.alert)).me
    assert nour not in {point.who for point in await scene.ines.trail(scene.alert)}


async def test_her_position_goes_to_those_inside_and_not_back_to_her(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.sam.opens(scene.alert)
    scene.town.clock.advance(4 * SECOND)
    assert await scene.camille.moves(48.857, 2.353)
    told = {to for to, _ in scene.town.heard.of(PositionMoved)}
    room = scene.alert.room
    assert told == {audience.channel(room, "us"), audience.channel(room, "us_ally")}
    assert not [e for e in await scene.camille.hears() if isinstance(e, PositionMoved)]


async def test_the_newest_point_wins_and_never_goes_back(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    scene.town.clock.advance(MINUTE)
    await scene.camille.moves(48.858, 2.353)
    scene.town.heard.told.clear()
    assert not await scene.camille.moves(48.999, 2.999, ago=30 * SECOND)
    view = await scene.nour.opens(scene.alert)
    assert view.caller.fix
    assert view.caller.fix.lat == 48.858
    assert not scene.town.heard.of(PositionMoved)


async def test_a_late_joiner_reads_the_whole_trail(scene: Scene) -> None:
    for n in range(4):
        scene.town.clock.advance(5 * SECOND)
        await scene.camille.moves(48.857 + n / 1000, 2.353)
    await scene.tom.opens(scene.alert)
    trail = await scene.tom.trail(scene.alert)
    assert [point.fix.lat for point in trail] == [48.857, 48.858, 48.859, 48.86]


async def test_without_a_live_point_the_last_known_is_shown_with_its_age(scene: Scene) -> None:
    """Nobody may take it for live: it says when it was read."""
    scene.town.clock.advance(10 * MINUTE)
    view = await scene.nour.opens(scene.alert)
    assert view.caller.fix
    assert scene.town.clock.now() - view.caller.fix.at == 10 * MINUTE


async def test_a_reading_two_days_old_is_refused(scene: Scene) -> None:
    with pytest.raises(errors.Invalid):
        await scene.camille.moves(48.0, 2.0, ago=49 * HOUR)
