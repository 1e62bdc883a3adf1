"""Signing in and out, sessions, alert credentials, PINs, bans, blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server import errors
from server.actor import STRANGER, Actor, Proof
from server.alerts.messages import Alert
from server.clock import DAY, HOUR, MINUTE
from server.conversations import actions as rooms
from server.conversations import participants
from server.gateway.dispatch import Call
from server.people import actions as accounts
from server.people import entry
from server.people.doorkeeper import People
from server.people.entry import Opened
from server.people.messages import SessionEnded, SetPins, SignIn, Update
from server.people.tables import Credential, Person, Session
from server.positions.messages import PositionMoved
from server.push.tables import Outgoing
from server.wire import AT_HELPLINE, COMMANDS, Who
from tests.people import PARIS, PASSWORD, Someone, Town

WRONG = "une autre phrase"


async def signs_in(
    town: Town, who: Someone, password: str = PASSWORD, shown: str = "", **more: Any
) -> Opened:
    wish = SignIn(email=who.email, password=password, **more)
    return await entry.do_sign_in(town.house.services, wish, shown)


async def recognised(town: Town, proof: Proof) -> Actor:
    """And noted: it is written a little later."""
    found = await People(town.house.services).recognise(proof)
    await town.house.services.batches.settle()
    return found


async def ask(town: Town, proof: Proof, name: str, **payload: object) -> Any:
    """A command as either door would bring it."""
    call = Call(town.house.services, STRANGER, "https", "192.0.2.1")
    return await town.house.dispatch.answer(name, payload, proof, call)


async def test_signing_in_opens_a_session_of_two_halves(town: Town) -> None:
    camille = await town.person("camille")
    proof = await camille.signs_in()
    assert (await recognised(town, proof)).person == camille.id
    for half in (replace(proof, device=""), replace(proof, device="x" * 43), Proof(cookie="x")):
        with pytest.raises(errors.SessionExpired):
            await recognised(town, half)


async def test_every_sign_in_is_another_session(town: Town) -> None:
    camille = await town.person("camille")
    first, second = await signs_in(town, camille), await signs_in(town, camille)
    assert len({first.cookie, second.cookie, first.device, second.device}) == 4


async def test_an_address_may_be_written_in_any_case(town: Town) -> None:
    camille = await town.person("camille")
    wish = SignIn(email=" Camille@Example.ORG ", password=PASSWORD)
    assert (await entry.do_sign_in(town.house.services, wish, "")).me.person == camille.id


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(town: Town) -> None:
    await town.person("camille")
    answers = []
    for email in ("camille@example.org", "nobody@example.org"):
        with pytest.raises(errors.WrongCredentials) as refused:
            await ask(town, Proof(), "session.open", email=email, password=WRONG)
        answers.append(refused.value.refusal("fr"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("known", [True, False])
async def test_ten_wrong_tries_are_enough(town: Town, known: bool) -> None:
    """An unknown address is counted like any other, or the count would tell."""
    camille = await town.person("camille") if known else Someone(town, "", "nobody", "member")
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await signs_in(town, camille, WRONG)
    with pytest.raises(errors.TooFast):
        await signs_in(town, camille, PASSWORD)


async def test_after_a_quarter_of_an_hour_she_may_try_again(town: Town) -> None:
    camille = await town.person("camille")
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await signs_in(town, camille, WRONG)
    await town.later(16 * MINUTE)
    assert await signs_in(town, camille)


async def test_nobody_locks_her_out_of_her_own_device(town: Town) -> None:
    camille = await town.person("camille")
    mine = (await signs_in(town, camille)).credential or ""
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await signs_in(town, camille, WRONG)
    assert await signs_in(town, camille, shown=mine)
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await signs_in(town, camille, WRONG, shown=mine)
    with pytest.raises(errors.TooFast):
        await signs_in(town, camille, shown=mine)


async def test_somebody_elses_device_is_no_known_device(town: Town) -> None:
    camille, nour = await town.person("camille"), await town.person("nour")
    hers = (await signs_in(town, nour)).credential or ""
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await signs_in(town, camille, WRONG, shown=hers)
    with pytest.raises(errors.TooFast):
        await signs_in(town, camille)


async def test_signing_out_ends_this_session_only(town: Town) -> None:
    camille = await town.person("camille")
    here, there = await camille.signs_in(), await camille.signs_in()
    await ask(town, here, "session.close")
    with pytest.raises(errors.SessionExpired):
        await ask(town, here, "me")
    assert (await ask(town, there, "me")).person == camille.id
    assert [event.reason for _, event in town.heard.of(SessionEnded)] == ["signed_out"]


@pytest.mark.parametrize(
    ("shared", "idle"), [(False, 14 * DAY), (True, 30 * MINUTE)], ids=["hers", "shared"]
)
async def test_a_session_left_alone_ends(town: Town, shared: bool, idle: int) -> None:
    camille = await town.person("camille")
    proof = await camille.signs_in(shared=shared)
    town.clock.advance(idle - 1)
    assert await recognised(town, proof)
    town.clock.advance(idle)
    with pytest.raises(errors.SessionExpired):
        await recognised(town, proof)


@pytest.mark.parametrize(
    ("shared", "step", "longest"),
    [(False, 10 * DAY, 90 * DAY), (True, 20 * MINUTE, 12 * HOUR)],
    ids=["hers", "shared"],
)
async def test_no_session_lives_for_ever(town: Town, shared: bool, step: int, longest: int) -> None:
    camille = await town.person("camille")
    proof = await camille.signs_in(shared=shared)
    for _ in range(longest // step - 1):
        town.clock.advance(step)
        assert await recognised(town, proof)
    town.clock.advance(step)
    with pytest.raises(errors.SessionExpired):
        await recognised(town, proof)


async def test_of_a_dead_session_nothing_is_kept(town: Town) -> None:
    camille = await town.person("camille")
    gone, idle, kept = [await camille.signs_in() for _ in range(3)]
    await entry.do_sign_out(town.house.services, await recognised(town, gone))
    await town.later(2 * DAY)
    assert await Session.all().count() == 2
    for _ in range(7):
        await recognised(town, kept)
        await town.later(2 * DAY)
    assert await Session.all().count() == 1
    with pytest.raises(errors.SessionExpired):
        await recognised(town, idle)
    await recognised(town, kept)


async def test_of_a_revoked_credential_nothing_is_kept(town: Town) -> None:
    camille = await town.person("camille")
    opened = await signs_in(town, camille)
    credential_id = str(opened.credential).partition(".")[0]
    await entry.do_revoke(town.house.services, camille.actor, credential_id)
    await town.later(2 * DAY)
    assert await Credential.all().count() == 0


async def test_a_shared_device_keeps_nothing_that_launches(town: Town) -> None:
    camille = await town.person("camille")
    assert (await signs_in(town, camille, shared=True)).credential is None


async def test_staff_have_no_alert_credential(town: Town) -> None:
    assert (await signs_in(town, await town.person("maud", "partner"))).credential is None


async def test_the_alert_credential_outlives_the_session(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    credential = Proof(credential=(await signs_in(town, camille)).credential or "")
    town.clock.advance(200 * DAY)
    alert = await ask(town, credential, "alert.start", press="press-one")
    assert (await ask(town, credential, "alert.current")).alert == alert
    fix = {"lat": 48.85, "lon": 2.35, "accuracy_m": 10.0, "at": town.clock.now()}
    assert (await ask(town, credential, "position.report", **fix)).live
    assert (await ask(town, credential, "alert.stop", alert=alert.alert)).state == "stopped"


async def test_whoever_asks_where_she_stands_is_told_our_time(town: Town) -> None:
    """By it a phone set hours off knows how old a point is."""
    opened = await signs_in(town, await town.person("camille"))
    session = Proof(cookie=opened.cookie or "", device=opened.device)
    town.clock.advance(5 * DAY)
    now = town.clock.now()
    assert (await ask(town, session, "alert.mine")).now == now
    assert (await ask(town, Proof(credential=opened.credential or ""), "alert.current")).now == now


async def test_the_alert_credential_can_do_nothing_else(town: Town) -> None:
    camille = await town.person("camille")
    credential = Proof(credential=(await signs_in(town, camille)).credential or "")
    may = {"alert.start", "alert.stop", "alert.current", "position.report", "wipe"}
    assert {name for name, c in COMMANDS.items() if c.who & Who.CREDENTIAL} == may
    for name, command in COMMANDS.items():
        if name not in may and command.who != Who.ANYONE:
            there = command.who & ~AT_HELPLINE  # what is of the other address does not exist here
            with pytest.raises(errors.NotAllowed if there else errors.NotFound):
                await ask(town, credential, name)


async def test_a_credential_unused_for_a_year_opens_nothing(town: Town) -> None:
    camille = await town.person("camille")
    opened = await signs_in(town, camille)
    proof = Proof(credential=str(opened.credential))
    await town.later(300 * DAY)
    assert await recognised(town, proof)
    await town.later(364 * DAY)
    await signs_in(town, camille, shown=str(opened.credential))  # the same device, used again
    await town.later(364 * DAY)
    assert await recognised(town, proof)
    await town.later(365 * DAY)
    with pytest.raises(errors.SessionExpired):
        await recognised(town, proof)
    await town.later(2 * DAY)
    assert await Credential.all().count() == 0


async def test_a_revoked_credential_opens_nothing(town: Town) -> None:
    camille = await town.person("camille")
    opened = await signs_in(town, camille)
    proof = Proof(cookie=opened.cookie, device=opened.device)
    (held,) = (await ask(town, proof, "devices.list")).credentials
    left = await ask(town, proof, "devices.revoke", credential=held.credential)
    assert (held.here, left.credentials) == (True, [])
    with pytest.raises(errors.SessionExpired):
        await ask(town, Proof(credential=opened.credential or ""), "alert.current")


async def test_nobody_revokes_or_ends_what_is_not_hers(town: Town) -> None:
    camille, nour = await town.person("camille"), await town.person("nour")
    hers, theirs = await camille.signs_in(), await nour.signs_in()
    listed = await ask(town, hers, "devices.list")
    for command, held in (
        ("devices.end", {"session": listed.sessions[0].session}),
        ("devices.revoke", {"credential": listed.credentials[0].credential}),
    ):
        with pytest.raises(errors.NotFound):
            await ask(town, theirs, command, **held)
    assert await ask(town, hers, "me")


async def test_she_sees_her_sessions_and_ends_another(town: Town) -> None:
    camille = await town.person("camille")
    there, here = await camille.signs_in(), await camille.signs_in(shared=True)
    listed = await ask(town, here, "devices.list")
    assert sorted((s.here, s.shared) for s in listed.sessions) == [(False, False), (True, True)]
    other = next(s.session for s in listed.sessions if not s.here)
    left = await ask(town, here, "devices.end", session=other)
    assert [session.here for session in left.sessions] == [True]
    with pytest.raises(errors.SessionExpired):
        await ask(town, there, "me")


async def set_pins(town: Town, somebody: Someone, password: str = PASSWORD, **wish: Any) -> Any:
    changed = SetPins(password=password, **wish)
    return await accounts.do_set_pins(town.house.services, somebody.actor, changed)


async def test_pins_ask_for_the_password(town: Town) -> None:
    camille = await town.person("camille")
    with pytest.raises(errors.WrongCredentials):
        await set_pins(town, camille, WRONG, pin="2468")
    me = await set_pins(town, camille, pin="2468", duress_pin="1357", code_word="le chat")
    assert (me.has_pin, me.has_duress_pin, me.has_code_word) == (True, True, True)


async def test_guessing_the_password_of_the_pins_is_limited(town: Town) -> None:
    """Whoever holds her open phone must not find her password here."""
    camille = await town.person("camille")
    for _ in range(10):
        with pytest.raises(errors.WrongCredentials):
            await set_pins(town, camille, WRONG, pin="2468")
    with pytest.raises(errors.TooFast):
        await set_pins(town, camille, pin="2468")


async def test_the_two_pins_differ(town: Town) -> None:
    camille = await town.person("camille")
    with pytest.raises(errors.Invalid):
        await set_pins(town, camille, pin="2468", duress_pin="2468")
    await set_pins(town, camille, pin="2468", duress_pin="1357")
    with pytest.raises(errors.Invalid):
        await set_pins(town, camille, pin="1357")
    with pytest.raises(errors.Invalid):
        await set_pins(town, camille, duress_pin="2468")


async def test_a_duress_pin_needs_a_stop_pin(town: Town) -> None:
    camille = await town.person("camille")
    with pytest.raises(errors.Invalid):
        await set_pins(town, camille, duress_pin="1357")
    await set_pins(town, camille, pin="2468", duress_pin="1357")
    with pytest.raises(errors.Invalid):
        await set_pins(town, camille, pin="")
    me = await set_pins(town, camille, pin="", duress_pin="")
    assert (me.has_pin, me.has_duress_pin) == (False, False)


async def test_what_is_not_given_stays(town: Town) -> None:
    camille = await town.person("camille")
    services = town.house.services
    await accounts.do_update(services, camille.actor, Update(phone="+33 6", contacts=["a", "b"]))
    me = await accounts.do_update(services, camille.actor, Update(pseudonym="cam"))
    assert (me.pseudonym, me.phone, me.contacts, me.first_name) == (
        "cam",
        "+33 6",
        ["a", "b"],
        "Camille",
    )


async def test_a_ban_cuts_everything_at_once(town: Town) -> None:
    tom = await (await town.person("tom")).stands(*PARIS)
    opened = await signs_in(town, tom)
    await accounts.do_ban(town.house.services, tom.id)
    for proof in (
        Proof(cookie=opened.cookie, device=opened.device),
        Proof(credential=opened.credential or ""),
    ):
        with pytest.raises((errors.Banned, errors.SessionExpired)):
            await recognised(town, proof)
    with pytest.raises(errors.Banned):
        await signs_in(town, tom)
    assert [event.reason for _, event in town.heard.of(SessionEnded)] == ["banned"]


async def test_somebody_not_verified_is_let_in_nowhere(town: Town) -> None:
    camille = await town.person("camille")
    proof = await camille.signs_in()
    await Person.filter(id=camille.id).update(verified=False)
    with pytest.raises(errors.Banned):
        await recognised(town, proof)
    with pytest.raises(errors.NotAllowed):
        await camille.launches()


async def test_who_met_in_a_room_and_was_blocked_is_never_met_again(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await nour.opens(alert)
    await nour.says(alert, "bonjour")
    (who,) = (person.who for person in (await camille.opens(alert)).people)
    await rooms.do_block(town.house.services, camille.actor, alert.room, who)
    assert await nour.invitations() == []
    await nour.launches()
    assert await camille.invitations() == []


async def blocked_in_a_room(town: Town, *, by_her: bool) -> tuple[Someone, Someone, Alert]:
    """Nour wrote, and shares her way with everybody; then one of the two blocks the other."""
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35)
    alert = await camille.launches()
    await nour.opens(alert)
    await nour.says(alert, "bonjour")
    await nour.shares(alert, among=True, with_her=True)
    (her_name,) = (person.who for person in (await camille.opens(alert)).people)
    caller = (await nour.opens(alert)).caller.who
    blocker, who = (camille, her_name) if by_her else (nour, caller)
    await rooms.do_block(town.house.services, blocker.actor, alert.room, who)
    return camille, nour, alert


@pytest.mark.parametrize("by_her", [True, False], ids=["by her", "of her"])
async def test_a_block_ends_the_room_between_them(town: Town, by_her: bool) -> None:
    camille, nour, alert = await blocked_in_a_room(town, by_her=by_her)
    for wish in (nour.opens(alert), nour.reads(alert), nour.says(alert, "et moi ?")):
        with pytest.raises(errors.NotFound):
            await wish
    with pytest.raises(errors.NotFound):
        await nour.trail(alert)
    heard = len(town.heard.told)
    town.clock.advance(MINUTE)
    await nour.moves(48.87, 2.36)
    await camille.moves(48.88, 2.37)
    assert not [
        to
        for to, event in town.heard.told[heard:]
        if isinstance(event, PositionMoved) and to.id in (nour.id, camille.id)
    ]
    assert await participants.audiences(town.house.services, nour.id) == []
    assert nour.id in {who for who, _ in await participants.left_since(town.house.services, 0)}
    assert (await camille.opens(alert)).people == []
    assert alert.state == "running"


async def test_at_a_relaunch_a_blocked_responder_is_not_woken(town: Town) -> None:
    camille, nour, alert = await blocked_in_a_room(town, by_her=True)
    await camille.stops(alert)
    town.clock.advance(MINUTE)
    await camille.launches()
    assert await nour.invitations() == []
    assert not await Outgoing.filter(person_id=nour.id).exists()


async def test_a_refused_command_changes_nothing(town: Town) -> None:
    camille = await (await town.person("camille")).stands(*PARIS)
    proof = await camille.signs_in()
    for payload in ({}, {"press": "x"}, {"press": "press-one", "more": 1}, {"press": 12345678}):
        with pytest.raises(errors.Invalid):
            await ask(town, proof, "alert.start", **payload)
    assert (await ask(town, proof, "alert.current")).alert is None
    with pytest.raises(errors.NotFound):
        await ask(town, proof, "alert.begin")
