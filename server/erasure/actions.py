"""Wipe: the server's half. The device has already erased itself when this is asked."""

from __future__ import annotations

from server import audience
from server.actor import Actor
from server.alerts import store as alerts
from server.conversations import ending, participants
from server.erasure.messages import Wiped
from server.people import store as people
from server.people.messages import SessionEnded
from server.push import actions as push
from server.services import Services
from server.vault import actions as vault


async def do_wipe(services: Services, actor: Actor) -> Wiped:
    """End this device's session, alert credential and push. Twice does nothing more. Her alert, if
    one is open, goes on."""
    now = services.clock.now()
    async with services.transaction() as tx:
        ended = devices = 0
        if actor.session:
            devices = await push.do_forget_session(services, actor.session, actor.person)
            ended = await people.end_sessions(
                services.db, now, "wiped", person=actor.person, session=actor.session
            )
            tx.tell(audience.session(actor.session), SessionEnded(reason="wiped"))
        if actor.credential:
            await people.revoke_credential(services.db, now, actor.person, actor.credential)
        await vault.remember(services, [id for id in (actor.session, actor.credential) if id])
    await services.db.forget_deleted()
    goes_on = await alerts.open_alert(actor.person) is not None
    return Wiped(sessions=ended, push_devices=devices, alert_goes_on=goes_on)


async def do_erase_words(services: Services, actor: Actor, room_id: str) -> int:
    """Destroy the keys of her own words in a room; of everybody's, once it is closed and she alone
    can read it. What was reported stands under its own key."""
    at = await participants.standpoint(services, room_id, actor.person)
    async with services.transaction() as tx:
        if at.room.closed_at is None:
            erased = await ending.do_erase_words(services, tx, at)
        else:
            erased = await ending.do_drop_text(services, room_id)
    await services.db.forget_deleted()
    return erased
