"""Reports of abuse and bans: verbs."""

from __future__ import annotations

from typing import cast

from server import errors
from server.actor import Actor
from server.conversations.rules import clean
from server.moderation import audit, store
from server.moderation.messages import About, Outcome, Reports, ReportView, Settle
from server.moderation.tables import Report
from server.people import actions as people
from server.services import Services
from server.vault import actions as vault

SHOWN = 200


async def do_report(
    services: Services,
    *,
    reporter: str,
    launcher: str,
    alert_id: str,
    reason: str,
    client_id: str,
    about: About = "alert",
) -> None:
    """To the moderators' list. Its key is its own: no wipe destroys what was reported."""
    text = clean(reason)
    if not text:
        raise errors.Invalid("reason")
    async with services.transaction():
        report_id = services.ids.new()
        key = await vault.key_for(services, "report", report_id)
        await store.add_report(
            id=report_id,
            alert_id=alert_id,
            reporter_id=reporter,
            launcher_id=launcher,
            about=about,
            client_id=f"{reporter}:{client_id}",
            at=services.clock.now(),
            key_id=key.id,
            reason_sealed=key.seal(text, _place(report_id)),
        )


async def reports(services: Services) -> Reports:
    held = await store.reports(SHOWN)
    keys = await vault.keys(services, [report.key_id for report in held])
    views = [await _view(services, report, keys) for report in held if report.key_id in keys]
    return Reports(reports=views)


async def _view(services: Services, held: Report, keys: dict[str, vault.DataKey]) -> ReportView:
    key = keys[held.key_id]
    launcher = await people.load(held.launcher_id)
    reporter = await people.load(held.reporter_id)
    return ReportView(
        report=held.id,
        about=cast(About, held.about),
        alert=held.alert_id,
        at=held.at,
        reason=key.unseal(held.reason_sealed, _place(held.id)),
        reporter=reporter.pseudonym,
        launcher=launcher.pseudonym,
        launches_24h=await store.launches_24h(services.db, held.launcher_id, services.clock.now()),
        flagged=await store.flagged(services.db, held.alert_id),
        outcome=cast("Outcome | None", held.outcome),
        note=key.unseal(held.note_sealed, _note_place(held.id)) if held.note_sealed else None,
    )


async def do_settle(services: Services, actor: Actor, wish: Settle) -> None:
    """Raises NotFound when it is decided already. A ban never ends the launcher's window."""
    held = await store.report(wish.report)
    if held is None or held.outcome is not None:
        raise errors.NotFound
    async with services.transaction() as tx:
        key = await vault.key_for(services, "report", held.id)
        decided = await store.decide(
            held.id,
            outcome=wish.outcome,
            note_sealed=key.seal(clean(wish.note), _note_place(held.id)),
            decided_at=services.clock.now(),
            decided_by=actor.person,
        )
        if not decided:
            raise errors.NotFound
        await audit.do_note(services, actor.person, f"report_{wish.outcome}", held.id)
        if wish.outcome == "banned":
            await people.ban(services, tx, held.launcher_id)


def _place(report_id: str) -> str:
    return f"report|reason_sealed|{report_id}"


def _note_place(report_id: str) -> str:
    return f"report|note_sealed|{report_id}"
