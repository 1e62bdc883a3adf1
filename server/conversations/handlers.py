"""Commands every kind of room shares."""

from __future__ import annotations

from server.conversations import actions
from server.conversations.messages import (
    READ,
    SAY,
    SYNC,
    Entries,
    Marked,
    MarkRead,
    Said,
    Say,
    Sync,
)
from server.gateway.dispatch import Call, handles
from server.people.messages import BLOCK, Block
from server.wire import Nothing


@handles(SAY)
async def say(call: Call, request: Say) -> Said:
    return await actions.do_say(call.services, call.actor, request)


@handles(SYNC)
async def sync(call: Call, request: Sync) -> Entries:
    return await actions.sync(call.services, call.actor, request)


@handles(READ)
async def mark_read(call: Call, request: MarkRead) -> Marked:
    return await actions.do_mark_read(call.services, call.actor, request)


@handles(BLOCK)
async def block(call: Call, request: Block) -> Nothing:
    await actions.do_block(call.services, call.actor, request.room, request.who)
    return Nothing()
