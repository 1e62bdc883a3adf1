"""Words that must be nowhere: said, written and shown through the real actions."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from server.alerts.messages import Alert, Report
from server.alerts.room import do_report
from server.people import actions as accounts
from server.people.messages import SetPins, Update
from server.positions.messages import Fix
from server.push import actions as push
from server.push.messages import Subscription
from tests.people import PASSWORD, Someone, Town

HER_FIRST_NAME = "Philomène"
HER_PHONE = "+33699112233"
HER_CONTACT = "signal:@lanterne.verte"
HER_WORDS = "il est derrière la porte bleue"
PLAN = "on se retrouve au lavomatique"
REASON = "ce récit ressemble à une farce"
CODE_WORD = "mirabelle"
PIN = "739164"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/aiguillage-secret-4711"
LAT, LON = 48.853216789, 2.349876543
HIS_LAT, HIS_LON = 48.861234567, 2.361987654

WORDS = [
    HER_FIRST_NAME,
    HER_PHONE,
    HER_CONTACT,
    HER_WORDS,
    PLAN,
    REASON,
    CODE_WORD,
    PIN,
    ENDPOINT,
    "camille@example.org",
    "nour@example.org",
    "Nour",  # her first name; her pseudonym `nour` may stand in the clear
    PASSWORD,
]


@dataclass
class Story:
    camille: Someone
    nour: Someone
    alert: Alert


async def story(town: Town) -> Story:
    """Camille launches; Nour comes, writes on both channels, shares her way, reports."""
    camille, nour = await town.person("camille"), await town.person("nour")
    services = town.house.services
    change = Update(first_name=HER_FIRST_NAME, phone=HER_PHONE, contacts=[HER_CONTACT])
    await accounts.do_update(services, camille.actor, change)
    pins = SetPins(password=PASSWORD, pin=PIN, code_word=CODE_WORD)
    await accounts.do_set_pins(services, camille.actor, pins)
    await push.do_subscribe(services, nour.actor, subscription())
    await camille.stands(LAT, LON)
    await nour.stands(HIS_LAT, HIS_LON)
    await town.crowd(20)
    alert = await camille.launches(fix=_fix(town, LAT, LON))
    await nour.opens(alert)
    await nour.shares(alert, among=True)
    town.clock.advance(20_000)
    await camille.moves(LAT, LON)
    await nour.moves(HIS_LAT, HIS_LON)
    await camille.says(alert, HER_WORDS)
    await nour.says(alert, HER_WORDS[::-1])
    await nour.says(alert, PLAN, "us")
    report = Report(alert=alert.alert, reason=REASON, client_id="report-1")
    await do_report(services, nour.actor, report)
    return Story(camille, nour, alert)


def needles() -> dict[str, bytes]:
    """Everything to look for, as bytes: words, coordinates as text, coordinates as floats."""
    found = {word: word.encode() for word in WORDS}
    for value in (LAT, LON, HIS_LAT, HIS_LON):
        found[f"{value} as text"] = str(value).encode()
        found[f"{value} roughly, as text"] = f"{value:.5f}".encode()
        found[f"{value} big-endian"] = struct.pack(">d", value)
        found[f"{value} little-endian"] = struct.pack("<d", value)
    return found


def seen_in(held: bytes) -> list[str]:
    """The names of the needles found here."""
    return [name for name, needle in needles().items() if needle in held]


def _fix(town: Town, lat: float, lon: float) -> Fix:
    return Fix(lat=lat, lon=lon, accuracy_m=10, at=town.clock.now())


def subscription() -> Subscription:
    return Subscription(endpoint=ENDPOINT, p256dh="clef-publique-de-nour", auth="sel-de-nour")
