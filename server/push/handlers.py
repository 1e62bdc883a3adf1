"""Commands about push."""

from __future__ import annotations

from server.gateway.dispatch import Call, handles
from server.push import actions
from server.push.messages import (
    KEY,
    SUBSCRIBE,
    TEST,
    TEST_SEEN,
    UNSUBSCRIBE,
    PushKey,
    Subscribed,
    Subscription,
    Test,
    TestResult,
    TestSeen,
    TestSent,
    Unsubscribe,
)
from server.wire import Nothing


@handles(KEY)
async def key(call: Call, request: Nothing) -> PushKey:
    return PushKey(key=actions.public_key(call.services))


@handles(SUBSCRIBE)
async def subscribe(call: Call, request: Subscription) -> Subscribed:
    return Subscribed(devices=await actions.do_subscribe(call.services, call.actor, request))


@handles(UNSUBSCRIBE)
async def unsubscribe(call: Call, request: Unsubscribe) -> Subscribed:
    left = await actions.do_unsubscribe(call.services, call.actor, request.endpoint)
    return Subscribed(devices=left)


@handles(TEST)
async def test(call: Call, request: Test) -> TestSent:
    return TestSent(test=await actions.do_test(call.services, call.actor, request))


@handles(TEST_SEEN)
async def test_seen(call: Call, request: TestSeen) -> TestResult:
    return TestResult(tested_at=await actions.do_test_seen(call.services, call.actor))
