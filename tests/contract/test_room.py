"""The room: who may read what, and what becomes of it."""

from __future__ import annotations

import pytest

from server import errors
from server.alerts.messages import PersonChanged, TallyChanged
from server.alerts.tables import Alert as Stored
from server.clock import SECOND
from server.conversations.messages import RoomEntry
from server.people import actions as accounts
from server.people.messages import Update
from server.positions.messages import PositionMoved
from tests.mixed import Scene, kinds, mixed_alert
from tests.people import PARIS, Town


@pytest.fixture
async def scene(town: Town) -> Scene:
    return await mixed_alert(town)


async def test_opening_is_a_sign(scene: Scene) -> None:
    view = await scene.nour.opens(scene.alert)
    assert (view.my_state, view.tally.seen, view.side) == ("seen", 1, "responder")
    held = await Stored.get(id=scene.alert.alert)
    assert (held.first_sign_ms, held.last_sign_at) == (0, scene.town.clock.now())


async def test_the_silent_are_not_signs(scene: Scene) -> None:
    assert (await scene.nour.invitations())[0].my_state == "alarmed"
    assert (await scene.camille.opens(scene.alert)).tally.seen == 0


async def test_her_exact_point_and_contacts_are_for_those_inside(scene: Scene) -> None:
    wish = Update(phone="+33 6 00 00 00 00", contacts=["signal: camille"])
    await accounts.do_update(scene.town.house.services, scene.camille.actor, wish)
    view = await scene.nour.opens(scene.alert)
    assert view.caller.fix
    assert (view.caller.fix.lat, view.caller.fix.lon) == PARIS
    assert view.caller.phone == "+33 6 00 00 00 00"
    assert [contact.value for contact in view.contacts] == ["signal: camille"]


async def test_joining_is_told_among_responders_only(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    assert kinds(await scene.nour.reads(scene.alert, "us")) == ["wave", "joined"]
    assert kinds(await scene.camille.reads(scene.alert)) == ["launched"]


async def test_whoever_launched_is_named_as_others_are(scene: Scene) -> None:
    view = await scene.nour.opens(scene.alert)
    await scene.camille.stops(scene.alert)
    await scene.camille.launches()
    told = [(e.kind, e.who, e.name) for e in await scene.nour.reads(scene.alert)]
    her = (view.caller.who, "camille")
    assert told == [(kind, *her) for kind in ("launched", "stopped", "relaunched")]


async def test_acting_and_declining_are_told_among_responders(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.nour.answers(scene.alert, "acting")
    await scene.ines.opens(scene.alert)
    await scene.ines.answers(scene.alert, "declined")
    entries = await scene.nour.reads(scene.alert, "us")
    assert kinds(entries) == ["wave", "joined", "acting", "joined", "declined"]
    assert kinds(await scene.camille.reads(scene.alert)) == ["launched"]


async def test_acting_without_opening_first_is_joining_too(scene: Scene) -> None:
    await scene.nour.answers(scene.alert, "acting")
    assert kinds(await scene.nour.reads(scene.alert, "us")) == ["wave", "joined", "acting"]


async def test_declining_without_opening_leaves_no_name(scene: Scene) -> None:
    await scene.ines.answers(scene.alert, "declined")
    await scene.nour.opens(scene.alert)
    assert kinds(await scene.nour.reads(scene.alert, "us")) == ["wave", "joined"]
    with pytest.raises(errors.NotFound):
        await scene.ines.reads(scene.alert)


async def test_who_declined_may_still_change_her_mind(scene: Scene) -> None:
    await scene.ines.answers(scene.alert, "declined")
    await scene.ines.answers(scene.alert, "acting")
    assert (await scene.ines.opens(scene.alert)).my_state == "acting"


async def test_a_call_is_seen_by_her_and_its_outcome_by_responders(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.nour.calls(scene.alert)
    await scene.nour.calls(scene.alert, outcome="reached")
    assert kinds(await scene.camille.reads(scene.alert)) == ["launched", "calling"]
    last = (await scene.nour.reads(scene.alert, "us"))[-1]
    assert (last.kind, last.detail) == ("call_ended", "reached")


async def test_first_contact_is_counted_once(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.ines.opens(scene.alert)
    scene.town.clock.advance(12 * SECOND)
    await scene.nour.says(scene.alert, "Camille, on arrive")
    await scene.nour.says(scene.alert, "tu m'entends ?")
    await scene.ines.calls(scene.alert)
    held = await Stored.get(id=scene.alert.alert)
    assert (held.first_contact_ms, held.contacts_first_minute) == (12_000, 2)


async def test_writing_among_responders_is_no_contact(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.nour.says(scene.alert, "je passe par la cour", "us")
    assert (await Stored.get(id=scene.alert.alert)).first_contact_ms is None
    assert (await scene.camille.opens(scene.alert)).people == []


async def test_she_sees_who_wrote_called_or_chose_to_be_seen_and_nobody_else(scene: Scene) -> None:
    for somebody in (scene.nour, scene.ines, scene.sam, scene.tom):
        await somebody.opens(scene.alert)
    await scene.nour.says(scene.alert, "je suis là")
    await scene.ines.calls(scene.alert)
    await scene.sam.shares(scene.alert, with_her=True)
    view = await scene.camille.opens(scene.alert)
    assert {person.name for person in view.people} == {"nour", "ines", "sam"}
    assert all(person.state is None for person in view.people)


async def test_who_is_banned_is_in_the_room_no_more(scene: Scene) -> None:
    for somebody in (scene.nour, scene.ines):
        await somebody.opens(scene.alert)
        await somebody.answers(scene.alert, "acting")
        await somebody.says(scene.alert, "je suis là")
    await scene.ines.shares(scene.alert, among=True, with_her=True)
    await scene.ines.moves(48.861, 2.351)
    await accounts.do_ban(scene.town.house.services, scene.ines.id)
    for reader in (scene.camille, scene.nour):
        view = await reader.opens(scene.alert)
        assert [person.name for person in view.people] == ["nour"]
        assert (view.tally.seen, view.tally.acting, view.tally.writing) == (1, 1, 1)
        assert len(await reader.trail(scene.alert)) == 0
    assert "je suis là" in repr(await scene.nour.reads(scene.alert))  # what was said was said


async def test_the_caller_never_reads_what_responders_say(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.nour.says(scene.alert, "la police est prévenue", "us")
    for channel in ("us", "us_ally"):
        with pytest.raises(errors.NotFound):
            await scene.camille.reads(scene.alert, channel)
        with pytest.raises(errors.NotFound):
            await scene.camille.says(scene.alert, "qui est là ?", channel)
    assert "police" not in repr(await scene.camille.hears())
    heads = (await scene.camille.opens(scene.alert)).channels
    assert [head.channel for head in heads] == ["her", "her_ally"]


async def test_members_and_allies_never_read_each_other(scene: Scene) -> None:
    for somebody in (scene.nour, scene.ines, scene.sam):
        await somebody.opens(scene.alert)
    await scene.nour.says(scene.alert, "je suis en bas")
    await scene.sam.says(scene.alert, "je suis au coin", "her_ally")
    for somebody, theirs in ((scene.sam, ("her", "us")), (scene.nour, ("her_ally", "us_ally"))):
        for channel in theirs:
            with pytest.raises(errors.NotFound):
                await somebody.reads(scene.alert, channel)
            with pytest.raises(errors.NotFound):
                await somebody.says(scene.alert, "?", channel)
    assert "en bas" in repr(await scene.camille.reads(scene.alert))
    assert "au coin" in repr(await scene.camille.reads(scene.alert, "her_ally"))


async def test_partitions_learn_neither_names_nor_counts_of_each_other(scene: Scene) -> None:
    for somebody in (scene.nour, scene.ines, scene.sam):
        await somebody.opens(scene.alert)
    await scene.nour.answers(scene.alert, "acting")
    await scene.nour.says(scene.alert, "je suis en bas")
    allies, members = await scene.sam.opens(scene.alert), await scene.ines.opens(scene.alert)
    assert {person.name for person in allies.people} == {"sam"}
    assert {person.name for person in members.people} == {"nour", "ines"}
    assert (allies.tally.alarmed, allies.tally.seen, allies.tally.acting) == (2, 1, 0)
    assert (members.tally.alarmed, members.tally.seen, members.tally.writing) == (2, 2, 1)


async def test_what_is_told_to_a_partition_names_nobody_of_the_other(scene: Scene) -> None:
    await scene.sam.opens(scene.alert)
    before = len(await scene.sam.hears())
    await scene.nour.opens(scene.alert)
    await scene.nour.answers(scene.alert, "acting")
    await scene.nour.says(scene.alert, "je suis en bas")
    await scene.nour.shares(scene.alert, among=True, with_her=True)
    told = (await scene.sam.hears())[before:]
    assert not [event for event in told if isinstance(event, RoomEntry | PersonChanged)]
    assert not [event for event in told if isinstance(event, TallyChanged)]


async def test_a_wave_tells_each_partition_its_own_number(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.sam.opens(scene.alert)
    for somebody, channel in ((scene.nour, "us"), (scene.sam, "us_ally")):
        assert (await somebody.reads(scene.alert, channel))[0].detail == "2"


async def test_a_stranger_finds_nothing(scene: Scene) -> None:
    zoe = await (await scene.town.person("zoe")).stands(*PARIS)
    for attempt in (
        zoe.opens(scene.alert),
        zoe.reads(scene.alert),
        zoe.says(scene.alert, "bonjour"),
        zoe.answers(scene.alert, "acting"),
        zoe.answers(scene.alert, "declined"),
        zoe.calls(scene.alert),
        zoe.shares(scene.alert, among=True),
        zoe.trail(scene.alert),
        zoe.stops(scene.alert),
    ):
        with pytest.raises(errors.NotFound):
            await attempt
    assert await zoe.hears() == []


async def test_the_silent_are_inside_nothing(scene: Scene) -> None:
    await scene.camille.moves(48.857, 2.353)
    for attempt in (scene.nour.reads(scene.alert), scene.nour.trail(scene.alert)):
        with pytest.raises(errors.NotFound):
            await attempt
    told = await scene.nour.hears()
    assert not [event for event in told if isinstance(event, PositionMoved | RoomEntry)]
    assert "lat" not in repr(told)


async def test_blocking_her_closes_the_door_of_an_invitation(scene: Scene) -> None:
    await scene.nour.blocks(scene.camille)
    assert await scene.nour.invitations() == []
    with pytest.raises(errors.NotFound):
        await scene.nour.opens(scene.alert)


async def test_sync_returns_what_is_missing(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    for n in range(5):
        await scene.nour.says(scene.alert, f"message {n}")
    missing = await scene.camille.reads(scene.alert, after=3)
    assert [(entry.seq, entry.text) for entry in missing] == [
        (4, "message 2"),
        (5, "message 3"),
        (6, "message 4"),
    ]
    assert await scene.camille.reads(scene.alert, after=6) == []


async def test_a_repeat_is_answered_with_the_first_result(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    first = await scene.nour.says(scene.alert, "j'appelle le 17", client_id="client-one")
    again = await scene.nour.says(scene.alert, "j'appelle le 17", client_id="client-one")
    assert again == first
    assert len(await scene.camille.reads(scene.alert)) == 2


async def test_two_people_may_use_the_same_client_id(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    await scene.ines.opens(scene.alert)
    await scene.nour.says(scene.alert, "un", client_id="client-one")
    await scene.ines.says(scene.alert, "deux", client_id="client-one")
    assert [e.text for e in await scene.camille.reads(scene.alert)] == [None, "un", "deux"]


async def test_words_that_could_deceive_the_eye_arrive_without_their_tricks(scene: Scene) -> None:
    await scene.nour.opens(scene.alert)
    said = await scene.nour.says(scene.alert, "je\u202e suis\u200b là\x07 👩‍🚒\u2066")
    assert said.text == "je suis là 👩‍🚒"
    with pytest.raises(errors.Invalid):
        await scene.nour.says(scene.alert, "\u200b\u202e")


@pytest.mark.parametrize("channel", ["her", "us", "her_ally", "us_ally"])
async def test_what_was_told_folds_into_what_is_read(scene: Scene, channel: str) -> None:
    """A stale page plus the events it was told equals a fresh page."""
    reader = {"her": scene.camille, "her_ally": scene.camille, "us": scene.ines}.get(
        channel, scene.tom
    )
    if reader is not scene.camille:
        await reader.opens(scene.alert)
    stale = await reader.reads(scene.alert, channel)
    for somebody in (scene.nour, scene.sam):
        hers, ours = ("her", "us") if somebody is scene.nour else ("her_ally", "us_ally")
        await somebody.opens(scene.alert)
        await somebody.says(scene.alert, "je suis là", hers)
        await somebody.says(scene.alert, "qui appelle ?", ours)
        await somebody.answers(scene.alert, "acting")
        await somebody.calls(scene.alert)
        await somebody.calls(scene.alert, outcome="no_answer")
        await somebody.shares(scene.alert, among=True, with_her=True)
    await scene.camille.says(scene.alert, "merci", "her")
    await scene.camille.stops(scene.alert)
    told = [e for e in await reader.hears() if isinstance(e, RoomEntry) and e.channel == channel]
    fold = {entry.seq: entry for entry in [*stale, *(event.entry for event in told)]}
    assert [fold[seq] for seq in sorted(fold)] == await reader.reads(scene.alert, channel)


async def test_an_allys_room_keeps_the_same_walls(town: Town) -> None:
    tom = await (await town.person("tom", "ally")).stands(*PARIS)
    sam = await (await town.person("sam", "ally")).stands(48.86, 2.35)
    ines = await (await town.person("ines")).stands(48.86, 2.36)
    await accounts.do_update(town.house.services, ines.actor, Update(helps_allies=True))
    alert = await tom.launches()
    assert {p.name for p in (await sam.opens(alert)).people} == {"sam"}
    assert {p.name for p in (await ines.opens(alert)).people} == {"ines"}
    await ines.says(alert, "on arrive")
    assert kinds(await tom.reads(alert, "her")) == ["launched", "said"]
    with pytest.raises(errors.NotFound):
        await sam.reads(alert, "her")
