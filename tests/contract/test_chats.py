"""A chat of two: heard, left, ended, erased, reported."""

from __future__ import annotations

import asyncio

import pytest

from server import errors
from server.clock import DAY, HOUR
from server.conversations import actions as rooms
from server.conversations.messages import MarkRead, RoomEntry, RoomRead
from server.conversations.tables import Entry as StoredEntry
from server.conversations.tables import Participant, ReadMark, Room
from server.direct import actions as direct
from server.direct.messages import ChatsChanged, ReportChat
from server.erasure import actions as erasure
from server.moderation import actions as moderation
from server.moderation.messages import Settle
from server.people import actions as accounts
from server.people.doorkeeper import People
from server.vault.tables import DataKey
from tests.people import Town
from tests.staying import (
    Scene,
    again,
    block,
    both_wish,
    chat,
    chats,
    evening,
    say,
    texts,
)


@pytest.fixture
async def scene(town: Town) -> Scene:
    made = await evening(town)
    await made.camille.stops(made.alert)
    return made


async def test_each_hears_the_other_and_what_was_read(scene: Scene) -> None:
    held = await chat(scene)
    assert {to.id for to, _ in scene.town.heard.of(ChatsChanged)} == {
        scene.camille.id,
        scene.nour.id,
    }
    said = await say(scene.nour, held.room, "bonjour")
    assert RoomEntry(room=held.room, channel="direct", entry=said) in await scene.camille.hears()
    services = scene.town.house.services
    for somebody in (scene.camille, scene.nour):
        mark = MarkRead(room=held.room, channel="direct", seq=1)
        await rooms.do_mark_read(services, somebody.actor, mark)
    read = {event.who for _, event in scene.town.heard.of(RoomRead)}
    assert read == {held.me, held.who}
    assert [(now.head, now.read) for now in await chats(scene.nour)] == [(1, 1)]


@pytest.mark.parametrize("who", ["camille", "nour"])
async def test_who_leaves_destroys_it_for_both(scene: Scene, who: str) -> None:
    held = await chat(scene)
    await say(scene.nour, held.room, "un mot")
    await say(scene.camille, held.room, "un autre")
    scene.town.heard.told.clear()
    services = scene.town.house.services
    left = await direct.do_leave(services, scene.town.people[who].actor, held.room)
    assert left.chats == await chats(scene.camille) == await chats(scene.nour) == []
    assert len(scene.town.heard.of(ChatsChanged)) == 2
    assert await DataKey.filter(scope=held.room).count() == 0
    for table in (StoredEntry, Participant, ReadMark):
        assert await table.filter(room_id=held.room).count() == 0
    for somebody in (scene.camille, scene.nour):
        with pytest.raises(errors.NotFound):
            await say(somebody, held.room, "encore là ?")


async def test_who_writes_while_the_other_leaves_leaves_no_key_behind(scene: Scene) -> None:
    held = await chat(scene)
    services = scene.town.house.services
    results = await asyncio.gather(
        *(say(scene.nour, held.room, f"message {n}") for n in range(8)),
        direct.do_leave(services, scene.camille.actor, held.room),
        *(say(scene.nour, held.room, f"encore {n}") for n in range(8)),
        return_exceptions=True,
    )
    wrong = [r for r in results if isinstance(r, Exception) and not isinstance(r, errors.NotFound)]
    assert wrong == []
    assert await DataKey.filter(scope=held.room).count() == 0
    assert await StoredEntry.filter(room_id=held.room).count() == 0


async def test_a_block_in_the_chat_ends_it_for_both(scene: Scene) -> None:
    held = await chat(scene)
    await say(scene.nour, held.room, "un mot de trop")
    await block(scene.camille, held.room, held.who)
    assert await chats(scene.camille) == await chats(scene.nour) == []
    assert await DataKey.filter(scope=held.room).count() == 0


async def test_a_block_in_another_room_ends_it_too(scene: Scene) -> None:
    await chat(scene)
    once_more = await again(scene.town)
    view = await scene.nour.opens(once_more.alert)
    await block(scene.nour, once_more.alert.room, view.caller.who)
    assert await chats(scene.camille) == []


async def test_nothing_is_said_to_somebody_banned(scene: Scene) -> None:
    held = await chat(scene)
    await accounts.do_ban(scene.town.house.services, scene.nour.id)
    assert [now.open for now in await chats(scene.camille)] == [False]
    with pytest.raises(errors.NotFound):
        await say(scene.camille, held.room, "tu es là ?")


async def test_erased_words_are_the_authors_only(scene: Scene) -> None:
    held = await chat(scene)
    await say(scene.nour, held.room, "je regrette")
    await say(scene.camille, held.room, "ce n'est rien")
    await erasure.do_erase_words(scene.town.house.services, scene.nour.actor, held.room)
    assert await texts(scene.camille, held.room) == [None, "ce n'est rien", None]


async def test_a_wipe_of_a_device_leaves_the_chat(scene: Scene) -> None:
    held = await chat(scene)
    await say(scene.nour, held.room, "bonjour")
    services = scene.town.house.services
    actor = await People(services).recognise(await scene.camille.signs_in())
    assert (await erasure.do_wipe(services, actor)).sessions == 1
    assert await texts(scene.camille, held.room) == ["bonjour"]


async def test_it_dies_ninety_days_after_the_last_word(scene: Scene) -> None:
    held = await chat(scene)
    await scene.town.later(80 * DAY)
    await say(scene.nour, held.room, "tu vas bien ?")
    await scene.town.later(90 * DAY - HOUR)
    assert await texts(scene.camille, held.room) == ["tu vas bien ?"]
    await scene.town.later(2 * HOUR)
    assert await chats(scene.camille) == await chats(scene.nour) == []
    assert await DataKey.filter(scope=held.room).count() == 0
    assert await Room.filter(id=held.room).count() == 0


async def test_the_other_of_a_chat_can_be_reported_and_banned(scene: Scene) -> None:
    held = await chat(scene)
    services, sacha = scene.town.house.services, await scene.town.person("sacha", "moderator")
    wish = ReportChat(room=held.room, reason="il me menace", client_id="report-one")
    scene.town.heard.told.clear()
    await direct.do_report(services, scene.camille.actor, wish)
    assert scene.town.heard.told == []
    await direct.do_leave(services, scene.camille.actor, held.room)
    (report,) = (await moderation.reports(services)).reports
    assert (report.about, report.reason, report.launcher) == ("chat", "il me menace", "nour")
    settle = Settle(report=report.report, outcome="banned", note="menaces")
    await moderation.do_settle(services, sacha.actor, settle)
    with pytest.raises(errors.Banned):
        await scene.nour.signs_in()


async def test_who_was_wished_for_stands_nowhere_in_the_clear(scene: Scene) -> None:
    await both_wish(scene)
    held = await scene.town.house.services.db.rows("SELECT * FROM wish")
    known = [scene.camille.id, scene.nour.id]
    known += [p.id for p in await Participant.filter(room_id=scene.alert.room)]
    assert len(held) == 2
    assert not any(name in repr(held) for name in known)
