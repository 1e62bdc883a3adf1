"""Stopping. The aggressor may be the one who does it: it never ends the window, and whichever of
the two PINs is given, her device sees the same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from server import crypto, errors
from server.actor import Actor
from server.alerts import store, telling, views
from server.alerts.messages import Alert as AlertView
from server.alerts.messages import AlertChanged, Stop
from server.alerts.tables import Alert
from server.conversations import entries, participants
from server.conversations import rules as words
from server.conversations.tables import Participant
from server.people import actions as people
from server.people import tries
from server.people.tables import Person
from server.services import Services, Tx


@dataclass(frozen=True)
class Verdict:
    """What the PIN and the code word said."""

    constrained: bool
    all_clear: bool


async def do_stop(services: Services, actor: Actor, wish: Stop) -> AlertView:
    """Raises PinNeeded, WrongPin (the alert goes on), TooFast, NotFound, Closed."""
    alert = await store.alert(wish.alert)
    if alert is None or alert.caller_id != actor.person:
        raise errors.NotFound
    if alert.open_for is None:
        raise errors.Closed
    caller = await people.load(actor.person)
    verdict = await _check(services, caller, wish)
    async with services.transaction() as tx:
        held = await store.lock_alert(services.db, alert.id)
        if held is None or held.open_for is None:
            raise errors.Closed
        await _stop(services, tx, held, wish, verdict)
    return await views.own(services, await store.alert(alert.id) or alert)


async def _check(services: Services, caller: Person, wish: Stop) -> Verdict:
    """Both PINs are always compared, so that neither answers sooner than the other."""
    right = duress = False
    if caller.pin_hash is not None:
        if wish.pin is None:
            raise errors.PinNeeded
        await tries.check(services, f"pin|{caller.id}")
        right = await services.passwords.fits_pin(caller.pin_hash, wish.pin)
        duress = await services.passwords.fits_pin(caller.duress_hash, wish.pin)
        if not (right or duress):
            await tries.failed(services, f"pin|{caller.id}")
            raise errors.WrongPin
    return Verdict(constrained=duress, all_clear=await _word_fits(services, caller, wish))


async def _word_fits(services: Services, caller: Person, wish: Stop) -> bool:
    """A wrong code word is not told: her words arrive, without the mark of the all-clear."""
    if caller.code_word_hash is None or not wish.code_word or not wish.words:
        return False
    word = wish.code_word.strip().casefold()
    return await services.passwords.fits_pin(caller.code_word_hash, word)


async def _stop(services: Services, tx: Tx, alert: Alert, wish: Stop, verdict: Verdict) -> None:
    me = await participants.participant(alert.room_id, alert.caller_id)
    if me is None:
        raise errors.NotFound
    if alert.state == "running":
        now = services.clock.now()
        values = {"state": "stopped", "stopped_at": now, "refill_at": None}
        await store.update_alert(alert.id, **values)
        alert.update_from_dict(values)
        hers = telling.HER.values()
        await entries.do_append_each(services, tx, alert.room_id, hers, "stopped", [me])
        changed = AlertChanged(alert=alert.id, state="stopped", window_ends_at=alert.window_ends_at)
        telling.tell_changed(tx, alert, changed)
    await _her_words(services, tx, alert, me, wish)
    await _among_responders(services, tx, alert, me, verdict)


async def _her_words(services: Services, tx: Tx, alert: Alert, me: Participant, wish: Stop) -> None:
    """In her own words, never a canned reply. Whether the code word was right is not shown here."""
    text = words.clean(wish.words) if wish.words else ""
    for channel in telling.HER.values() if text else ():
        await entries.do_append(
            services,
            tx,
            alert.room_id,
            channel,
            "said",
            me,
            text=text,
            client_id=_once(services, alert, text),
        )


async def _among_responders(
    services: Services, tx: Tx, alert: Alert, me: Participant, verdict: Verdict
) -> None:
    """What her device must never learn: constraint, or that the all-clear was verified."""
    if verdict.constrained:
        await store.update_alert(alert.id, constrained=True)
    if not (verdict.constrained or verdict.all_clear):
        return
    kind = "stopped_under_constraint" if verdict.constrained else "all_clear"
    for channel in telling.US.values():
        await entries.do_append(
            services,
            tx,
            alert.room_id,
            channel,
            kind,  # type: ignore[arg-type]  # one of two kinds
            me,
            client_id=_once(services, alert, kind),
        )


def _once(services: Services, alert: Alert, what: str) -> str:
    """A stop that was sent twice, because its first answer was lost, says it once. Blind, since it
    stands beside what is sealed."""
    key = services.keyring.named("index")
    return crypto.blind(key, f"stop|{alert.id}|{alert.launched_at}|{what}")[:32]
