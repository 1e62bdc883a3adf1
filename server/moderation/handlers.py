"""Commands of moderators."""

from __future__ import annotations

from server.gateway.dispatch import Call, handles
from server.moderation import actions
from server.moderation.messages import LIST, SETTLE, Reports, Settle
from server.wire import Nothing


@handles(LIST)
async def reports(call: Call, request: Nothing) -> Reports:
    return await actions.reports(call.services)


@handles(SETTLE)
async def settle(call: Call, request: Settle) -> Reports:
    await actions.do_settle(call.services, call.actor, request)
    return await actions.reports(call.services)
