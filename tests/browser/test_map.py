"""The room's map in a real browser: drawn from our own tiles, and told as a list."""

from __future__ import annotations

from playwright.async_api import Route, expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person


async def test_it_is_drawn_from_our_own_tiles(camille: Person, nour: Person) -> None:
    asked: list[str] = []
    nour.context.on("response", lambda answer: asked.append(f"{answer.status} {answer.url}"))
    await camille.launch()
    await nour.answer()
    await expect(nour.page.locator(".map canvas")).to_be_visible()
    await expect(nour.page.locator(".pin-caller.pin-running")).to_contain_text(
        "Camille · en direct"
    )
    await expect(nour.page.locator(".map-loading")).to_have_count(0)
    tiles = [line for line in asked if ".pmtiles" in line]
    assert tiles
    assert all(line.startswith("206 ") for line in tiles)


async def test_red_belongs_to_a_running_alert(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await expect(nour.page.locator(".pin-caller.pin-running .pin-shape")).to_be_visible()
    await camille.stop()
    await expect(nour.page.locator(".pin-caller:not(.pin-running) .pin-shape")).to_be_visible()
    await nour.list_positions()
    await expect(nour.page.locator(".map-row-caller")).to_contain_text("Alerte arrêtée")


async def test_without_tiles_the_points_stay_and_it_is_said(camille: Person, nour: Person) -> None:
    async def refuse(route: Route) -> None:
        await route.abort()

    await nour.context.route("**/basemap/**", refuse)
    await camille.launch()
    await nour.answer()
    await expect(nour.text("Le fond de carte ne répond pas")).to_be_visible()
    await expect(nour.page.locator(".pin-caller .pin-shape")).to_be_visible()
    await nour.context.unroute("**/basemap/**", refuse)
    await nour.page.locator(".map-again").click()
    await expect(nour.text("Le fond de carte ne répond pas")).to_have_count(0)


async def test_without_webgl_the_list_says_the_same(camille: Person, arrive: Arrive) -> None:
    nour = await arrive("Nour")
    await nour.context.add_init_script(
        "HTMLCanvasElement.prototype.getContext = function () { return null; };"
    )
    await nour.sign_in()
    await camille.launch()
    await nour.answer()
    await expect(nour.text("La liste dit la même chose")).to_be_visible()
    caller = nour.page.locator(".map-row-caller")
    await expect(caller).to_contain_text("en direct")
    await expect(caller).to_contain_text(f"{camille.town.here.lat:.5f}")


async def test_it_follows_her_until_moved_by_hand(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    centred = nour.page.locator(".map-recentre")
    await expect(centred).to_have_text("Centrée")
    await nour.page.locator(".map canvas").focus()
    await nour.page.keyboard.press("ArrowRight")
    await expect(centred).to_have_text("Recentrer")
    await centred.click()
    await expect(centred).to_have_text("Centrée")
