"""A position held for a moment on its way: whatever ends its being shown ends it as well."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.alerts import store
from server.alerts.messages import Alert
from server.clock import HOUR, SECOND
from server.conversations import actions as rooms
from server.engines.database import Row
from server.gateway.outlet import each, unframed
from server.gateway.tick import Tick
from server.people import actions as accounts
from server.positions.tables import TrailPoint
from tests.people import PARIS, Someone, Town


@dataclass
class Held:
    """The town's tick, which goes on when `turn` is called; and what left it: (room, text)."""

    town: Town
    told: list[tuple[str, str]] = field(default_factory=list)
    timers: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town.house.sio.manager.tick = Tick(self._say, self.timers.append)

    def _say(self, room: str, frames: bytes) -> None:
        self.told += [(room, str(unframed(frame))) for frame in each(frames)]

    def turn(self) -> list[str]:
        """The kinds of rooms that heard of a position since the last turn."""
        due, self.timers[:] = list(self.timers), []
        for then in due:
            then()
        heard, self.told[:] = [room for room, _ in self.told], []
        return heard


@dataclass
class Scene:
    """Camille in danger; Nour in her room, shown to everybody; both have just moved twice."""

    town: Town
    held: Held
    camille: Someone
    nour: Someone
    alert: Alert

    @property
    def us(self) -> str:
        return f"channel:{self.alert.room}:us"

    @property
    def hers(self) -> str:
        return f"person:{self.camille.id}:"

    async def moves(self, somebody: Someone) -> None:
        """One of these leaves at once, the other is held."""
        for lat in (48.86, 48.87):
            self.town.clock.advance(SECOND)
            await somebody.moves(lat, 2.35)


async def _scene(town: Town) -> Scene:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    held, alert = Held(town), await camille.launches()
    await nour.opens(alert)
    await nour.shares(alert, among=True, with_her=True)
    scene = Scene(town, held, camille, nour, alert)
    await scene.moves(nour)
    assert sorted(room for room, _ in held.told) == sorted([scene.us, scene.hers])
    held.told.clear()
    return scene


async def test_what_is_held_leaves_with_the_next_turn(town: Town) -> None:
    scene = await _scene(town)
    assert sorted(scene.held.turn()) == sorted([scene.us, scene.hers])


async def among_no_more(scene: Scene) -> list[str]:
    await scene.nour.shares(scene.alert, among=False, with_her=True)
    return [scene.hers]


async def with_her_no_more(scene: Scene) -> list[str]:
    await scene.nour.shares(scene.alert, among=True, with_her=False)
    return [scene.us]


async def blocked(scene: Scene) -> list[str]:
    me = (await scene.nour.opens(scene.alert)).me
    services = scene.town.house.services
    await rooms.do_block(services, scene.camille.actor, scene.alert.room, me)
    return []


async def blocking(scene: Scene) -> list[str]:
    caller = (await scene.nour.opens(scene.alert)).caller.who
    services = scene.town.house.services
    await rooms.do_block(services, scene.nour.actor, scene.alert.room, caller)
    return []


async def banned(scene: Scene) -> list[str]:
    await accounts.do_ban(scene.town.house.services, scene.nour.id)
    return []


async def window_over(scene: Scene) -> list[str]:
    await scene.town.later(48 * HOUR)
    return []


End = Callable[[Scene], Awaitable[list[str]]]
ENDS = [among_no_more, with_her_no_more, blocked, blocking, banned, window_over]


@pytest.mark.parametrize("end", ENDS)
async def test_what_ends_its_being_shown_ends_what_is_held(town: Town, end: End) -> None:
    scene = await _scene(town)
    goes_on = await end(scene)
    assert scene.held.turn() == goes_on


async def test_it_ends_before_anybody_is_told_of_the_end(town: Town) -> None:
    """A turn that comes between two words about the end brings nothing held."""
    scene, told = await _scene(town), town.house.fanout.tell

    came = list[str]()

    async def turning(*what: Any) -> None:
        came.extend(scene.held.turn())
        await told(*what)

    town.house.fanout.tell = turning  # type: ignore[method-assign]
    await scene.town.later(48 * HOUR)
    assert not came


async def test_a_ban_of_the_caller_does_not_hide_where_she_is(town: Town) -> None:
    scene = await _scene(town)
    scene.held.turn()
    await scene.moves(scene.camille)
    scene.held.told.clear()
    await accounts.do_ban(scene.town.house.services, scene.camille.id)
    assert scene.us in scene.held.turn()


async def test_a_change_that_is_taken_back_withdraws_nothing(town: Town) -> None:
    scene, services = await _scene(town), town.house.services
    with contextlib.suppress(ZeroDivisionError):
        async with services.transaction() as tx:
            await accounts.ban(services, tx, scene.nour.id)
            raise ZeroDivisionError
    assert len(scene.held.turn()) == 2


async def test_a_point_on_its_way_when_sharing_ends_is_told_to_nobody(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report saw that Nour shares; before it was written she had taken it back."""
    scene = await _scene(town)
    while scene.held.timers:
        scene.held.turn()
    kept = await TrailPoint.all().count()
    followed = store.followed

    async def taken_back_meanwhile(*asked: Any) -> list[Row]:
        found = await followed(*asked)
        await scene.nour.shares(scene.alert)
        return found

    monkeypatch.setattr(store, "followed", taken_back_meanwhile)
    town.clock.advance(HOUR)
    await scene.nour.moves(48.9, 2.4)
    assert scene.held.turn() == []
    assert await TrailPoint.all().count() == kept
