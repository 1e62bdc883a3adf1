"""After an alert: two who both wish it stay in touch, until one of them leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest_asyncio
from playwright.async_api import expect

from server.clock import HOUR, MINUTE
from tests.browser import serving
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.browser.town import Town

Later = Callable[[int], None]


@pytest_asyncio.fixture(loop_scope="session")
async def apart() -> AsyncIterator[tuple[Town, Later]]:
    """A town whose clock moves without moving everybody else's."""
    async with serving.movable() as (origin, offset):

        def later(ms: int) -> None:
            offset.write_text(str(ms))

        yield Town(0, origin), later


async def wish(person: Person, about: str) -> None:
    await person.button("Rester en contact").click()
    await person.page.get_by_label(f"Rester en contact avec {about}").check()
    await person.page.locator(".sheet-head button").click()


async def test_both_wish_it_and_it_ends_when_one_leaves(
    apart: tuple[Town, Later], arrive: Arrive
) -> None:
    town, later = apart
    camille, nour, ines = [await arrive(name, at=town) for name in ("Camille", "Nour", "Inès")]
    for person in (camille, nour, ines):
        await person.sign_in()
    await camille.launch()
    for person in (nour, ines):
        await person.answer()
        await person.write("Je suis là.")
    await expect(camille.button("Rester en contact")).to_have_count(0)
    await camille.stop()
    await camille.button("Ouvrir la conversation").click()
    for about in ("Nour de la rue", "Inès de la rue"):
        await wish(camille, about)
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()
    await nour.button("Plus").click()
    await wish(nour, "Camille")

    later(48 * HOUR + MINUTE)
    await expect(nour.text("L'alerte est terminée.")).to_be_visible()
    await nour.button("Accueil").click()
    await nour.button("Messages").click()
    await nour.button("Camille").click()
    await nour.write("Comment vas-tu ?", side="direct")

    await camille.visit()
    await expect(camille.button("Messages")).to_contain_text("1")
    await camille.button("Messages").click()
    await expect(camille.button("Inès")).to_have_count(0)
    await camille.button("Nour").click()
    await expect(camille.text("Comment vas-tu ?")).to_be_visible()
    await camille.write("Mieux, merci.", side="direct")
    await expect(nour.text("Mieux, merci.")).to_be_visible()
    await ines.visit()
    await expect(ines.page.locator(".home")).to_be_visible()
    await expect(ines.button("Messages")).to_have_count(0)

    await nour.button("Plus").click()
    await nour.button("Quitter la conversation").click()
    await expect(nour.text("sera détruit tout de suite")).to_be_visible()
    await expect(camille.text("Mieux, merci.")).to_be_visible()
    await nour.button("Quitter la conversation").click()
    await expect(nour.page.locator(".home")).to_be_visible()
    await expect(camille.text("Cette conversation est terminée")).to_be_visible()
    for person in (camille, nour):
        assert "Mieux, merci." not in await person.everything_shown()
