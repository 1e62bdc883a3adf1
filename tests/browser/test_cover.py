"""Hide, lock, decoy: what somebody who comes near can see, and what goes on behind."""

from __future__ import annotations

from playwright.async_api import Locator, Route, expect

from tests.browser.conftest import Arrive
from tests.browser.person import HOLD_MS, Person

EXIT = "https://meteofrance.com/"
CODE = "40718"
# In the task of the tap itself: no frame of the page can be drawn after it.
TAP_AND_LOOK = """() => {
  document.querySelector('.hide-button').click();
  return getComputedStyle(document.body).visibility;
}"""


async def weather(route: Route) -> None:
    await route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>Sunny")


def decoy(person: Person) -> Locator:
    return person.page.locator(".decoy")


async def press_long(person: Person, what: str) -> None:
    await person.page.locator(what).hover()
    await person.page.mouse.down()
    await person.page.wait_for_timeout(HOLD_MS + 200)
    await person.page.mouse.up()


async def set_lock(person: Person) -> None:
    await person.button("Réglages").click()
    await person.page.locator("summary", has_text="Verrou").click()
    await person.page.get_by_label("Nouveau code").fill(CODE)
    await person.page.get_by_label("Le même code").fill(CODE)
    await person.button("Mettre ce code").click()
    await expect(person.page.locator("summary", has_text="Verrou en place")).to_be_visible()


async def type_code(person: Person, code: str) -> None:
    await expect(person.page.locator(".decoy-pad")).to_be_visible()
    await person.page.keyboard.type(code)
    await person.page.keyboard.press("Enter")


async def hides_to_the_weather(person: Person) -> None:
    await person.page.wait_for_url(EXIT)
    only_the_exit(person)


def only_the_exit(person: Person) -> None:
    assert set(person.watch.foreign) == {EXIT}, "the neutral site is the one other origin"
    person.watch.foreign.clear()


async def test_hiding_leads_to_a_neutral_site_and_back_shows_nothing(camille: Person) -> None:
    await camille.context.route(f"{EXIT}**", weather)
    await camille.button("Réglages").click()
    await camille.button("Cacher").click()
    await hides_to_the_weather(camille)
    await camille.page.go_back()
    assert camille.page.url == "about:blank"
    await camille.page.go_forward()
    await camille.page.go_forward()
    await expect(decoy(camille)).to_be_visible()
    only_the_exit(camille)


async def test_shift_three_times_hides(camille: Person) -> None:
    await camille.context.route(f"{EXIT}**", weather)
    for _ in range(3):
        await camille.page.keyboard.press("Shift")
    await hides_to_the_weather(camille)


async def test_without_network_it_is_blank_at_once(camille: Person) -> None:
    await camille.context.set_offline(True)
    assert await camille.page.evaluate(TAP_AND_LOOK) == "hidden"
    await expect(decoy(camille)).to_be_visible()


async def test_a_hidden_page_stays_hidden_when_reloaded(camille: Person) -> None:
    await camille.launch()
    await camille.button("Cacher").click()
    await expect(decoy(camille)).to_be_visible()
    await camille.page.reload()
    await expect(decoy(camille)).to_be_visible()
    await press_long(camille, ".decoy-name")
    await expect(camille.heading("Alerte en cours")).to_be_visible()


async def test_behind_the_decoy_the_alert_and_the_position_go_on(
    camille: Person, nour: Person
) -> None:
    await camille.launch()
    await nour.answer()
    assert await camille.page.evaluate(TAP_AND_LOOK) == "hidden"
    await expect(decoy(camille)).to_be_visible()
    await nour.list_positions()
    row = nour.page.locator(".map-row-caller")
    before = await row.inner_text()
    await camille.move(camille.town.north(150))
    await expect(row).not_to_have_text(before)
    assert "Alerte" not in await camille.page.inner_text("body")
    assert await camille.page.title() == "Carnet"


async def test_locked_it_opens_on_the_decoy_and_only_the_code_opens_it(camille: Person) -> None:
    await set_lock(camille)
    await camille.visit()
    await expect(decoy(camille)).to_be_visible()
    await press_long(camille, ".decoy-name")
    await type_code(camille, "11111")
    await expect(camille.text("Code incorrect")).to_be_visible()
    await type_code(camille, CODE)
    await expect(camille.page.locator(".home")).to_be_visible()


async def test_the_alert_is_launched_from_the_locked_decoy(camille: Person, nour: Person) -> None:
    await set_lock(camille)
    await camille.visit()
    await expect(decoy(camille)).to_be_visible()
    await press_long(camille, ".decoy-figure")
    await expect(camille.text("Enregistré")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()


async def test_the_decoy_without_a_pointer(camille: Person, nour: Person) -> None:
    await set_lock(camille)
    await camille.visit()
    await camille.page.locator(".decoy-figure").focus()
    await camille.page.keyboard.down("Enter")
    await expect(nour.alarm()).to_be_visible(timeout=10_000)
    await camille.page.keyboard.up("Enter")


async def test_the_list_of_the_decoy_really_works(camille: Person) -> None:
    await camille.launch()
    await camille.button("Cacher").click()
    await camille.page.get_by_label("Article").fill("Sel")
    await camille.button("Ajouter").click()
    await expect(camille.text("4 articles")).to_be_visible()
    await camille.page.get_by_role("checkbox", name="Sel").check()
    await expect(camille.text("3 articles")).to_be_visible()


async def test_the_history_grows_by_one_at_most(camille: Person) -> None:
    before = await camille.page.evaluate("history.length")
    for _ in range(3):
        await camille.button("Réglages").click()
        await camille.button("Retour").click()
        await camille.button("Que faire").click()
        await camille.button("Retour").click()
    assert await camille.page.evaluate("history.length") <= before + 1
    assert camille.page.url == camille.town.origin + "/"


async def test_the_chosen_name_is_the_only_one_shown_outside(arrive: Arrive) -> None:
    lea = await arrive("Léa")
    await lea.sign_in()
    await lea.button("Réglages").click()
    await lea.page.locator("summary", has_text="Nom, icône").click()
    await lea.page.get_by_label("Minuteur").check()
    await expect(lea.page).to_have_title("Minuteur")
    manifest = lea.page.locator("link[rel=manifest]")
    await expect(manifest).to_have_attribute("href", "/manifest-minuteur.webmanifest")
    await lea.page.reload()
    await expect(lea.page.locator(".home")).to_be_visible()
    await expect(lea.page).to_have_title("Minuteur")


async def test_covered_she_is_told_of_an_alarm_without_its_screen(
    camille: Person, nour: Person
) -> None:
    await set_lock(nour)
    await nour.visit()
    await nour.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await camille.launch()
    shown = await nour.page.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.ready;
          for (;;) {
            const [first] = await worker.getNotifications();
            if (first) return [first.title, first.body];
            await new Promise((wait) => setTimeout(wait, 50));
          }
        }"""
    )
    assert shown == ["Carnet", "Nouvelle information"]
    await expect(decoy(nour)).to_be_visible()
    await expect(nour.alarm()).to_have_count(0)
    await press_long(nour, ".decoy-name")
    await type_code(nour, CODE)
    await expect(nour.alarm()).to_be_visible()
