"""One night from the first press to the wipe, in the order it happens."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person


async def test_one_night(camille: Person, nour: Person, arrive: Arrive) -> None:
    ines = await arrive("Inès")
    await ines.sign_in()

    await camille.launch()
    await expect(ines.alarm()).to_contain_text("Camille a besoin d'aide")
    await nour.answer()
    await ines.answer()
    await expect(camille.text("2 ont vu")).to_be_visible()
    assert (await camille.ask("alert.current", {}))["alert"]["tally"]["alarmed"] == 50

    await nour.write("J'arrive avec Inès.")
    await camille.read()
    await expect(camille.text("J'arrive avec Inès.")).to_be_visible()
    await camille.write("Il est parti, je n'ouvre pas.")
    for other in (nour, ines):
        await expect(other.text("Il est parti, je n'ouvre pas.")).to_be_visible()
    await ines.write("On sonne à deux, pas avant.", side="us")
    await nour.page.locator(".tab.us").click()
    await expect(nour.text("On sonne à deux")).to_be_visible()

    await nour.list_positions()
    row = nour.page.locator(".map-row-caller")
    await camille.move(camille.town.north(60))
    await expect(row).to_contain_text(f"{camille.town.north(60).lat:.5f}")

    await camille.button("Cacher").click()
    await expect(camille.page.locator(".decoy")).to_be_visible()
    await camille.move(camille.town.north(90))
    await expect(row).to_contain_text(f"{camille.town.north(90).lat:.5f}")
    await camille.hold(camille.page.locator(".decoy-name"), camille.heading("Alerte en cours"))

    await camille.leave_messages()
    await camille.stop()
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()
    await camille.move(camille.town.north(120))
    await expect(row).to_contain_text(f"{camille.town.north(120).lat:.5f}")
    assert "On sonne à deux" not in await camille.everything_shown()

    await camille.wipe()
    assert await camille.context.cookies() == []
    await ines.write("Toujours là demain matin.")
    await expect(ines.text("Toujours là demain matin.")).to_be_visible()
    await expect(row).to_be_visible()
    await camille.visit()
    await expect(camille.page.locator("input[name=email]")).to_be_visible()
    await expect(camille.button("Alerte")).to_have_count(0)
