"""Commands of visitors."""

from __future__ import annotations

from server.gateway.dispatch import Call, handles
from server.helpline import leaving, visits
from server.helpline.messages import (
    BEGIN,
    DOOR,
    IDENTIFY,
    LEAVE,
    MINE,
    WIPE,
    Begin,
    Door,
    Gone,
    Identity,
    Visit,
)
from server.wire import Nothing


@handles(DOOR)
async def door(call: Call, request: Nothing) -> Door:
    return await visits.door(call.services, call.address)


@handles(BEGIN)
async def begin(call: Call, request: Begin) -> Visit:
    return await visits.do_begin(call.services, request, call.address)


@handles(MINE)
async def mine(call: Call, request: Nothing) -> Visit:
    return await visits.mine(call.services, call.actor)


@handles(IDENTIFY)
async def identify(call: Call, request: Identity) -> Visit:
    return await visits.do_identify(call.services, call.actor, request)


@handles(WIPE)
async def wipe(call: Call, request: Nothing) -> Gone:
    return await leaving.do_wipe(call.services, call.actor)


@handles(LEAVE)
async def leave(call: Call, request: Nothing) -> Gone:
    return await leaving.do_leave(call.services, call.actor)
