"""Staying in touch: two wishes nobody sees, and the chat they open when the alert closes."""

from __future__ import annotations

import pytest

from server import errors
from server.clock import HOUR, MINUTE
from server.conversations.tables import Participant, Room
from server.direct import actions as direct
from server.direct import wishing
from server.direct.messages import ChatsChanged, ReportChat, Wish
from server.direct.tables import Wish as Stored
from server.people import actions as accounts
from server.people.messages import SetPins
from tests.people import PASSWORD, Town
from tests.staying import (
    Scene,
    again,
    block,
    both_wish,
    chat,
    chats,
    evening,
    offered,
    say,
    texts,
    wish,
)


@pytest.fixture
async def scene(town: Town) -> Scene:
    made = await evening(town)
    await made.camille.stops(made.alert)
    return made


async def test_both_wishes_open_a_chat_when_the_alert_closes(scene: Scene) -> None:
    await both_wish(scene)
    assert await chats(scene.camille) == await chats(scene.nour) == []
    await scene.closes()
    (hers,), (theirs,) = await chats(scene.camille), await chats(scene.nour)
    assert (hers.name, theirs.name) == ("nour", "Camille")
    assert (hers.room, hers.me) == (theirs.room, theirs.who)
    await say(scene.nour, hers.room, "comment vas-tu ?")
    await say(scene.camille, hers.room, "mieux")
    assert await texts(scene.camille, hers.room) == ["comment vas-tu ?", "mieux"]
    assert await texts(scene.nour, hers.room) == ["comment vas-tu ?", "mieux"]
    assert await Stored.all().count() == 0


@pytest.mark.parametrize("who", ["camille", "nour"])
async def test_one_wish_alone_opens_nothing_and_is_destroyed(scene: Scene, who: str) -> None:
    await wish(scene.town.people[who], scene.alert, "nour" if who == "camille" else "Camille")
    await scene.closes()
    assert await chats(scene.camille) == await chats(scene.nour) == []
    assert await Stored.all().count() == 0
    assert await Room.filter(kind="direct").count() == 0


async def test_the_others_wish_shows_nowhere(scene: Scene) -> None:
    """Neither in what she asks, nor in what she is told, before the closing or after."""
    before = await offered(scene.nour, scene.alert), await scene.nour.opens(scene.alert)
    scene.town.heard.told.clear()
    await wish(scene.camille, scene.alert, "nour")
    assert scene.town.heard.told == []
    assert (await offered(scene.nour, scene.alert), await scene.nour.opens(scene.alert)) == before
    await scene.closes()
    assert not scene.town.heard.of(ChatsChanged)


async def test_the_closing_of_a_wish_alone_is_told_as_any_closing(town: Town) -> None:
    """Two evenings, alike but for Camille's wish: Nour is told the same, in the same order."""
    told = []
    for wished in (False, True):
        made = await evening(town) if not told else await again(town)
        await made.camille.stops(made.alert)
        if wished:
            await wish(made.camille, made.alert, "nour")
        town.heard.told.clear()
        await made.closes()
        told.append([(to.kind, to.part, type(event)) for to, event in town.heard.told])
    assert told[0] == told[1]


async def test_a_wish_taken_back_was_never_there(scene: Scene) -> None:
    await both_wish(scene)
    left = await wish(scene.camille, scene.alert, "nour", wished=False)
    assert not any(person.wished for person in left)
    await scene.closes()
    assert await chats(scene.nour) == []


async def test_wishing_twice_is_wishing_once(scene: Scene) -> None:
    await wish(scene.camille, scene.alert, "nour")
    found = await wish(scene.camille, scene.alert, "nour")
    assert {person.name: person.wished for person in found} == {"nour": True}
    assert await Stored.all().count() == 1


async def test_she_is_offered_only_those_she_may_see(scene: Scene) -> None:
    assert {person.name for person in await offered(scene.camille, scene.alert)} == {"nour"}
    assert [person.name for person in await offered(scene.ines, scene.alert)] == ["Camille"]
    unseen = await Participant.get(room_id=scene.alert.room, person_id=scene.ines.id)
    request = Wish(alert=scene.alert.alert, who=unseen.id, wished=True)
    with pytest.raises(errors.NotFound):
        await wishing.do_wish(scene.town.house.services, scene.camille.actor, request)


async def test_who_hides_again_can_still_be_taken_back(scene: Scene) -> None:
    await scene.ines.shares(scene.alert, with_her=True)
    await wish(scene.camille, scene.alert, "ines")
    await scene.ines.shares(scene.alert, with_her=False)
    left = await wish(scene.camille, scene.alert, "ines", wished=False)
    assert "ines" not in {person.name for person in left}


async def test_responders_are_not_offered_each_other(scene: Scene) -> None:
    other = await Participant.get(room_id=scene.alert.room, person_id=scene.ines.id)
    request = Wish(alert=scene.alert.alert, who=other.id, wished=True)
    with pytest.raises(errors.NotFound):
        await wishing.do_wish(scene.town.house.services, scene.nour.actor, request)


async def test_while_the_alert_runs_nothing_is_offered(town: Town) -> None:
    scene = await evening(town)
    assert await offered(scene.camille, scene.alert) == await offered(scene.nour, scene.alert) == []
    her = await Participant.get(room_id=scene.alert.room, person_id=scene.camille.id)
    request = Wish(alert=scene.alert.alert, who=her.id, wished=True)
    with pytest.raises(errors.NotFound):
        await wishing.do_wish(town.house.services, scene.nour.actor, request)


async def test_a_stop_under_constraint_offers_the_same(town: Town) -> None:
    scene = await evening(town)
    pins = SetPins(password=PASSWORD, pin="1234", duress_pin="9876")
    await accounts.do_set_pins(town.house.services, scene.camille.actor, pins)
    await scene.camille.stops(scene.alert, pin="1234")
    true = await offered(scene.camille, scene.alert)
    await scene.camille.launches()
    await scene.camille.stops(scene.alert, pin="9876")
    assert await offered(scene.camille, scene.alert) == true
    assert await wish(scene.camille, scene.alert, "nour") == await wish(
        scene.camille, scene.alert, "nour"
    )


async def test_wishes_outlive_a_relaunch(scene: Scene) -> None:
    await both_wish(scene)
    await scene.town.later(HOUR)
    await scene.camille.launches()
    await scene.closes()
    assert len(await chats(scene.nour)) == 1


async def test_after_the_closing_it_is_too_late(scene: Scene) -> None:
    (her,) = await offered(scene.nour, scene.alert)
    await scene.closes()
    request = Wish(alert=scene.alert.alert, who=her.who, wished=True)
    with pytest.raises(errors.Closed):
        await wishing.do_wish(scene.town.house.services, scene.nour.actor, request)


@pytest.mark.parametrize("who", ["camille", "nour"])
async def test_a_block_forbids_it_and_is_not_told(scene: Scene, who: str) -> None:
    people = {"camille": (scene.camille, scene.nour), "nour": (scene.nour, scene.camille)}
    blocker, blocked = people[who]
    before = await offered(blocked, scene.alert)
    await blocker.blocks(blocked)
    assert await offered(blocked, scene.alert) == before
    await both_wish(scene)
    await scene.closes()
    assert await chats(scene.camille) == await chats(scene.nour) == []


@pytest.mark.parametrize("who", ["camille", "nour"])
async def test_a_ban_forbids_it(scene: Scene, who: str) -> None:
    await both_wish(scene)
    await accounts.do_ban(scene.town.house.services, scene.town.people[who].id)
    await scene.closes()
    assert await chats(scene.camille) == await chats(scene.nour) == []


async def test_no_chat_is_opened_with_a_minor(town: Town) -> None:
    """A responder is not told why: the wish is taken like any other."""
    scene = await evening(town, "minor")
    await scene.camille.stops(scene.alert)
    assert (await wish(scene.nour, scene.alert, "Camille"))[0].wished
    await wish(scene.camille, scene.alert, "nour")  # her role may not; the store must hold too
    await scene.closes()
    assert await chats(scene.nour) == []


async def test_an_agent_is_offered_nobody_and_to_nobody(scene: Scene) -> None:
    maud = await scene.town.agent("maud")
    await scene.town.later(MINUTE)
    await maud.enters(scene.alert)
    await maud.says(scene.alert, "l'association est là")
    assert await offered(maud, scene.alert) == []
    assert "maud" not in {person.name for person in await offered(scene.camille, scene.alert)}


async def test_a_stranger_finds_nothing(scene: Scene) -> None:
    zoe = await scene.town.person("zoe")
    held = await chat(scene)
    services = scene.town.house.services
    for attempt in (
        texts(zoe, held.room),
        say(zoe, held.room, "qui est là ?"),
        direct.do_leave(services, zoe.actor, held.room),
        direct.do_report(
            services, zoe.actor, ReportChat(room=held.room, reason="?", client_id="report-zoe")
        ),
        block(zoe, held.room, held.who),
    ):
        with pytest.raises(errors.NotFound):
            await attempt
    assert len(await chats(scene.nour)) == 1


async def test_an_alert_room_cannot_be_left_as_a_chat(scene: Scene) -> None:
    with pytest.raises(errors.NotFound):
        await direct.do_leave(scene.town.house.services, scene.nour.actor, scene.alert.room)


async def test_an_ally_and_a_member_have_no_contact_beyond_the_alert(scene: Scene) -> None:
    assert await offered(scene.sam, scene.alert) == []
    sam = await Participant.get(room_id=scene.alert.room, person_id=scene.sam.id)
    request = Wish(alert=scene.alert.alert, who=sam.id, wished=True)
    with pytest.raises(errors.NotFound):
        await wishing.do_wish(scene.town.house.services, scene.camille.actor, request)


async def test_two_alerts_make_one_chat(scene: Scene) -> None:
    first = await chat(scene)
    once_more = await again(scene.town)
    await once_more.camille.stops(once_more.alert)
    await both_wish(once_more)
    await once_more.closes()
    assert [held.room for held in await chats(scene.nour)] == [first.room]
