"""The watch board, and entering a room openly."""

from __future__ import annotations

import pytest

from server import audience, errors
from server.alerts.messages import Alert
from server.clock import HOUR, MINUTE
from server.partners import actions as partners
from tests.people import PARIS, Someone, Town

LYON = (45.7640, 4.8357)
CHANNELS = ("her", "us", "her_ally", "us_ally")


async def launch(town: Town, lat: float = PARIS[0], lon: float = PARIS[1]) -> tuple[Someone, Alert]:
    camille = await (await town.person("camille")).stands(lat, lon)
    await town.settle_at(48.86, 2.35)
    return camille, await camille.launches(mixed=True)


async def board(agent: Someone) -> list[str]:
    return [row.alert for row in (await agent.watches()).alerts]


async def test_the_board_shows_the_alerts_of_its_departements(town: Town) -> None:
    maud, gaia = await town.agent("maud", ["75", "93"]), await town.agent("gaia", ["69"])
    _, alert = await launch(town)
    assert (await board(maud), await board(gaia)) == ([alert.alert], [])


async def test_an_alert_from_nowhere_is_on_every_board(town: Town) -> None:
    maud, gaia = await town.agent("maud"), await town.agent("gaia", ["69"])
    camille = await town.person("camille")
    alert = await camille.launches()
    assert await board(maud) == await board(gaia) == [alert.alert]
    town.clock.advance(2_000)
    await camille.moves(*LYON)
    assert (await board(maud), await board(gaia)) == ([], [alert.alert])


async def test_before_entering_the_board_tells_no_name_and_no_point(town: Town) -> None:
    maud = await town.agent("maud")
    _, alert = await launch(town)
    (row,) = (await maud.watches()).alerts
    assert (row.department, row.commune, row.alarmed, row.entered) == ("75", "Paris", 1, False)
    assert "amille" not in repr(row)
    assert "48.8" not in repr(row)
    with pytest.raises(errors.NotFound):
        await maud.reads(alert)


async def test_her_pages_hear_her_departements_and_nowhere(town: Town) -> None:
    maud = await town.agent("maud", ["75", "93"])
    heard = await partners.audiences(maud.id)
    assert heard == [audience.board(place) for place in ("75", "93", "*")]


async def test_entering_is_announced_to_her_and_to_both_partitions(town: Town) -> None:
    maud = await town.agent("maud")
    _, alert = await launch(town)
    view = await maud.enters(alert)
    assert (view.side, [head.channel for head in view.channels]) == ("partner", list(CHANNELS))
    for channel in CHANNELS:
        last = (await maud.reads(alert, channel))[-1]
        assert (last.kind, last.name, last.detail) == ("partner_entered", "maud", "Asso maud")


async def test_entering_twice_is_announced_once(town: Town) -> None:
    maud = await town.agent("maud")
    camille, alert = await launch(town)
    await maud.enters(alert)
    await maud.enters(alert)
    kinds = [entry.kind for entry in await camille.reads(alert)]
    assert kinds.count("partner_entered") == 1
    assert [row.entered for row in (await maud.watches()).alerts] == [True]


async def test_without_entering_nothing_opens(town: Town) -> None:
    maud = await town.agent("maud")
    camille, alert = await launch(town)
    for attempt in (
        maud.opens(alert),
        maud.reads(alert, "us"),
        maud.says(alert, "bonjour"),
        maud.calls(alert),
        maud.trail(alert),
    ):
        with pytest.raises(errors.NotFound):
            await attempt
    assert [entry.kind for entry in await camille.reads(alert)] == ["launched"]


async def test_a_room_of_another_area_does_not_exist(town: Town) -> None:
    gaia = await town.agent("gaia", ["69"])
    _, alert = await launch(town)
    with pytest.raises(errors.NotFound):
        await gaia.enters(alert)


async def test_an_agent_of_no_association_watches_nothing(town: Town) -> None:
    lone = await town.person("lone", "partner")
    _, alert = await launch(town)
    with pytest.raises(errors.NotAllowed):
        await lone.watches()
    with pytest.raises(errors.NotAllowed):
        await lone.enters(alert)


async def test_an_agent_she_blocked_does_not_find_her(town: Town) -> None:
    maud = await town.agent("maud")
    camille, alert = await launch(town)
    await camille.blocks(maud)
    assert await board(maud) == []
    with pytest.raises(errors.NotFound):
        await maud.enters(alert)


async def test_inside_an_agent_writes_and_sees_both_partitions(town: Town) -> None:
    maud = await town.agent("maud")
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    sam = await (await town.person("sam", "ally")).stands(48.86, 2.36)
    alert = await camille.launches(mixed=True)
    await nour.opens(alert)
    await sam.opens(alert)
    view = await maud.enters(alert)
    assert {person.name for person in view.people} == {"nour", "sam", "maud"}
    assert (view.tally.alarmed, view.tally.seen) == (2, 2)
    await maud.says(alert, "je préviens le commissariat", "us_ally")
    assert (await sam.reads(alert, "us_ally"))[-1].name == "maud"


async def test_the_board_follows_signs_and_the_stop(town: Town) -> None:
    maud = await town.agent("maud")
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await town.later(MINUTE)
    await nour.answers(alert, "acting")
    await camille.stops(alert)
    (row,) = (await maud.watches()).alerts
    assert (row.state, row.seen, row.acting) == ("stopped", 1, 1)
    assert row.last_sign_at == town.clock.now()


async def test_a_closed_window_leaves_the_board_and_the_agent_leaves_the_room(town: Town) -> None:
    maud = await town.agent("maud")
    _, alert = await launch(town)
    await maud.enters(alert)
    await town.later(48 * HOUR)
    assert await board(maud) == []
    with pytest.raises((errors.NotFound, errors.Closed)):
        await maud.reads(alert)
    with pytest.raises(errors.NotFound):
        await maud.enters(alert)
