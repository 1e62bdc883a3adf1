"""Commands of the alert, and those of positions that concern its rooms."""

from __future__ import annotations

from server.alerts import contact, launch, live, past, room, stop, views
from server.alerts import figures as totals
from server.alerts import parting as _parting  # noqa: F401  reacts to blocks
from server.alerts.messages import (
    ANSWER,
    CALL,
    CALL_END,
    CURRENT,
    FIGURES,
    HOLD,
    MINE,
    OPEN,
    PAST,
    REPORT_ALERT,
    SHARE,
    START,
    STOP,
    Alert,
    AlertRef,
    Answer,
    Answered,
    CallEnd,
    CallTap,
    Figures,
    Hold,
    Mine,
    Past,
    Report,
    RoomView,
    Running,
    Share,
    Start,
    Stop,
)
from server.gateway.dispatch import Call, handles
from server.positions import nearby, standings
from server.positions.messages import (
    COUNT_AROUND,
    REPORT,
    TRAIL,
    Around,
    CountAround,
    Fix,
    Reported,
    Trail,
    TrailOf,
)
from server.wire import Nothing


@handles(START)
async def start(call: Call, request: Start) -> Alert:
    return await launch.do_start(call.services, call.actor, request)


@handles(STOP)
async def stop_alert(call: Call, request: Stop) -> Alert:
    return await stop.do_stop(call.services, call.actor, request)


@handles(CURRENT)
async def current(call: Call, request: Nothing) -> Running:
    alert = await room.current(call.services, call.actor)
    own = await views.own(call.services, alert) if alert else None
    return Running(alert=own, now=call.services.clock.now())


@handles(MINE)
async def mine(call: Call, request: Nothing) -> Mine:
    if call.door == "https":
        call.services.soon(standings.do_set_polling, call.actor.person)
    return await room.mine(call.services, call.actor)


@handles(OPEN)
async def open_room(call: Call, request: AlertRef) -> RoomView:
    return await room.do_open(call.services, call.actor, request.alert)


@handles(ANSWER)
async def answer(call: Call, request: Answer) -> Answered:
    return await room.do_answer(call.services, call.actor, request)


@handles(CALL)
async def call_tap(call: Call, request: CallTap) -> Answered:
    return await contact.do_call(call.services, call.actor, request)


@handles(CALL_END)
async def call_end(call: Call, request: CallEnd) -> Answered:
    return await contact.do_call_end(call.services, call.actor, request)


@handles(SHARE)
async def share(call: Call, request: Share) -> Share:
    return await room.do_share(call.services, call.actor, request)


@handles(REPORT_ALERT)
async def report(call: Call, request: Report) -> AlertRef:
    return AlertRef(alert=await room.do_report(call.services, call.actor, request))


@handles(PAST)
async def past_alerts(call: Call, request: Nothing) -> Past:
    return await past.past(call.services, call.actor)


@handles(HOLD)
async def hold(call: Call, request: Hold) -> Past:
    return await past.do_hold(call.services, call.actor, request)


@handles(FIGURES)
async def figures(call: Call, request: Nothing) -> Figures:
    return await totals.figures(call.services)


@handles(REPORT)
async def report_position(call: Call, request: Fix) -> Reported:
    return await live.do_report(call.services, call.actor, request)


@handles(TRAIL)
async def trail(call: Call, request: TrailOf) -> Trail:
    return await live.trail(call.services, call.actor, request.room)


@handles(COUNT_AROUND)
async def around(call: Call, request: CountAround) -> Around:
    return await nearby.around(call.services, call.actor.person, request.radius_km)
