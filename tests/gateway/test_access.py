"""Who may send what: every command × every kind of person, to its exact code.

A row says who is answered, about Camille's running alert; whoever else may send the command at all
gets its code, and the others that of their state or role. A refusal changes nothing at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from server import errors
from server.actor import STRANGER, Proof
from server.alerts.messages import Alert, Report
from server.alerts.room import do_report
from server.clock import ManualClock
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations.policies import DIRECT
from server.gateway.dispatch import Call
from server.moderation.tables import Report as Stored
from server.people import actions as accounts
from server.people import entry
from server.people.messages import SignIn
from server.wire import COMMANDS
from tests import engines
from tests.people import PARIS, PASSWORD, Someone, Town

WHO = {
    "caller": "camille",
    "responder": "nour",
    "silent": "lea",  # alarmed, has not opened
    "stranger": "aya",
    "friend": "lise",  # her own alert is stopped; she has a chat with the responder
    "banned": "ines",
    "expired": "zoe",
    "credential": "camille",
    "partner": "maud",  # of the area, has entered
    "partner outside": "paul",  # of another area
    "ally": "sam",
    "minor": "mina",
    "moderator": "sacha",
    "admin": "alix",
    "visitor": "",
}
MEMBERS = ("caller", "responder", "silent", "stranger", "friend", "ally", "minor")
PARTNERS = ("partner", "partner outside")
STAFF = (*PARTNERS, "moderator", "admin")
EVERYBODY = (*MEMBERS, *STAFF)
INSIDE = ("caller", "responder", "partner")
EXPIRED = ("expired", "visitor")

ENDPOINT = {"endpoint": "https://fcm.googleapis.com/fcm/send/4711"}
ROOM, ALERT, WHO_IN_ROOM, REPORT = "$room", "$alert", "$who", "$report"
STOPPED, STOPPED_WHO, CHAT, LEFT = "$stopped", "$stopped_who", "$chat", "$left"
FRIENDS = ("friend", "responder")
UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass(frozen=True)
class Rule:
    """`ok` are answered; `codes` names exceptions; the rest of those whose role may send it get
    `other` (what is not theirs does not exist for them)."""

    ok: tuple[str, ...]
    payload: dict[str, object] = field(default_factory=dict)
    other: str = "not_found"
    codes: dict[str, str] = field(default_factory=dict)


def codes(code: str, *people: str) -> dict[str, str]:
    return dict.fromkeys(people, code)


HER = {"room": ROOM, "channel": "her"}
US = {"room": ROOM, "channel": "us"}
DIRECTLY = {"room": CHAT, "channel": "direct"}
TABLE: dict[str, list[Rule]] = {
    "session.open": [Rule((), {"email": "$email", "password": "faux passe"})],
    "session.close": [Rule(EVERYBODY)],
    "me": [Rule(EVERYBODY)],
    "me.update": [Rule(EVERYBODY, {"radius_km": 30})],
    "me.pins": [
        Rule(MEMBERS, {"password": PASSWORD, "pin": "1357"}),
        Rule((), {"password": "faux passe", "pin": "1357"}, "wrong_credentials"),
    ],
    "devices.list": [Rule(EVERYBODY)],
    "devices.end": [Rule((), {"session": UNKNOWN})],
    "devices.revoke": [Rule((), {"credential": UNKNOWN})],
    "people.block": [Rule(("responder",), {"room": ROOM, "who": WHO_IN_ROOM})],
    "position.report": [
        Rule((*MEMBERS, "credential"), {"lat": 48.8, "lon": 2.3, "accuracy_m": 9, "at": "$now"})
    ],
    "position.around": [Rule(MEMBERS, {"radius_km": 20})],
    "position.trail": [Rule(INSIDE, {"room": ROOM}), Rule((), {"room": UNKNOWN})],
    "room.say": [
        Rule(FRIENDS, DIRECTLY | {"text": "un mot", "client_id": "client-0001"}),
        Rule(INSIDE, HER | {"text": "un mot", "client_id": "client-0001"}),
        Rule(("responder", "partner"), US | {"text": "un mot", "client_id": "client-0002"}),
        Rule(
            ("partner",),
            {"room": ROOM, "channel": "us_ally", "text": "un mot", "client_id": "client-0003"},
        ),
    ],
    "room.sync": [
        Rule(FRIENDS, DIRECTLY | {"after": 0}),
        Rule(INSIDE, HER | {"after": 0}),
        Rule(("responder", "partner"), US | {"after": 0}),
        Rule(("partner",), {"room": ROOM, "channel": "us_ally", "after": 0}),
        Rule((), {"room": UNKNOWN, "channel": "her", "after": 0}),
    ],
    "room.read": [
        Rule(FRIENDS, DIRECTLY | {"seq": 1}),
        Rule(INSIDE, HER | {"seq": 1}),
        Rule(("responder", "partner"), US | {"seq": 1}),
    ],
    "alert.start": [Rule((*MEMBERS, "credential"), {"press": "press-0001"})],
    "alert.stop": [Rule(("caller", "credential"), {"alert": ALERT})],
    "alert.current": [Rule((*MEMBERS, "credential"))],
    "alert.mine": [Rule(MEMBERS)],
    "alert.open": [
        Rule((*INSIDE, "silent"), {"alert": ALERT}),
        Rule((), {"alert": UNKNOWN}),
    ],
    "alert.answer": [
        Rule(("responder", "silent"), {"alert": ALERT, "answer": "acting"}),
        Rule(("responder", "silent"), {"alert": ALERT, "answer": "declined"}),
    ],
    "alert.call": [
        Rule(
            ("responder", "partner"),
            {"alert": ALERT, "call": "call-0001"},
            codes=codes("not_allowed", "caller"),
        )
    ],
    "alert.call_end": [
        Rule(INSIDE, {"alert": ALERT, "call": "call-0001", "outcome": "reached"}),
    ],
    "alert.share": [
        Rule(
            ("responder", "partner"),
            {"alert": ALERT, "among": True, "with_her": False},
            codes=codes("not_allowed", "caller"),
        )
    ],
    "alert.report": [
        Rule(INSIDE, {"alert": ALERT, "reason": "une farce", "client_id": "report-9"})
    ],
    "alert.figures": [Rule((*EVERYBODY, "credential", "banned", "expired", "visitor"))],
    "alert.past": [Rule(MEMBERS)],
    "alert.hold": [Rule((), {"alert": ALERT, "held": True})],
    "push.key": [Rule(MEMBERS)],
    "push.subscribe": [
        Rule(MEMBERS, ENDPOINT | {"p256dh": "clef", "auth": "sel"}),
        Rule((), {"endpoint": "https://evil.example/x", "p256dh": "c", "auth": "s"}, "invalid"),
    ],
    "push.unsubscribe": [Rule(MEMBERS, ENDPOINT)],
    "push.test": [Rule((), ENDPOINT)],
    "push.test_seen": [Rule(MEMBERS, {"test": UNKNOWN})],
    "wipe": [Rule((*EVERYBODY, "credential"))],
    "room.erase": [
        Rule(("caller", "responder", "partner"), {"room": ROOM}),
        Rule(FRIENDS, {"room": CHAT}),
    ],
    "board.watch": [Rule(PARTNERS)],
    "board.enter": [Rule(("partner",), {"alert": ALERT}), Rule((), {"alert": UNKNOWN})],
    "direct.wishes": [
        Rule(FRIENDS, {"alert": STOPPED}),
        Rule((), {"alert": UNKNOWN}),
    ],
    "direct.wish": [
        Rule(("responder",), {"alert": STOPPED, "who": STOPPED_WHO, "wished": True}),
        Rule((), {"alert": ALERT, "who": WHO_IN_ROOM, "wished": True}),
    ],
    "direct.mine": [Rule(MEMBERS)],
    "direct.leave": [Rule((), {"room": ROOM}), Rule(FRIENDS, {"room": LEFT})],
    "direct.report": [
        Rule(FRIENDS, {"room": CHAT, "reason": "menaces", "client_id": "report-8"}),
        Rule((), {"room": ROOM, "reason": "menaces", "client_id": "report-9"}),
    ],
    "reports.list": [Rule(("moderator", "admin"))],
    "reports.settle": [
        Rule(("moderator", "admin"), {"report": REPORT, "outcome": "dismissed", "note": ""}),
        Rule((), {"report": UNKNOWN, "outcome": "banned", "note": ""}),
    ],
}
CASES = [(name, rule) for name, rules in TABLE.items() for rule in rules]


def expected(name: str, rule: Rule, who: str) -> str:
    """`ok`, or the code."""
    if name == "session.open":
        return "wrong_credentials"
    if who in rule.ok:
        return "ok"
    if who in rule.codes:
        return rule.codes[who]
    if who == "banned":
        return "banned"
    if who in EXPIRED:
        return "session_expired"
    return rule.other if _role_may(name, who) else "not_allowed"


def _role_may(name: str, who: str) -> bool:
    role = {
        "partner outside": "PARTNER",
        "caller": "MEMBER",
        "responder": "MEMBER",
        "silent": "MEMBER",
        "stranger": "MEMBER",
        "friend": "MEMBER",
    }.get(who, who.upper())
    return role in str(COMMANDS[name].who)


@dataclass
class Scene:
    town: Town
    alert: Alert
    proofs: dict[str, Proof]
    words: dict[str, object]

    async def code(self, name: str, rule: Rule, who: str) -> str:
        """`ok`, or the code of the refusal."""
        words = self.words | {"$email": f"unknown-{who}@example.org"}
        words[REPORT] = words.get(f"{REPORT} {who}", UNKNOWN)
        words[LEFT] = words.get(f"{LEFT} {who}", UNKNOWN)
        payload = {
            key: words.get(value, value) if isinstance(value, str) else value
            for key, value in rule.payload.items()
        }
        call = Call(self.town.house.services, STRANGER, "https", address=who)
        try:
            await self.town.house.dispatch.answer(name, payload, self.proofs[who], call)
        except errors.Refused as refused:
            return refused.code
        return "ok"

    def everything(self) -> list[str]:
        """All that is stored (failed passwords apart: counting them is the point)."""
        with closing(sqlite3.connect(self.town.house.services.settings.sqlite)) as held:
            return [line for line in held.iterdump() if "attempt" not in line]


@pytest_asyncio.fixture
async def scene(embedded: engines.Embedded) -> AsyncIterator[Scene]:
    clock = ManualClock()
    house, heard = engines.build(await embedded.fresh(), clock)
    await house.open()
    town = Town(house, heard, clock)
    yield await _set(town)
    await house.close()


async def _set(town: Town) -> Scene:
    """Camille's alert runs in Paris; Nour is in the room, Léa was alarmed, Maud has entered."""
    roles = {"sam": "ally", "mina": "minor", "sacha": "moderator", "alix": "admin"}
    agents = {"maud": ["75"], "paul": ["13"]}
    services = town.house.services
    for name in dict.fromkeys(filter(None, WHO.values())):
        if name in agents:
            await town.agent(name, agents[name])
        else:
            await town.person(name, roles.get(name, "member"))
    people = town.people
    await people["camille"].stands(*PARIS)
    await people["nour"].stands(48.86, 2.36)
    await people["lise"].stands(48.8, 2.3, online=False)
    await people["lea"].stands(48.87, 2.37)
    proofs = {who: await people[name].signs_in() for who, name in WHO.items() if name}
    proofs["visitor"] = Proof()
    wish = SignIn(email=people["camille"].email, password=PASSWORD)
    opened = await entry.do_sign_in(services, wish, "")
    proofs["credential"] = Proof(credential=opened.credential or "")
    stopped = await people["lise"].launches("press-lise")
    hers = (await people["nour"].opens(stopped)).caller.who
    await people["lise"].stops(stopped)
    alert = await people["camille"].launches("press-0000")
    await people["nour"].opens(alert)
    await people["maud"].enters(alert)
    for proof in proofs.values():  # its first use is noted now, not at the first refusal
        with suppress(errors.Refused):
            await town.house.dispatch.recognise(proof)
    for client_id in ("report-1", "report-2"):
        report = Report(alert=alert.alert, reason="une farce", client_id=client_id)
        await do_report(services, people["nour"].actor, report)
    await accounts.do_ban(services, people["ines"].id)
    expired = await town.house.dispatch.recognise(proofs["expired"])
    await entry.do_sign_out(services, expired)
    caller = (await people["nour"].opens(alert)).caller.who
    reports = await Stored.all()
    words: dict[str, object] = {
        ALERT: alert.alert,
        ROOM: alert.room,
        STOPPED: stopped.alert,
        STOPPED_WHO: hers,
        CHAT: await _chat(town, people["lise"], people["nour"]),
        f"{LEFT} friend": await _chat(town, people["lise"], people["nour"]),
        f"{LEFT} responder": await _chat(town, people["lise"], people["nour"]),
        WHO_IN_ROOM: caller,
        f"{REPORT} moderator": reports[0].id,
        f"{REPORT} admin": reports[1].id,
        "$now": town.clock.now(),
    }
    return Scene(town, alert, proofs, words)


async def _chat(town: Town, her: Someone, other: Someone) -> str:
    services = town.house.services
    async with services.transaction():
        room_id = await rooms.do_open(services, DIRECT)
        await participants.do_enter(services, room_id, her.id, "caller", "member")
        await participants.do_enter(services, room_id, other.id, "responder", "member")
    return room_id


@pytest.mark.parametrize(
    ("name", "rule"), CASES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(CASES)]
)
async def test_each_is_answered_as_the_table_says(scene: Scene, name: str, rule: Rule) -> None:
    answers = {who: expected(name, rule, who) for who in WHO}
    refused = [who for who, code in answers.items() if code != "ok"]
    before = scene.everything()
    found = {who: await scene.code(name, rule, who) for who in refused}
    assert found == {who: answers[who] for who in refused}
    assert scene.everything() == before
    for who in WHO:
        if who not in refused:
            assert await scene.code(name, rule, who) == "ok", who


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(COMMANDS)
    assert len(CASES) * len(WHO) >= 37 * 12
