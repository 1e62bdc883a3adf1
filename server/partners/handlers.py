"""Commands of partners' agents."""

from __future__ import annotations

from server.alerts.messages import AlertRef, RoomView
from server.gateway.dispatch import Call, handles
from server.partners import actions
from server.partners.messages import ENTER, WATCH, Board
from server.wire import Nothing


@handles(WATCH)
async def watch(call: Call, request: Nothing) -> Board:
    return await actions.watch(call.services, call.actor)


@handles(ENTER)
async def enter(call: Call, request: AlertRef) -> RoomView:
    return await actions.do_enter(call.services, call.actor, request.alert)
