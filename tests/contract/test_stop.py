"""Stopping: it never ends the window, and never tells which PIN was given."""

from __future__ import annotations

import msgspec
import pytest

from server import errors
from server.alerts.messages import Alarm, Alert
from server.alerts.tables import Alert as Stored
from server.alerts.tables import Place
from server.clock import HOUR, MINUTE, SECOND
from server.people import actions as accounts
from server.people.messages import SetPins
from tests.engines import Engine
from tests.people import PARIS, PASSWORD, Someone, Town, live_in

PIN, DURESS, WORD = "2468", "1357", "le chat de Mamie"


async def launch(town: Town, *, pins: bool = False) -> tuple[Someone, Someone, Alert]:
    """Camille, and Nour who is in her room."""
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    if pins:
        wish = SetPins(password=PASSWORD, pin=PIN, duress_pin=DURESS, code_word=WORD)
        await accounts.do_set_pins(town.house.services, camille.actor, wish)
    alert = await camille.launches()
    await nour.opens(alert)
    return camille, nour, alert


async def kinds(somebody: Someone, alert: Alert, channel: str) -> list[str]:
    return [entry.kind for entry in await somebody.reads(alert, channel)]


async def test_stopped_is_unverified_and_the_window_goes_on(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await town.later(HOUR)
    stopped = await camille.stops(alert)
    assert (stopped.state, stopped.stopped_at) == ("stopped", town.clock.now())
    assert stopped.window_ends_at == alert.launched_at + 48 * HOUR
    assert await kinds(nour, alert, "her") == ["launched", "stopped"]


async def test_she_stays_locatable_and_contactable(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await camille.stops(alert)
    await town.later(20 * HOUR)
    assert await camille.moves(48.85, 2.36)
    view = await nour.opens(alert)
    assert view.caller.fix
    assert (view.state, view.caller.fix.lat) == ("stopped", 48.85)
    await nour.says(alert, "comment vas-tu ?")
    assert (await camille.reads(alert))[-1].text == "comment vas-tu ?"


async def test_stopping_says_nothing_in_her_name(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await camille.stops(alert)
    assert not [entry.text for entry in await nour.reads(alert) if entry.text]


async def test_stopping_twice_is_stopping_once(town: Town) -> None:
    camille, nour, alert = await launch(town)
    first = await camille.stops(alert)
    await town.later(MINUTE)
    assert await camille.stops(alert) == first
    assert await kinds(nour, alert, "her") == ["launched", "stopped"]


async def test_a_stop_sent_twice_says_its_words_once(town: Town) -> None:
    """Its first answer was lost; the page repeats it by the other door."""
    camille, nour, alert = await launch(town, pins=True)
    for _ in range(2):
        await camille.stops(alert, pin=PIN, words="tout va bien", code_word=WORD)
    said = [entry.text for entry in await nour.reads(alert) if entry.kind == "said"]
    assert said == ["tout va bien"]
    assert (await kinds(nour, alert, "us")).count("all_clear") == 1
    for _ in range(2):
        await camille.stops(alert, pin=DURESS, words="encore")
    assert (await kinds(nour, alert, "us")).count("stopped_under_constraint") == 1


async def test_nobody_else_stops_it(town: Town) -> None:
    camille, nour, alert = await launch(town)
    with pytest.raises(errors.NotFound):
        await nour.stops(alert)
    assert (await camille.launches()).state == "running"


async def test_whoever_set_a_pin_is_asked_for_it(town: Town) -> None:
    camille, _, alert = await launch(town, pins=True)
    assert alert.asks_pin
    with pytest.raises(errors.PinNeeded):
        await camille.stops(alert)
    assert (await camille.stops(alert, pin=PIN)).state == "stopped"


async def test_a_wrong_pin_changes_nothing(town: Town) -> None:
    camille, nour, alert = await launch(town, pins=True)
    with pytest.raises(errors.WrongPin):
        await camille.stops(alert, pin="9999")
    assert (await Stored.get(id=alert.alert)).state == "running"
    assert await kinds(nour, alert, "her") == ["launched"]


async def test_guessing_the_pin_is_limited_and_the_alert_goes_on(town: Town) -> None:
    camille, _, alert = await launch(town, pins=True)
    for _ in range(10):
        with pytest.raises(errors.WrongPin):
            await camille.stops(alert, pin="9999")
    with pytest.raises(errors.TooFast):
        await camille.stops(alert, pin=PIN)
    assert (await Stored.get(id=alert.alert)).state == "running"
    await town.later(16 * MINUTE)
    assert (await camille.stops(alert, pin=PIN)).state == "stopped"


async def stopped_with(town: Town, pin: str) -> tuple[bytes, bytes, list[int]]:
    """All that Camille's device gets from a stop: the answer, the events, her channels' lengths;
    her ids replaced by words, since every alert has its own."""
    camille, _, alert = await launch(town, pins=True)
    town.heard.told.clear()
    answer = await camille.stops(alert, pin=pin)
    view = await camille.opens(alert)
    names = {alert.alert: "alert", alert.room: "room", view.me: "her", camille.id: "camille"}
    told = [(event.name, event) for event in await camille.hears()]
    lengths = [head.seq for head in view.channels]
    return _neutral(answer, names), _neutral([told, view], names), lengths


def _neutral(value: object, names: dict[str, str]) -> bytes:
    text = msgspec.json.encode(value).decode()
    for name, word in names.items():
        text = text.replace(name, word)
    return text.encode()


async def test_both_pins_give_her_device_the_same_bytes(engine: Engine) -> None:
    async with live_in(engine) as town:
        hers = await stopped_with(town, PIN)
    async with live_in(engine) as town:
        forced = await stopped_with(town, DURESS)
    assert forced == hers


async def test_constraint_is_told_to_responders_and_the_board_only(town: Town) -> None:
    camille, nour, alert = await launch(town, pins=True)
    maud = await town.agent("maud")
    await camille.stops(alert, pin=DURESS)
    assert await kinds(nour, alert, "us") == ["wave", "joined", "stopped_under_constraint"]
    assert await kinds(camille, alert, "her") == ["launched", "stopped"]
    (row,) = (await maud.watches()).alerts
    assert (row.state, row.constrained) == ("stopped", True)
    assert "constrain" not in repr(await camille.hears())


async def test_the_true_pin_later_does_not_take_the_constraint_back(town: Town) -> None:
    camille, _, alert = await launch(town, pins=True)
    await camille.stops(alert, pin=DURESS)
    await camille.stops(alert, pin=PIN)
    assert (await Stored.get(id=alert.alert)).constrained


async def test_the_true_pin_tells_no_constraint(town: Town) -> None:
    camille, nour, alert = await launch(town, pins=True)
    await camille.stops(alert, pin=PIN)
    assert await kinds(nour, alert, "us") == ["wave", "joined"]


async def test_all_clear_is_her_own_words_and_her_code_word(town: Town) -> None:
    camille, nour, alert = await launch(town, pins=True)
    words = "Je suis chez ma sœur, merci."
    await camille.stops(alert, pin=PIN, words=words, code_word="  Le Chat de mamie ")
    assert (await nour.reads(alert))[-1].text == words
    assert (await kinds(nour, alert, "us"))[-1] == "all_clear"
    assert "all_clear" not in await kinds(camille, alert, "her")


async def test_a_wrong_code_word_is_not_revealed(town: Town) -> None:
    """Whoever forces her to write cannot learn whether she gave the right one."""
    camille, nour, alert = await launch(town, pins=True)
    right = await camille.stops(alert, pin=PIN, words="Tout va bien.", code_word="chien")
    assert (await nour.reads(alert))[-1].text == "Tout va bien."
    assert "all_clear" not in await kinds(nour, alert, "us")
    again = await camille.stops(alert, pin=PIN, words="Tout va bien.", code_word=WORD)
    assert again == right


async def test_under_constraint_the_code_word_clears_nothing(town: Town) -> None:
    camille, nour, alert = await launch(town, pins=True)
    await camille.stops(alert, pin=DURESS, words="Tout va bien.", code_word=WORD)
    assert (await kinds(nour, alert, "us"))[-1] == "stopped_under_constraint"


async def test_relaunch_reopens_the_same_room_for_a_new_48_hours(town: Town) -> None:
    camille, nour, alert = await launch(town)
    await camille.stops(alert)
    await town.later(40 * HOUR)
    again = await camille.launches()
    assert (again.alert, again.room, again.state) == (alert.alert, alert.room, "running")
    assert again.window_ends_at == town.clock.now() + 48 * HOUR
    assert again.stopped_at is None
    assert (await kinds(nour, alert, "her"))[-1] == "relaunched"


async def test_at_a_relaunch_signers_stay_and_the_silent_are_alarmed_anew(town: Town) -> None:
    camille, nour, alert = await launch(town)
    lea = await (await town.person("lea")).stands(48.87, 2.35)
    zoe = await (await town.person("zoe")).stands(48.88, 2.35)
    await camille.stops(alert)
    await town.later(MINUTE)
    town.heard.told.clear()
    await camille.launches()
    told = {to.id for to, _ in town.heard.of(Alarm)}
    assert told == {lea.id, zoe.id}
    await camille.stops(alert)
    await town.later(MINUTE)
    town.heard.told.clear()
    await camille.launches()
    assert {to.id for to, _ in town.heard.of(Alarm)} == {lea.id, zoe.id}
    assert (await nour.opens(alert)).my_state == "seen"


async def test_a_relaunch_fills_up_to_fifty(town: Town) -> None:
    camille, _, alert = await launch(town)
    crowd = await town.crowd(60)
    await camille.stops(alert)
    await town.later(MINUTE)
    again = await camille.launches()
    assert again.tally.alarmed == 50
    fresh = await Place.filter(alarmed_at=town.clock.now()).values_list("person_id", flat=True)
    assert {str(person) for person in fresh} == {somebody.id for somebody in crowd[:49]}


async def test_a_relaunch_lifts_the_mark_of_constraint(town: Town) -> None:
    camille, _, alert = await launch(town, pins=True)
    await camille.stops(alert, pin=DURESS)
    await town.later(SECOND)
    await camille.launches()
    assert not (await Stored.get(id=alert.alert)).constrained
