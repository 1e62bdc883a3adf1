"""Commands of the helpline's desk."""

from __future__ import annotations

from server.desk import actions, disclosures, talks
from server.desk import overview as watching
from server.desk.messages import (
    ACCEPT,
    ADDRESS,
    AGREE,
    DISCLOSE,
    DUTY,
    END,
    GUIDES,
    HAND_OVER,
    INVITE,
    OPEN,
    ORIENT,
    OVERVIEW,
    STEP_OUT,
    Address,
    Desk,
    Disclose,
    Disclosure,
    DisclosureRef,
    Duty,
    End,
    Ended,
    Guides,
    HandOver,
    Invite,
    Orient,
    Overview,
    Talk,
    VisitRef,
)
from server.gateway.dispatch import Call, handles
from server.wire import Nothing


@handles(OPEN)
async def desk(call: Call, request: Nothing) -> Desk:
    return await actions.desk(call.services, call.actor)


@handles(DUTY)
async def duty(call: Call, request: Duty) -> Desk:
    return await actions.do_duty(call.services, call.actor, request.on)


@handles(ACCEPT)
async def accept(call: Call, request: VisitRef) -> Talk:
    return await actions.do_accept(call.services, call.actor, request.visit)


@handles(HAND_OVER)
async def hand_over(call: Call, request: HandOver) -> Ended:
    return await talks.do_hand_over(call.services, call.actor, request)


@handles(INVITE)
async def invite(call: Call, request: Invite) -> Talk:
    return await talks.do_invite(call.services, call.actor, request)


@handles(STEP_OUT)
async def step_out(call: Call, request: VisitRef) -> Ended:
    return await talks.do_step_out(call.services, call.actor, request.visit)


@handles(GUIDES)
async def guides(call: Call, request: VisitRef) -> Guides:
    return await talks.where_to(call.services, call.actor, request.visit)


@handles(ORIENT)
async def orient(call: Call, request: Orient) -> Talk:
    return await talks.do_orient(call.services, call.actor, request)


@handles(END)
async def end(call: Call, request: End) -> Ended:
    return await talks.do_end(call.services, call.actor, request.visit, request.flag)


@handles(DISCLOSE)
async def disclose(call: Call, request: Disclose) -> Disclosure:
    return await disclosures.do_ask(call.services, call.actor, request)


@handles(AGREE)
async def agree(call: Call, request: DisclosureRef) -> Disclosure:
    return await disclosures.do_agree(call.services, call.actor, request.disclosure)


@handles(ADDRESS)
async def address(call: Call, request: DisclosureRef) -> Address:
    return await disclosures.do_read(call.services, call.actor, request.disclosure)


@handles(OVERVIEW)
async def overview(call: Call, request: Nothing) -> Overview:
    return await watching.overview(call.services)
