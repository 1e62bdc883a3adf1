"""Reports of abuse, bans, and the audit chain."""

from __future__ import annotations

import asyncio

import pytest

from server import errors
from server.alerts import room
from server.alerts.messages import Alert, Report
from server.alerts.tables import Alert as Stored
from server.clock import DAY, MINUTE
from server.moderation import actions as moderation
from server.moderation import audit
from server.moderation.messages import Outcome, ReportView, Settle
from server.moderation.tables import Report as Reported
from server.people.doorkeeper import People
from server.people.tables import Person
from tests.people import PARIS, Someone, Town

REASON = "Elle appelle pour rire, elle l'a écrit."


async def reports(town: Town) -> list[ReportView]:
    return (await moderation.reports(town.house.services)).reports


async def report(nour: Someone, alert: Alert, client_id: str = "report-one") -> None:
    wish = Report(alert=alert.alert, reason=REASON, client_id=client_id)
    await room.do_report(nour.town.house.services, nour.actor, wish)


async def settle(sacha: Someone, report_id: str, outcome: Outcome, note: str = "") -> None:
    wish = Settle(report=report_id, outcome=outcome, note=note)
    await moderation.do_settle(sacha.town.house.services, sacha.actor, wish)


async def reported(town: Town) -> tuple[Someone, Someone, Someone, Alert]:
    """Camille's alert, reported by Nour; Sacha moderates."""
    sacha = await town.person("sacha", "moderator")
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await nour.opens(alert)
    await report(nour, alert)
    return sacha, camille, nour, alert


async def test_a_report_reaches_the_list(town: Town) -> None:
    _, _, _, alert = await reported(town)
    (held,) = await reports(town)
    assert (held.alert, held.reason, held.outcome) == (alert.alert, REASON, None)
    assert (held.reporter, held.launcher, held.launches_24h) == ("nour", "camille", 1)


async def test_the_same_report_sent_twice_is_one(town: Town) -> None:
    _, _, nour, alert = await reported(town)
    await report(nour, alert)
    assert len(await reports(town)) == 1


async def test_neither_she_nor_the_room_is_told(town: Town) -> None:
    _, camille, nour, alert = await reported(town)
    assert [entry.kind for entry in await camille.reads(alert)] == ["launched"]
    assert "reported" not in [entry.kind for entry in await nour.reads(alert, "us")]
    assert "rire" not in repr(town.heard.told)


async def test_a_stranger_reports_nothing(town: Town) -> None:
    _, _, _, alert = await reported(town)
    with pytest.raises(errors.NotFound):
        await report(await town.person("zoe"), alert)


async def test_who_was_there_can_still_report_when_it_is_over(town: Town) -> None:
    _, _, nour, alert = await reported(town)
    zoe = await (await town.person("zoe")).stands(48.86, 2.35)
    await town.later(alert.window_ends_at - town.clock.now())
    await town.later(30 * DAY - MINUTE)
    await report(nour, alert, "report-two")
    assert len(await reports(town)) == 2
    with pytest.raises(errors.NotFound):
        await report(zoe, alert, "report-zoe")


async def test_thirty_days_after_the_window_it_is_too_late(town: Town) -> None:
    _, _, nour, alert = await reported(town)
    await town.later(alert.window_ends_at - town.clock.now())
    await town.later(30 * DAY + MINUTE)
    with pytest.raises(errors.NotFound):  # nobody knows any more who was there
        await report(nour, alert, "report-two")


async def test_a_flagged_alert_is_shown_as_such(town: Town) -> None:
    _, camille, _, alert = await reported(town)
    for _ in range(3):
        await camille.stops(alert)
        await town.later(MINUTE)
        await camille.launches()
    (held,) = await reports(town)
    assert (held.flagged, held.launches_24h) == (True, 4)


async def test_a_dismissed_report_changes_nothing_for_her(town: Town) -> None:
    sacha, camille, _, _ = await reported(town)
    await settle(sacha, (await reports(town))[0].report, "dismissed")
    assert [held.outcome for held in await reports(town)] == ["dismissed"]
    assert (await Person.get(id=camille.id)).banned_at is None


async def test_the_moderators_note_is_kept_sealed(town: Town) -> None:
    sacha, *_ = await reported(town)
    await settle(sacha, (await reports(town))[0].report, "dismissed", "Un jeu entre amis.")
    assert [held.note for held in await reports(town)] == ["Un jeu entre amis."]
    assert b"Un jeu" not in ((await Reported.get()).note_sealed or b"")


async def test_a_ban_is_immediate_and_the_window_goes_on(town: Town) -> None:
    sacha, camille, nour, alert = await reported(town)
    proof = await camille.signs_in()
    await settle(sacha, (await reports(town))[0].report, "banned")
    with pytest.raises(errors.Banned):
        await People(town.house.services).recognise(proof)
    assert (await Stored.get(id=alert.alert)).state == "running"
    assert (await nour.opens(alert)).state == "running"


async def test_a_report_is_decided_once(town: Town) -> None:
    sacha, camille, _, _ = await reported(town)
    (held,) = await reports(town)
    results = await asyncio.gather(
        *(settle(sacha, held.report, "dismissed") for _ in range(4)), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, errors.NotFound)]
    assert len(refused) == 3
    with pytest.raises(errors.NotFound):
        await settle(sacha, held.report, "banned")
    assert (await Person.get(id=camille.id)).banned_at is None


async def test_open_reports_come_first(town: Town) -> None:
    sacha, _, nour, alert = await reported(town)
    await settle(sacha, (await reports(town))[0].report, "dismissed")
    town.clock.advance(-MINUTE)
    await report(nour, alert, "report-two")
    assert [held.outcome for held in await reports(town)] == [None, "dismissed"]


async def test_what_was_reported_survives_the_end_of_the_room(town: Town) -> None:
    _, _, _, alert = await reported(town)
    await town.later(alert.window_ends_at - town.clock.now())
    await town.later(31 * 24 * 60 * MINUTE)
    assert [held.reason for held in await reports(town)] == [REASON]


async def test_the_audit_chain_holds(town: Town) -> None:
    sacha, _, nour, alert = await reported(town)
    await report(nour, alert, "report-two")
    for held in await reports(town):
        await settle(sacha, held.report, "dismissed")
    assert await audit.first_broken(town.house.services) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE audit SET act = 'report_banned' WHERE number = 2",
        "UPDATE audit SET actor = 'somebody-else' WHERE number = 2",
        "UPDATE audit SET at = at + 1 WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
    ],
)
async def test_a_changed_or_removed_row_of_the_audit_is_found(town: Town, wrong: str) -> None:
    services = town.house.services
    for subject in ("report-a", "report-b", "report-c"):
        async with services.transaction():
            await audit.do_note(services, "sacha", "report_dismissed", subject)
    await services.db.run(wrong)
    assert await audit.first_broken(services) == 2


async def test_many_moderators_make_one_chain(town: Town) -> None:
    services = town.house.services

    async def note(subject: str) -> None:
        async with services.transaction():
            await audit.do_note(services, "sacha", "report_dismissed", subject)

    await asyncio.gather(*(note(f"report-{n}") for n in range(12)))
    assert await audit.first_broken(services) is None
