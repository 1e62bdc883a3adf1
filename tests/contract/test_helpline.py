"""A visit, as whoever comes without an account lives it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from server import errors
from server.actor import Proof
from server.clock import DAY, HOUR, MINUTE, SECOND
from server.conversations.tables import Entry, Participant, ReadMark, Room
from server.helpline import brake, leaving, store, visits
from server.helpline.messages import HelpChanged, HelpMoved, HelpOver
from server.helpline.rules import Shift
from server.helpline.tables import Helped, Visit
from server.limits import Recent
from server.vault.tables import DataKey
from tests.helpline import Helpline
from tests.helpline import Visitor as Guest
from tests.people import Town


@pytest.fixture
async def line(town: Town) -> Helpline:
    return await Helpline(town).opens()


async def test_she_reaches_the_team_of_her_area(line: Helpline) -> None:
    await line.officer("odile")
    seen = await (await line.visitor()).looks()
    assert (seen.queue, seen.known, seen.near, seen.there) == (line.lyon, True, True, True)
    assert (seen.state, seen.place) == ("waiting", 1)


@pytest.mark.parametrize("postcode", ["", "00000", "my home", "75001"])
async def test_elsewhere_the_national_team_answers_and_she_is_told(
    line: Helpline, postcode: str
) -> None:
    await line.officer("odile")
    await line.officer("nadia", line.national)
    seen = await (await line.visitor(postcode=postcode)).looks()
    assert (seen.queue, seen.near) == (line.national, False)
    assert seen.known == (postcode == "75001")


async def test_nobody_waits_for_an_empty_team(line: Helpline) -> None:
    await line.officer("nadia", line.national)
    await line.officer("odile", duty=False)
    assert (await (await line.visitor()).looks()).queue == line.national


async def test_when_her_team_goes_home_another_answers_and_she_keeps_her_place(
    line: Helpline,
) -> None:
    odile = await line.officer("odile")
    await line.officer("nadia", line.national)
    first = await line.visitor()
    line.town.clock.advance(SECOND)
    later = await line.visitor(postcode="75001")
    await odile.on_duty(False)
    await line.town.later(SECOND)
    assert [(await who.looks()).place for who in (first, later)] == [1, 2]
    assert (await first.looks()).queue == line.national
    assert HelpChanged(visit=first.visit) in first.hears()


async def test_a_team_answers_in_its_hours_only(line: Helpline) -> None:
    minute = (line.town.clock.now() // MINUTE) % (7 * 24 * 60)
    night = await line.team("Nuit", ["75"], [Shift(minute + 5 * 60, minute + 9 * 60)])
    await line.officer("naima", night)
    await line.officer("nadia", line.national)
    assert (await (await line.visitor(postcode="75001")).looks()).queue == line.national


async def test_places_in_the_queue_are_honest(line: Helpline) -> None:
    odile = await line.officer("odile")
    waiting = []
    for _ in range(3):
        line.town.clock.advance(1)
        waiting.append(await line.visitor())
    assert [(await one.looks()).place for one in waiting] == [1, 2, 3]
    await odile.accepts(waiting[1])
    assert [(await one.looks()).place for one in waiting] == [1, 0, 2]
    came = (await waiting[1].looks()).came_at
    moved = HelpMoved(queue=line.lyon, came_at=came, by=-1)
    assert moved in [event for to, event in line.town.heard.told if to.kind == "queue"]


async def test_who_comes_in_the_same_moment_comes_after(line: Helpline) -> None:
    await line.officer("odile")
    waiting = [await line.visitor() for _ in range(6)]
    assert [(await one.looks()).place for one in waiting] == [1, 2, 3, 4, 5, 6]


async def test_a_wait_is_only_told_where_something_is_known(line: Helpline) -> None:
    odile = await line.officer("odile")
    assert (await (await line.visitor()).looks()).wait_ms is None
    for _ in range(5):
        helped = await line.visitor()
        await odile.accepts(helped)
        line.town.clock.advance(10 * MINUTE)
        await odile.is_connected()
        await odile.ends(helped)
    assert (await (await line.visitor()).looks()).wait_ms == 20 * MINUTE


async def test_a_repeated_beginning_finds_the_first(line: Helpline) -> None:
    await line.officer("odile")
    services = line.town.house.services
    wish = line.wish((await visits.door(services, "a phone")).ticket)
    first, again = [await visits.do_begin(services, wish, "a phone") for _ in range(2)]
    assert (first.visit, await Visit.all().count()) == (again.visit, 1)
    stolen = line.wish(wish.ticket)
    with pytest.raises(errors.StaleTicket):
        await visits.do_begin(services, stolen, "another phone")


async def test_she_may_write_before_anybody_answers(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await visitor.says("il est dans la pièce à côté")
    await odile.accepts(visitor)
    assert [entry.text for entry in await odile.reads(visitor)] == [
        "il est dans la pièce à côté",
        None,
    ]


async def test_she_reads_nothing_of_the_officers(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await odile.says(visitor, "semble très jeune", "officers")
    with pytest.raises(errors.NotFound):
        await visitor.reads(channel="officers")
    assert "semble" not in str(await visitor.reads())


async def test_two_visitors_never_read_each_other(line: Helpline) -> None:
    one, other = await line.visitor(), await line.visitor()
    await one.says("ceci n'est que pour vous")
    other.room = one.room
    with pytest.raises(errors.NotFound):
        await other.reads()


async def test_who_she_is_she_tells_herself_and_takes_back(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.is_called("Inès, 06 00 00 00 00")
    assert (await odile.looks()).talks[0].identity == "Inès, 06 00 00 00 00"
    await visitor.is_called(None)
    assert (await odile.looks()).talks[0].identity is None
    assert not await DataKey.filter(kind="identity").exists()


async def test_a_wipe_leaves_nothing(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.says("mon nom est écrit ici")
    await odile.says(visitor, "note", "officers")
    await visitor.is_called("Inès")
    await visitor.wipes()
    for table in (Visit, Room, Participant, Entry):
        assert not await table.all().exists()
    assert not await DataKey.filter(kind__in=["text", "identity"]).exists()
    assert HelpOver(why="wiped") in visitor.hears()
    assert (await odile.looks()).talks == []
    with pytest.raises(errors.NotFound):
        await odile.reads(visitor)


async def test_after_a_wipe_nobody_comes_back_to_it(line: Helpline) -> None:
    await line.officer("odile")
    visitor = await line.visitor()
    await visitor.wipes()
    await visitor.wipes()
    with pytest.raises(errors.SessionExpired):
        await line.town.house.dispatch.recognise(visitor.proof, "helpline")


async def test_wiping_in_mid_sentence_wins_or_loses_as_a_whole(line: Helpline) -> None:
    """The message that crosses the wipe is gone, whichever came first."""
    odile = await line.officer("odile")
    for _ in range(5):
        visitor = await line.visitor()
        await odile.accepts(visitor)
        await asyncio.gather(
            visitor.says("au milieu d'une phra"), visitor.wipes(), return_exceptions=True
        )
        assert not await Entry.all().exists()
        assert not await DataKey.filter(kind="text").exists()


async def test_a_day_without_a_word_ends_it(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.says("bonsoir")
    for passes, lives in ((DAY - HOUR, True), (HOUR + MINUTE, False)):
        line.town.clock.advance(passes)
        await odile.is_connected()
        await line.town.house.worker.run_due()
        assert await Visit.all().exists() == lives
    assert not await DataKey.filter(kind="text").exists()


async def test_closing_the_tab_leaves_the_queue(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await visitor.closes_the_tab()
    assert (await odile.looks()).waiting == []
    assert not await Visit.all().exists()


async def test_closing_the_tab_in_a_conversation_is_seen_by_the_officers(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.closes_the_tab()
    assert (await odile.looks()).talks[0].left
    with pytest.raises(errors.SessionExpired):
        await line.town.house.dispatch.recognise(visitor.proof, "helpline")


async def test_who_has_long_been_cut_leaves_the_queue(line: Helpline) -> None:
    odile = await line.officer("odile")
    gone, waits = await line.visitor(), await line.visitor()
    await gone.is_cut()
    for _ in range(12):
        await waits.is_connected()
        await odile.is_connected()
        await line.town.later(MINUTE)
    assert [one.visit for one in (await odile.looks()).waiting] == [waits.visit]


async def test_what_stays_is_a_day_and_rounded_figures(line: Helpline) -> None:
    odile, visitor = await line.officer("odile"), await line.visitor(minor=True)
    line.town.clock.advance(13 * SECOND)
    await odile.accepts(visitor)
    line.town.clock.advance(100 * SECOND)
    await odile.ends(visitor)
    kept = await Helped.get()
    assert (kept.day, kept.waited_ms, kept.talked_ms, kept.outcome) == (
        line.town.clock.now() // DAY,
        10 * SECOND,
        2 * MINUTE,
        "ended",
    )
    assert set(Helped._meta.db_fields) == {
        "id",
        "day",
        "team_id",
        "outcome",
        "waited_ms",
        "talked_ms",
    }


async def test_a_flood_meets_a_puzzle_and_a_calm_visitor_still_gets_in(line: Helpline) -> None:
    services = line.town.house.services
    for n in range(3 * brake.CALM_OF_ONE):
        services.recent.note("help|a flooder", line.town.clock.now() + n)
    assert (await visits.door(services, "a flooder")).bits >= brake.FIRST_BITS
    assert (await visits.door(services, "a calm phone")).bits == 0
    assert (await (await line.visitor()).looks()).place == 1


async def test_a_ticket_of_calmer_times_does_not_open_the_door_in_a_flood(line: Helpline) -> None:
    services = line.town.house.services
    wish = line.wish((await visits.door(services, "a flooder")).ticket)
    for _ in range(3 * brake.CALM_OF_ONE):
        services.recent.note("help|a flooder", line.town.clock.now())
    with pytest.raises(errors.PuzzleNeeded):
        await visits.do_begin(services, wish, "a flooder")


@pytest.mark.parametrize("addresses", [1, 130])
async def test_a_ticket_of_one_process_opens_the_door_of_another(
    line: Helpline, addresses: int
) -> None:
    """As a proxy leads them in turn: one gives all tickets, the other begins all visits."""
    await line.officer("odile")
    gives = line.town.house.services
    begins = replace(gives, recent=Recent())
    for n in range(130):
        address = f"phone {n % addresses}"
        wish = line.wish((await visits.door(gives, address)).ticket)
        await visits.do_begin(begins, wish, address)
    assert (await visits.door(gives, "phone 0")).bits >= brake.FIRST_BITS


async def test_an_old_or_a_forged_ticket_opens_nothing(line: Helpline) -> None:
    services = line.town.house.services
    ticket = (await visits.door(services, "a phone")).ticket
    forged = line.wish(ticket[:-1] + ("0" if ticket[-1] != "0" else "1"))
    with pytest.raises(errors.StaleTicket):
        await visits.do_begin(services, forged, "a phone")
    line.town.clock.advance(brake.TICKET_LIVES)
    with pytest.raises(errors.StaleTicket):
        await visits.do_begin(services, line.wish(ticket), "a phone")


async def test_where_nobody_answers_at_all_she_is_told_whom_to_call(town: Town) -> None:
    with pytest.raises(errors.NobodyAnswers):
        await Helpline(town).visitor()


async def test_reading_on_while_she_wipes_leaves_no_mark(line: Helpline) -> None:
    odile = await line.officer("odile")

    async def reads_on(visitor: Guest) -> None:
        with suppress(errors.NotFound):
            while True:
                await odile.has_read(visitor, 1)

    for _ in range(10):
        visitor = await line.visitor()
        await odile.accepts(visitor)
        await asyncio.gather(*(reads_on(visitor) for _ in range(3)), visitor.wipes())
        assert not await ReadMark.all().exists()


async def test_one_puzzle_is_one_visit(line: Helpline) -> None:
    """However soon it is left again."""
    services = line.town.house.services
    wish = line.wish((await visits.door(services, "a flooder")).ticket)
    begun = await visits.do_begin(services, wish, "a flooder")
    await Guest(line.town, begun.visit, wish.secret, begun.room).wipes()
    with pytest.raises(errors.StaleTicket):
        await visits.do_begin(services, wish, "a flooder")


async def test_a_visit_whose_page_never_comes_is_none(line: Helpline) -> None:
    odile, services = await line.officer("odile"), line.town.house.services
    wish = line.wish((await visits.door(services, "a flooder")).ticket)
    await visits.do_begin(services, wish, "a flooder")
    assert len((await odile.looks()).waiting) == 1
    await line.town.later(2 * MINUTE)
    assert (await odile.looks()).waiting == []


async def test_who_came_back_in_time_is_not_swept_away(
    line: Helpline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the queue and her row, an officer answered."""
    odile, visitor = await line.officer("odile"), await line.visitor()
    await visitor.is_cut()
    line.town.clock.advance(visits.GONE_AFTER + MINUTE)
    stale = await store.waiting(line.town.house.services.db)
    await odile.is_connected()
    await odile.accepts(visitor)

    async def as_it_was(_: object) -> object:
        return stale

    monkeypatch.setattr(store, "waiting", as_it_was)
    await leaving.do_leave_queue(line.town.house.services)
    assert [one.visit for one in (await odile.looks()).talks] == [visitor.visit]


async def test_notes_about_who_has_left_put_nothing_off(line: Helpline) -> None:
    """A day after the last word with her it is gone, whatever the officers still write."""
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.says("je dois partir")
    await visitor.closes_the_tab()
    line.town.clock.advance(DAY - HOUR)
    await odile.says(visitor, "elle n'est pas revenue", "officers")
    with pytest.raises(errors.NotConnected):
        await odile.says(visitor, "tu es là ?")
    await odile.is_connected()
    await line.town.later(HOUR + MINUTE)
    assert not await Visit.all().exists()


async def test_back_on_another_process_she_is_here(line: Helpline) -> None:
    """The first one notices the old line later than the second the new one."""
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.is_connected()
    await visitor.is_connected(False)
    line.town.clock.advance(20_000)
    assert (await odile.looks()).talks[0].here


@pytest.mark.parametrize("shown", ["", "\0.x", "\ud800.x", "x" * 65 + ".x", "a b c d e.x"])
async def test_a_forged_visit_asks_no_database(line: Helpline, shown: str) -> None:
    with pytest.raises(errors.SessionExpired):
        await line.town.house.dispatch.recognise(Proof(visit=shown), "helpline")
    with pytest.raises(errors.SessionExpired):
        await line.town.house.dispatch.recognise(Proof(credential=shown or "."))
