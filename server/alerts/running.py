"""An alert whose window is open: found, and locked."""

from __future__ import annotations

from collections.abc import Sequence

from server import errors
from server.alerts import store
from server.alerts.tables import Alert
from server.services import Services


async def open_alert(alert_id: str) -> Alert:
    """Raises NotFound, Closed."""
    return _open(await store.alert(alert_id))


async def asked_for(services: Services, alert_id: str) -> Alert:
    """The same, asked together with whoever else comes to it. Not inside a transaction."""
    return _open(await services.asked(_alerts, alert_id))


async def _alerts(services: Services, ids: Sequence[str]) -> list[Alert | None]:
    held = await store.alerts(ids)
    return [held.get(one) for one in ids]


async def lock_open(services: Services, alert_id: str) -> Alert:
    """The alert, locked, and still open. Raises Closed."""
    alert = await store.lock_alert(services.db, alert_id)
    if alert is None or alert.open_for is None:
        raise errors.Closed
    return alert


def _open(alert: Alert | None) -> Alert:
    if alert is None:
        raise errors.NotFound
    if alert.open_for is None:
        raise errors.Closed
    return alert
