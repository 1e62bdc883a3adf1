"""Launching an alert."""

from __future__ import annotations

from tests.people import PARIS, Town


async def test_fifty_nearest_are_alarmed(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    await town.crowd(60)
    alert = await camille.launches()
    assert alert.tally.alarmed == 50


async def test_the_same_press_is_the_same_alert(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    await town.crowd(3)
    assert await camille.launches("press-one") == await camille.launches("press-one")
