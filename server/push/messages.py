"""Web push on the wire (RFC 8030, 8291, 8292)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from server import limits
from server.wire import PEOPLE, Id, Line, Message, Millis, Nothing, command

Endpoint = Annotated[str, Meta(min_length=12, max_length=2000)]


class PushKey(Message):
    """The server's VAPID public key, base64url."""

    key: Line


class Subscription(Message):
    endpoint: Endpoint
    p256dh: Line
    auth: Line


class Unsubscribe(Message):
    endpoint: Endpoint


class Subscribed(Message):
    devices: int


class Test(Message):
    """A self-test sends a real push to this device only; the page waits for its id to come back."""

    endpoint: Endpoint


class TestSent(Message):
    test: Id


class TestSeen(Message):
    test: Id


class TestResult(Message):
    tested_at: Millis


KEY = command(
    "push.key", Nothing, PushKey, who=PEOPLE, rate=limits.READ, about="The VAPID public key."
)
SUBSCRIBE = command(
    "push.subscribe",
    Subscription,
    Subscribed,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="This device can be woken. Only endpoints of known push services are taken.",
)
UNSUBSCRIBE = command(
    "push.unsubscribe",
    Unsubscribe,
    Subscribed,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="This device is not to be woken any more.",
)
TEST = command(
    "push.test",
    Test,
    TestSent,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="Send a test push to this device.",
)
TEST_SEEN = command(
    "push.test_seen",
    TestSeen,
    TestResult,
    who=PEOPLE,
    rate=limits.SETTINGS,
    about="The test push arrived and was heard.",
)
