"""Commands of erasure."""

from __future__ import annotations

from server.erasure import actions
from server.erasure.messages import ERASE_ROOM, WIPE, EraseRoom, RoomErased, Wiped
from server.gateway.dispatch import Call, handles
from server.wire import Nothing


@handles(WIPE)
async def wipe(call: Call, request: Nothing) -> Wiped:
    wiped = await actions.do_wipe(call.services, call.actor)
    call.cookie, call.forget_site = "", True
    return wiped


@handles(ERASE_ROOM)
async def erase_room(call: Call, request: EraseRoom) -> RoomErased:
    erased = await actions.do_erase_words(call.services, call.actor, request.room)
    return RoomErased(entries=erased)
