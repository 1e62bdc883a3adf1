"""Staying in touch: two wishes nobody sees, and the chat they open when the alert closes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import count

import pytest

from server import errors
from server.alerts.messages import Alert
from server.clock import DAY, HOUR, MINUTE
from server.conversations import actions as rooms
from server.conversations.messages import Entry, MarkRead, RoomEntry, RoomRead, Say, Sync
from server.conversations.tables import Entry as StoredEntry
from server.conversations.tables import Participant, ReadMark, Room
from server.direct import actions as direct
from server.direct import wishing
from server.direct.messages import Chat, ChatsChanged, ReportChat, Wish, Wished
from server.direct.tables import Wish as Stored
from server.erasure import actions as erasure
from server.moderation import actions as moderation
from server.moderation.messages import Settle
from server.people import actions as accounts
from server.people.doorkeeper import People
from server.people.messages import SetPins
from server.vault.tables import DataKey
from tests.people import PARIS, PASSWORD, Someone, Town

WINDOW = 48 * HOUR
_numbers = count(1)


@dataclass
class Scene:
    """Camille's mixed alert, stopped. Nour and Sam (an ally) wrote to her; Inès only opened."""

    town: Town
    alert: Alert
    camille: Someone
    nour: Someone
    ines: Someone
    sam: Someone

    async def closes(self) -> None:
        await self.town.later(WINDOW)


async def evening(town: Town, role: str = "member") -> Scene:
    camille = await (await town.person("camille", role)).stands(*PARIS)
    found = {}
    for n, (name, side) in enumerate({"nour": "member", "ines": "member", "sam": "ally"}.items()):
        found[name] = await (await town.person(name, side)).stands(48.86 + n / 1000, 2.35)
    alert = await camille.launches(mixed=True)
    for somebody in found.values():
        await somebody.opens(alert)
    await found["nour"].says(alert, "je suis là")
    await found["sam"].says(alert, "moi aussi", "her_ally")
    return Scene(town, alert, camille, **found)


@pytest.fixture
async def scene(town: Town) -> Scene:
    made = await evening(town)
    await made.camille.stops(made.alert)
    return made


async def offered(somebody: Someone, alert: Alert) -> list[Wished]:
    services = somebody.town.house.services
    return (await wishing.wishes(services, somebody.actor, alert.alert)).people


async def wish(somebody: Someone, alert: Alert, about: str, wished: bool = True) -> list[Wished]:
    """She wishes to stay in touch with whom she knows by this name (or no longer)."""
    (who,) = [person.who for person in await offered(somebody, alert) if person.name == about]
    request = Wish(alert=alert.alert, who=who, wished=wished)
    services = somebody.town.house.services
    return (await wishing.do_wish(services, somebody.actor, request)).people


async def both_wish(scene: Scene) -> None:
    await wish(scene.camille, scene.alert, "nour")
    await wish(scene.nour, scene.alert, "Camille")


async def chats(somebody: Someone) -> list[Chat]:
    return (await direct.mine(somebody.town.house.services, somebody.actor)).chats


async def chat(scene: Scene) -> Chat:
    """Camille's with Nour, as Camille has it."""
    await both_wish(scene)
    await scene.closes()
    (held,) = await chats(scene.camille)
    return held


async def say(somebody: Someone, room: str, text: str) -> Entry:
    client_id = f"client-{next(_numbers):06}"
    wish = Say(room=room, channel="direct", text=text, client_id=client_id)
    return (await rooms.do_say(somebody.town.house.services, somebody.actor, wish)).entry


async def texts(somebody: Someone, room: str) -> list[str | None]:
    wish = Sync(room=room, channel="direct", after=0)
    found = await rooms.sync(somebody.town.house.services, somebody.actor, wish)
    return [entry.text for entry in found.entries]


async def block(somebody: Someone, room: str, who: str) -> None:
    await rooms.do_block(somebody.town.house.services, somebody.actor, room, who)


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
        made = await evening(town) if not told else await _again(town)
        await made.camille.stops(made.alert)
        if wished:
            await wish(made.camille, made.alert, "nour")
        town.heard.told.clear()
        await made.closes()
        told.append([(to.kind, to.part, type(event)) for to, event in town.heard.told])
    assert told[0] == told[1]


async def _again(town: Town) -> Scene:
    """The same people, another night."""
    people = town.people
    for name in people:
        await people[name].stands(*PARIS)
    alert = await people["camille"].launches(mixed=True)
    for name in ("nour", "ines", "sam"):
        await people[name].opens(alert)
    await people["nour"].says(alert, "je suis là")
    await people["sam"].says(alert, "moi aussi", "her_ally")
    return Scene(town, alert, **people)


async def test_a_wish_taken_back_was_never_there(scene: Scene) -> None:
    await both_wish(scene)
    left = await wish(scene.camille, scene.alert, "nour", wished=False)
    assert not any(person.wished for person in left)
    await scene.closes()
    assert await chats(scene.nour) == []


async def test_wishing_twice_is_wishing_once(scene: Scene) -> None:
    await wish(scene.camille, scene.alert, "nour")
    again = await wish(scene.camille, scene.alert, "nour")
    assert {person.name: person.wished for person in again} == {"nour": True}
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
    again = await _again(scene.town)
    await again.camille.stops(again.alert)
    await both_wish(again)
    await again.closes()
    assert [held.room for held in await chats(scene.nour)] == [first.room]


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
    again = await _again(scene.town)
    view = await scene.nour.opens(again.alert)
    await block(scene.nour, again.alert.room, view.caller.who)
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
