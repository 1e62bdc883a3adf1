"""What cannot be read any more stops no alarm."""

from __future__ import annotations

import pytest

from server.alerts.messages import Alarm, Alert
from server.alerts.tables import Alert as Stored
from server.alerts.tables import Wave
from server.clock import HOUR, MINUTE, SECOND
from server.conversations.tables import Entry as Written
from server.people import actions as accounts
from server.people.messages import Update
from server.people.tables import Person
from server.positions.messages import Fix, PositionMoved
from server.positions.tables import Standing
from server.vault.tables import DataKey
from tests.people import PARIS, Someone, Town

ROTTEN = b"\0" * 40


async def neighbours(town: Town) -> tuple[Someone, Someone, Someone]:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    ines = await (await town.person("ines")).stands(48.87, 2.35)
    return camille, nour, ines


async def test_a_point_that_cannot_be_read_hides_only_its_owner(town: Town) -> None:
    camille, nour, ines = await neighbours(town)
    await Standing.filter(person_id=nour.id).update(point_sealed=ROTTEN)
    await camille.launches()
    assert (len(await nour.invitations()), len(await ines.invitations())) == (0, 1)


async def test_her_own_point_that_cannot_be_read_is_no_point(town: Town) -> None:
    camille, _, _ = await neighbours(town)
    await accounts.do_update(town.house.services, camille.actor, Update(commune="94080"))
    await Standing.filter(person_id=camille.id).update(point_sealed=ROTTEN)
    alert = await camille.launches()
    assert (alert.located, alert.tally.alarmed) == ("commune", 2)


async def test_a_profile_that_cannot_be_read_leaves_the_pseudonym(town: Town) -> None:
    camille, nour, _ = await neighbours(town)
    await Person.filter(id=camille.id).update(profile_sealed=ROTTEN, pseudonym="cam")
    alert = await camille.launches()
    assert [held.first_name for held in await nour.invitations()] == ["cam"]
    assert (await nour.opens(alert)).caller.name == "cam"


async def test_a_key_that_is_gone_leaves_the_rest(town: Town) -> None:
    camille, nour, ines = await neighbours(town)
    await DataKey.filter(scope=nour.id).delete()
    alert = await camille.launches()
    assert alert.tally.alarmed == 1
    assert len(await ines.invitations()) == 1


@pytest.mark.parametrize("kind", ["position", "trail", "text"])
async def test_keys_of_hers_that_cannot_be_read_stop_no_alarm(town: Town, kind: str) -> None:
    """Those of her points and of the room's numbers, at a press and at the next one."""
    camille, nour, _ = await neighbours(town)

    async def press() -> Alert:
        town.clock.advance(5 * SECOND)
        fix = Fix(lat=PARIS[0], lon=PARIS[1], accuracy_m=9, at=town.clock.now())
        return await camille.launches(fix=fix)

    first = await press()
    await camille.stops(first)
    assert await DataKey.filter(kind=kind).exists()
    await DataKey.filter(kind=kind, scope__in=[camille.id, first.room]).update(wrapped=ROTTEN)
    town.heard.told.clear()
    again = await press()
    assert (again.alert, again.state, again.tally.alarmed) == (first.alert, "running", 2)
    assert len(town.heard.of(Alarm)) == 2
    assert len(town.heard.of(PositionMoved)) == 2
    assert (await nour.opens(again)).caller.name == "Camille"
    kinds = [entry.kind for entry in await nour.reads(again, "us")]
    assert kinds[1:] == ["wave", "joined"]


@pytest.mark.parametrize("kind", ["position", "trail"])
async def test_live_she_is_followed_though_a_key_is_damaged(town: Town, kind: str) -> None:
    camille, nour, ines = await neighbours(town)
    alert = await camille.launches()
    await nour.opens(alert)
    await camille.moves(48.8566, 2.3523)
    await DataKey.filter(kind=kind).update(wrapped=ROTTEN)
    town.heard.told.clear()
    for step in range(3):
        town.clock.advance(5 * SECOND)
        assert await camille.moves(48.857 + step / 1000, 2.353)
        assert not await ines.moves(48.87, 2.351)  # hers is damaged too, and nobody follows her
    assert len({event.fix.lat for _, event in town.heard.of(PositionMoved)}) == 3


async def test_words_that_cannot_be_read_leave_the_others(town: Town) -> None:
    camille, nour, _ = await neighbours(town)
    alert = await camille.launches()
    await nour.opens(alert)
    for word in ("one", "two", "three"):
        await camille.says(alert, word)
    said = [one for one in await nour.reads(alert) if one.text]
    held = Written.filter(room_id=alert.room, channel="her")
    await held.filter(seq=said[1].seq).update(body_sealed=ROTTEN)
    after = {one.seq: one for one in await nour.reads(alert)}
    assert [after[one.seq].text for one in said] == ["one", None, "three"]
    assert after[said[1].seq].kind == "erased"


async def test_one_alert_that_cannot_be_refilled_holds_up_no_other(town: Town) -> None:
    camille, nour, _ = await neighbours(town)
    broken, whole = await camille.launches(), await nour.launches()
    await Stored.filter(id=broken.alert).update(caller_id="nobody", refill_at=0)
    await town.settle_at(48.9, 2.35)
    await town.later(MINUTE)
    assert await Wave.filter(alert_id=whole.alert).count() == 2


async def test_one_window_that_cannot_be_closed_holds_up_no_other(town: Town) -> None:
    camille, nour, _ = await neighbours(town)
    broken, whole = await camille.launches(), await nour.launches()
    await Stored.filter(id=broken.alert).update(room_id="nowhere", window_ends_at=0)
    await town.later(48 * HOUR)
    assert (await Stored.get(id=whole.alert)).state == "closed"
