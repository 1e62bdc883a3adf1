"""From the press to the stop, in two browsers and more."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person


async def test_a_short_press_does_nothing(camille: Person) -> None:
    await camille.button("Alerte").click()
    await expect(camille.text("Relâché trop tôt")).to_be_visible()
    await expect(camille.heading("Alerte en cours")).to_have_count(0)


async def test_held_two_seconds_it_alarms_whoever_is_near(camille: Person, nour: Person) -> None:
    await camille.launch()
    await expect(nour.alarm()).to_contain_text("Camille a besoin d'aide")


async def test_fifty_places_fill(camille: Person, nour: Person) -> None:
    await camille.launch()
    await expect(nour.alarm()).to_be_visible()
    await expect(camille.text("50 membres prévenus")).to_be_visible()
    await nour.answer()
    await expect(camille.text("1 a vu")).to_be_visible()


async def test_they_write_to_each_other(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await nour.write("Je suis au bout de la rue.")
    await camille.read()
    await expect(camille.text("Je suis au bout de la rue.")).to_be_visible()
    await camille.write("Deuxième étage, porte bleue.")
    await expect(nour.text("Deuxième étage, porte bleue.")).to_be_visible()


async def test_her_device_never_gets_what_responders_say_among_themselves(
    camille: Person, arrive: Arrive, nour: Person
) -> None:
    ines = await arrive("Inès")
    await ines.sign_in()
    frames: list[str] = []
    camille.page.on("response", lambda answer: frames.append(answer.url))
    cdp = await camille.context.new_cdp_session(camille.page)
    await cdp.send("Network.enable")
    cdp.on("Network.webSocketFrameReceived", lambda f: frames.append(f["response"]["payloadData"]))
    await camille.launch()
    await nour.answer()
    await ines.answer()
    await nour.write("Je passe par la cour, ne le dites pas.", side="us")
    await ines.page.locator(".tab.us").click()
    await expect(ines.text("Je passe par la cour")).to_be_visible()
    await nour.write("Courage.")
    await camille.read()
    await expect(camille.text("Courage.")).to_be_visible()
    assert frames
    assert "par la cour" not in "".join(frames) + await camille.everything_shown()


async def test_her_position_moves_on_their_screens(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await nour.list_positions()
    row = nour.page.locator(".map-row-caller")
    first = await row.inner_text()
    await camille.move(camille.town.north(120))
    await expect(row).not_to_have_text(first)
    await expect(row).to_contain_text(f"{camille.town.north(120).lat:.5f}")
    await expect(nour.page.locator(".room-state .point")).to_have_text("En direct")


async def test_who_shares_her_way_is_seen_by_the_others_only(
    camille: Person, nour: Person, arrive: Arrive
) -> None:
    ines = await arrive("Inès")
    await ines.sign_in()
    await camille.launch()
    await nour.answer()
    await ines.answer()
    await nour.share_among_us()
    await nour.move(nour.town.north(200))
    await ines.list_positions()
    await expect(ines.page.locator(".map-row-responder")).to_contain_text("Nour de la rue")
    assert "Nour" not in await camille.everything_shown()


async def test_stopped_she_stays_locatable_and_contactable(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await camille.stop()
    await expect(camille.text("Tu restes localisable et joignable")).to_be_visible()
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()
    await nour.list_positions()
    row = nour.page.locator(".map-row-caller")
    await camille.move(camille.town.north(80))
    await expect(row).to_contain_text(f"{camille.town.north(80).lat:.5f}")
    await nour.write("Où es-tu ?")
    await camille.read()
    await expect(camille.text("Où es-tu ?")).to_be_visible()


async def test_relaunched_it_sounds_again_in_the_same_room(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await nour.write("Première nuit.")
    await camille.stop()
    await camille.relaunch()
    await nour.answer()
    await camille.read()
    await expect(camille.text("Première nuit.")).to_be_visible()
    await expect(nour.page.locator(".room-state .chip")).to_have_text("En cours")


async def test_declined_frees_the_place(camille: Person, nour: Person) -> None:
    await camille.launch()
    await expect(nour.alarm()).to_be_visible()
    await nour.button("Je ne peux pas").click()
    await expect(nour.text("Une autre personne sera prévenue.")).to_be_visible()
    await expect(nour.alarm()).to_have_count(0)


async def test_two_tabs_that_press_are_one_alert(camille: Person, nour: Person) -> None:
    other = await camille.context.new_page()
    await other.goto(camille.town.origin)
    await expect(other.locator(".hold-button.alert")).to_be_visible()
    await camille.launch()
    await expect(other.get_by_role("heading", name="Alerte en cours")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()
    await nour.answer()
    await nour.page.locator(".icon-button").first.click()
    await expect(nour.page.locator(".invitation")).to_have_count(1)
