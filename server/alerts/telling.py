"""Who is told when an alert changes: her own devices, each partition its own, the watch boards."""

from __future__ import annotations

from collections.abc import Collection

from server import audience
from server.alerts import views
from server.alerts.messages import AlertChanged, BoardChanged, TallyChanged
from server.alerts.tables import Alert
from server.services import Services, Tx

US = {"member": "us", "ally": "us_ally"}
HER = {"member": "her", "ally": "her_ally"}
EVERYWHERE = "*"


def tell_board(tx: Tx, alert: Alert) -> None:
    """To the agents of her département; to all of them when nobody knows where she is. They then
    ask what they may see."""
    tx.tell(audience.board(alert.department or EVERYWHERE), BoardChanged(alert=alert.id))


async def tell_tally(services: Services, tx: Tx, alert: Alert, partitions: Collection[str]) -> None:
    """To her own devices, and to each partition concerned its own counts. The other one is told
    nothing: that something happened would already say that somebody is there."""
    counts = await views.tallies(services, alert)
    tx.tell(audience.person(alert.caller_id), TallyChanged(alert=alert.id, tally=counts(None)))
    for partition in set(partitions):
        event = TallyChanged(alert=alert.id, tally=counts(partition))
        tx.tell(audience.channel(alert.room_id, US[partition]), event)
    tell_board(tx, alert)


def withdraw(tx: Tx, alert: Alert, who: str = "") -> None:
    """Where this responder is (or, at the end, where anybody is): what the gateway still holds of
    it, for the room or for her, is told to nobody."""
    for channel in US.values():
        tx.withdraw(audience.channel(alert.room_id, channel), who)
    tx.withdraw(audience.person(alert.caller_id), who)


def tell_changed(tx: Tx, alert: Alert, changed: AlertChanged) -> None:
    tx.tell(audience.person(alert.caller_id), changed)
    for channel in US.values():
        tx.tell(audience.channel(alert.room_id, channel), changed)
    tell_board(tx, alert)
