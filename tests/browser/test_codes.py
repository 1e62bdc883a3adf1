"""The stop code, and the one typed under constraint: nobody beside her can tell them apart."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.person import Person
from tests.browser.town import PASSWORD

PIN = "1357"
DURESS = "2468"
RANDOM = re.compile(r"\d\d:\d\d|il y a \d+ \w+")


async def set_codes(person: Person) -> None:
    asked = {"password": PASSWORD, "pin": PIN, "duress_pin": DURESS, "code_word": "glycine"}
    assert (await person.ask("me.pins", asked))["has_duress_pin"]
    await person.visit()
    await expect(person.button("Alerte")).to_be_visible()


async def type_code(person: Person, code: str) -> None:
    await person.hold(
        person.button("Arrêter l'alerte"), person.page.get_by_role("dialog", name="Ton code")
    )
    await person.page.keyboard.type(code)
    await person.button("Valider").click()


async def test_a_wrong_code_stops_nothing(camille: Person) -> None:
    await set_codes(camille)
    await camille.launch()
    await type_code(camille, "9999")
    await expect(camille.text("Ce n'est pas le bon code.")).to_be_visible()
    assert (await camille.ask("alert.current", {}))["alert"]["state"] == "running"


async def test_the_code_stops(camille: Person, nour: Person) -> None:
    await set_codes(camille)
    await camille.launch()
    await nour.answer()
    await type_code(camille, PIN)
    await expect(camille.heading("Alerte arrêtée")).to_be_visible()
    await expect(nour.page.locator(".notice").first).to_contain_text("eut-être arrêté")
    await expect(nour.page.locator(".notice.grave")).to_have_count(0)


async def test_the_other_code_tells_the_responders_and_shows_the_same(
    camille: Person, nour: Person
) -> None:
    await set_codes(camille)
    screens = []
    for code in (PIN, DURESS):
        await camille.launch() if not screens else await camille.relaunch()
        if not screens:
            await nour.answer()
        await type_code(camille, code)
        await expect(camille.heading("Alerte arrêtée")).to_be_visible()
        screens.append(RANDOM.sub("", await camille.page.locator("body").inner_html()))
    assert screens[0] == screens[1]
    await expect(nour.page.locator(".notice.grave")).to_contain_text("code de détresse")


async def test_her_own_words_and_her_secret_word_say_that_she_is_well(
    camille: Person, nour: Person
) -> None:
    await set_codes(camille)
    await camille.launch()
    await nour.answer()
    await type_code(camille, PIN)
    await camille.button("Ouvrir la conversation").click()
    await camille.button("Dire que je vais bien").click()
    await camille.page.locator("textarea[name=words]").fill("Ma sœur est là, je dors chez elle.")
    await camille.page.locator("input[name=code]").fill("glycine")
    await camille.page.locator(".sheet input[name=pin]").fill(PIN)
    await camille.button("Envoyer").click()
    await expect(nour.text("Ma sœur est là")).to_be_visible()
    await nour.page.locator(".tab.us").click()
    await expect(nour.text("dit aller bien, mot secret vérifié")).to_be_visible()
