"""Commands of direct chats."""

from __future__ import annotations

from server.direct import actions, wishing
from server.direct.messages import (
    LEAVE,
    MINE,
    REPORT,
    WISH,
    WISHES,
    ChatRef,
    Chats,
    ReportChat,
    Wish,
    Wishes,
    WishesOf,
)
from server.gateway.dispatch import Call, handles
from server.wire import Nothing


@handles(WISHES)
async def wishes(call: Call, request: WishesOf) -> Wishes:
    return await wishing.wishes(call.services, call.actor, request.alert)


@handles(WISH)
async def wish(call: Call, request: Wish) -> Wishes:
    return await wishing.do_wish(call.services, call.actor, request)


@handles(MINE)
async def mine(call: Call, request: Nothing) -> Chats:
    return await actions.mine(call.services, call.actor)


@handles(LEAVE)
async def leave(call: Call, request: ChatRef) -> Chats:
    return await actions.do_leave(call.services, call.actor, request.room)


@handles(REPORT)
async def report(call: Call, request: ReportChat) -> ChatRef:
    return ChatRef(room=await actions.do_report(call.services, call.actor, request))
