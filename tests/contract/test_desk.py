"""The officers' desk: who answers, together with whom, and how a conversation is handed on."""

from __future__ import annotations

import asyncio

import pytest

from server import errors, worker
from server.clock import MINUTE, SECOND
from server.conversations.tables import Participant
from server.desk import overview, talks
from server.desk.messages import GuideKind
from server.helpline import teams
from server.helpline.messages import DeskChanged, DeskGone, DeskWaiting, HelpChanged
from server.partners import actions as partners
from server.people import actions as accounts
from server.services import Services
from tests.helpline import Helpline
from tests.people import Town


@pytest.fixture
async def line(town: Town) -> Helpline:
    return await Helpline(town).opens()


async def test_her_team_sees_her_wait(line: Helpline) -> None:
    odile = await line.officer("odile")
    nadia = await line.officer("nadia", line.national)
    visitor = await line.visitor(topic="sexual", victim=False, minor=True)
    (seen,) = (await odile.looks()).waiting
    assert (seen.visit, seen.topic, seen.victim, seen.minor) == (
        visitor.visit,
        "sexual",
        False,
        True,
    )
    assert (seen.department, seen.team, seen.alarm) == ("69", "Lyon", 0)
    assert (await nadia.looks()).waiting == []


async def test_of_two_who_accept_one_is_told_taken(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar")
    visitor = await line.visitor()
    answers = await asyncio.gather(
        odile.accepts(visitor), omar.accepts(visitor), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in answers) == ["Taken", "Talk"]
    inside = (await visitor.looks()).people
    assert [one.kind for one in inside] == ["officer"]


async def test_an_answer_that_was_lost_is_given_again_to_whoever_took_her(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar")
    visitor = await line.visitor()
    first, again = [await odile.accepts(visitor) for _ in range(2)]
    assert (again.room, again.me) == (first.room, first.me)
    assert [entry.kind for entry in await visitor.reads()] == ["joined"]
    await odile.hands_over(visitor, omar)
    with pytest.raises(errors.Taken):
        await odile.accepts(visitor)


async def test_nobody_takes_another_teams_visitor_too_soon(line: Helpline) -> None:
    await line.officer("odile")
    nadia, visitor = await line.officer("nadia", line.national), await line.visitor()
    with pytest.raises(errors.NotFound):
        await nadia.accepts(visitor)


async def test_unanswered_she_is_called_out_after_ten_seconds_and_everywhere_after_sixty(
    line: Helpline,
) -> None:
    odile = await line.officer("odile")
    nadia = await line.officer("nadia", line.national)
    visitor = await line.visitor()
    await line.town.later(10 * SECOND)
    assert (await odile.looks()).waiting[0].alarm == 1
    assert (await nadia.looks()).waiting == []
    line.town.clock.advance(50 * SECOND)
    for officer in (odile, nadia):
        await officer.is_connected()
    await line.town.house.worker.run_due()
    assert [(await one.looks()).waiting[0].alarm for one in (odile, nadia)] == [2, 2]
    told = [e.waiting.alarm for to, e in line.town.heard.told if isinstance(e, DeskWaiting)]
    assert told == [0, 1, 2]
    await nadia.accepts(visitor)


async def test_hundreds_who_wait_hold_up_no_alarm(
    line: Helpline, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, refilled = asyncio.Event(), asyncio.Event()

    async def look(services: Services) -> None:
        looked.set()
        await asyncio.Event().wait()

    async def refill(services: Services) -> None:
        refilled.set()

    monkeypatch.setattr(worker, "QUEUES", (look,))
    monkeypatch.setattr(worker, "URGENT", (refill,))
    running = asyncio.create_task(line.town.house.worker.run())
    async with asyncio.timeout(10):
        await looked.wait()
        await refilled.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_all_who_waited_too_long_are_called_out_in_their_order(line: Helpline) -> None:
    odile = await line.officer("odile")
    first, second = [await line.visitor() for _ in range(2)]
    line.town.clock.advance(9 * SECOND)
    later = await line.visitor()
    line.town.heard.told.clear()
    await line.town.later(SECOND + 10)
    called = [e.waiting for _, e in line.town.heard.told if isinstance(e, DeskWaiting)]
    assert [(one.visit, one.alarm) for one in called] == [(first.visit, 1), (second.visit, 1)]
    assert [one.alarm for one in (await odile.looks()).waiting] == [1, 1, 0]
    assert (await odile.looks()).waiting[2].visit == later.visit


async def test_who_is_answered_leaves_every_desk(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    gone = [to.id for to, event in line.town.heard.told if isinstance(event, DeskGone)]
    assert gone == [line.lyon, "*"]
    assert (await odile.looks()).waiting == []


async def test_several_conversations_at_once(line: Helpline) -> None:
    odile = await line.officer("odile")
    visitors = [await line.visitor() for _ in range(3)]
    for n, visitor in enumerate(visitors):
        line.town.clock.advance(1)
        await odile.accepts(visitor)
        await visitor.says(f"je suis la numéro {n}")
    seen = await odile.looks()
    assert [one.visit for one in seen.talks] == [one.visit for one in visitors]
    assert seen.me.talks == 3
    for n, visitor in enumerate(visitors):
        assert [entry.text for entry in await odile.reads(visitor)] == [
            None,
            f"je suis la numéro {n}",
        ]


async def test_a_conversation_is_handed_to_a_colleague_with_its_context(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar")
    visitor = await line.visitor()
    await odile.accepts(visitor)
    await visitor.says("je ne peux pas parler longtemps")
    await odile.hands_over(visitor, omar, note="deux enfants, il rentre à 18 h")
    assert [one.visit for one in (await omar.looks()).talks] == [visitor.visit]
    assert (await odile.looks()).talks == []
    assert "il rentre à 18 h" in str(await omar.reads(visitor, "officers"))
    assert "il rentre à 18 h" not in str(await visitor.reads())
    assert [one.name for one in (await visitor.looks()).people] == ["omar"]
    with pytest.raises(errors.NotFound):
        await odile.reads(visitor)


async def test_nothing_is_handed_to_whom_is_not_there(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar", duty=False)
    visitor = await line.visitor()
    await odile.accepts(visitor)
    with pytest.raises(errors.NotFound):
        await odile.hands_over(visitor, omar)
    assert [one.visit for one in (await odile.looks()).talks] == [visitor.visit]
    assert await odile.reads(visitor, "officers") == []


async def test_back_in_a_queue_she_is_before_those_who_came_later(line: Helpline) -> None:
    odile = await line.officer("odile")
    nadia = await line.officer("nadia", line.national)
    first = await line.visitor()
    line.town.clock.advance(SECOND)
    later = await line.visitor(postcode="75001")
    await odile.accepts(first)
    await odile.hands_over(first, team=line.national)
    assert [(await one.looks()).place for one in (first, later)] == [1, 2]
    assert [one.visit for one in (await nadia.looks()).waiting] == [first.visit, later.visit]
    await nadia.accepts(first)
    assert [one.name for one in (await first.looks()).people] == ["nadia"]


async def test_a_psychologist_is_invited_openly(line: Helpline) -> None:
    odile, pia = await line.officer("odile"), await line.officer("pia", kind="psychologist")
    visitor = await line.visitor()
    await odile.accepts(visitor)
    await odile.invites(pia, visitor)
    assert [(one.name, one.kind) for one in (await visitor.looks()).people] == [
        ("odile", "officer"),
        ("pia", "psychologist"),
    ]
    joined = [entry for entry in await visitor.reads() if entry.kind == "joined"]
    assert [entry.detail for entry in joined] == ["officer", "psychologist"]
    await pia.says(visitor, "bonsoir")
    await pia.steps_out(visitor)
    assert (await visitor.reads())[-1].kind == "left"


async def test_the_last_officer_does_not_step_out(line: Helpline) -> None:
    odile, pia = await line.officer("odile"), await line.officer("pia", kind="psychologist")
    visitor = await line.visitor()
    await odile.accepts(visitor)
    await odile.invites(pia, visitor)
    with pytest.raises(errors.NotAllowed):
        await odile.steps_out(visitor)


async def test_whose_officer_is_gone_waits_again_and_is_not_alone(line: Helpline) -> None:
    odile = await line.officer("odile")
    nadia = await line.officer("nadia", line.national)
    visitor = await line.visitor()
    await odile.accepts(visitor)
    line.town.clock.advance(4 * MINUTE)
    await nadia.is_connected()
    await visitor.is_connected()
    await line.town.house.worker.run_due()
    await line.town.house.worker.run_due()
    assert HelpChanged(visit=visitor.visit) in visitor.hears()
    assert (await visitor.looks()).state == "waiting"
    await nadia.accepts(visitor)


@pytest.mark.parametrize("kind", ["complaint", "association", "number"])
async def test_she_is_shown_where_to_go(line: Helpline, kind: GuideKind) -> None:
    await partners.do_create_association(
        line.town.house.services, "Le Palier", ["69"], "Accueil sans rendez-vous", "04 00 00 00 00"
    )
    await partners.do_create_association(line.town.house.services, "Ailleurs", ["06"])
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    services = line.town.house.services
    known = (await talks.where_to(services, odile.actor, visitor.visit)).guides
    assert "Ailleurs" not in [guide.title for guide in known]
    guide = next(one for one in known if one.kind == kind)
    await odile.orients(visitor, guide.guide)
    shown = (await visitor.reads())[-1]
    assert (shown.kind, shown.detail) == ("oriented", kind)
    assert shown.text is not None
    assert shown.text.split("\n")[0] == guide.title
    if kind == "association":
        assert shown.text == "Le Palier\nAccueil sans rendez-vous\n04 00 00 00 00"


async def test_nobody_is_sent_where_she_cannot_be(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    with pytest.raises(errors.NotFound):
        await odile.orients(visitor, "no-such-guide")


async def test_an_ended_conversation_is_gone_for_the_officers_too(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await odile.ends(visitor, flag=True)
    assert (await odile.looks()).talks == []
    with pytest.raises(errors.NotFound):
        await odile.reads(visitor)
    hana = await line.officer("hana", kind="supervisor", duty=False)
    (figure,) = (await overview.overview(line.town.house.services)).figures
    assert (figure.came, figure.answered, figure.flagged) == (1, 1, 1)
    assert (await hana.looks()).talks == []


async def test_a_desk_that_is_read_while_somebody_wipes_is_shown_without_her(
    line: Helpline,
) -> None:
    odile = await line.officer("odile")
    wiped, stays = [await line.visitor() for _ in range(2)]
    for visitor in (wiped, stays):
        await odile.accepts(visitor)
    await Participant.filter(room_id=wiped.room).exclude(side="officer").delete()
    assert [one.visit for one in (await odile.looks()).talks] == [stays.visit]


async def test_a_supervisor_sees_the_load_and_no_word(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    hana = await line.officer("hana", kind="supervisor", duty=False)
    await odile.accepts(visitor)
    await visitor.says("je suis enfermée")
    waits = await line.visitor()
    line.town.clock.advance(5 * SECOND)
    seen = await overview.overview(line.town.house.services)
    lyon = next(team for team in seen.teams if team.name == "Lyon")
    assert (lyon.waiting, lyon.talking, lyon.longest_ms) == (1, 1, 5 * SECOND)
    assert [one.visit for one in (await hana.looks()).waiting] == [waits.visit]
    assert "enfermée" not in str(seen) + str(await hana.looks())
    with pytest.raises(errors.NotFound):
        await hana.reads(visitor)
    with pytest.raises(errors.Taken):
        await hana.accepts(visitor)


async def test_the_others_hear_when_somebody_comes_on_duty(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar", duty=False)
    line.town.heard.told.clear()
    await omar.on_duty()
    heard = [to.id for to, event in line.town.heard.told if isinstance(event, DeskChanged)]
    assert odile.id in heard
    assert [one.name for one in (await odile.looks()).colleagues if one.there] == ["odile", "omar"]


async def test_a_banned_officer_is_not_there(line: Helpline) -> None:
    odile = await line.officer("odile")
    await line.officer("nadia", line.national)
    await accounts.do_ban(line.town.house.services, odile.id)
    assert (await (await line.visitor()).looks()).queue == line.national


async def test_nobody_hands_over_to_herself(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    with pytest.raises(errors.NotFound):
        await odile.hands_over(visitor, odile)
    assert [one.name for one in (await visitor.looks()).people] == ["odile"]


async def test_an_absent_officer_is_out_and_who_was_invited_stays(line: Helpline) -> None:
    odile, pia = await line.officer("odile"), await line.officer("pia", kind="psychologist")
    nadia = await line.officer("nadia", line.national)
    visitor = await line.visitor()
    await odile.accepts(visitor)
    await odile.invites(pia, visitor)
    line.town.clock.advance(4 * MINUTE)
    for somebody in (pia, nadia, visitor):
        await somebody.is_connected()
    await line.town.house.worker.run_due()
    await line.town.house.worker.run_due()
    assert [one.name for one in (await visitor.looks()).people] == ["pia"]
    assert [one.visit for one in (await pia.looks()).talks] == [visitor.visit]
    assert (await odile.looks()).talks == []
    await nadia.accepts(visitor)
    with pytest.raises(errors.NotFound):
        await odile.reads(visitor)


async def test_nobody_is_left_with_an_officer_who_is_not_there(line: Helpline) -> None:
    odile, omar = await line.officer("odile"), await line.officer("omar")
    visitor = await line.visitor()
    await odile.accepts(visitor)
    await odile.invites(omar, visitor)
    line.town.clock.advance(MINUTE)
    await odile.is_connected()
    with pytest.raises(errors.NotAllowed):
        await odile.steps_out(visitor)


async def test_a_team_in_no_time_zone_is_refused(line: Helpline) -> None:
    with pytest.raises(errors.Invalid):
        await teams.do_create(line.town.house.services, "x", zone="Europe/Pari")
