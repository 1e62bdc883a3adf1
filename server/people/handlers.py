"""Commands about accounts."""

from __future__ import annotations

from server.gateway.dispatch import Call, handles
from server.people import actions, entry
from server.people.messages import (
    DEVICES,
    END_SESSION,
    ME,
    REVOKE,
    SET_PINS,
    SIGN_IN,
    SIGN_OUT,
    UPDATE,
    Devices,
    EndSession,
    Me,
    Revoke,
    SetPins,
    SignedIn,
    SignIn,
    Update,
)
from server.wire import Nothing


@handles(SIGN_IN)
async def sign_in(call: Call, request: SignIn) -> SignedIn:
    opened = await entry.do_sign_in(call.services, request, call.proof.credential)
    call.cookie, call.cookie_lasts = opened.cookie, not request.shared
    return SignedIn(me=opened.me, device=opened.device, alert_credential=opened.credential)


@handles(SIGN_OUT)
async def sign_out(call: Call, request: Nothing) -> Nothing:
    await entry.do_sign_out(call.services, call.actor)
    call.cookie = ""
    return request


@handles(ME)
async def me(call: Call, request: Nothing) -> Me:
    return await actions.me(call.services, call.actor.person)


@handles(UPDATE)
async def update(call: Call, request: Update) -> Me:
    return await actions.do_update(call.services, call.actor, request)


@handles(SET_PINS)
async def set_pins(call: Call, request: SetPins) -> Me:
    return await actions.do_set_pins(call.services, call.actor, request)


@handles(DEVICES)
async def devices(call: Call, request: Nothing) -> Devices:
    return await entry.devices(call.services, call.actor)


@handles(END_SESSION)
async def end_session(call: Call, request: EndSession) -> Devices:
    await entry.do_end_session(call.services, call.actor, request.session)
    return await entry.devices(call.services, call.actor)


@handles(REVOKE)
async def revoke(call: Call, request: Revoke) -> Devices:
    await entry.do_revoke(call.services, call.actor, request.credential)
    return await entry.devices(call.services, call.actor)
