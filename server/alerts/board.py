"""Tells the watch boards that an alert has changed. They then ask what they may see."""

from __future__ import annotations

from server import audience
from server.alerts.messages import BoardChanged
from server.alerts.tables import Alert
from server.services import Tx

EVERYWHERE = "*"


def tell(tx: Tx, alert: Alert) -> None:
    """To the agents of her département; to all of them when nobody knows where she is."""
    event = BoardChanged(alert=alert.id)
    tx.tell(audience.board(alert.department or EVERYWHERE), event)
