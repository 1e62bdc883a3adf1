"""Two server processes, PostgreSQL and Redis: she is on one, those who answer on the other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests import engines, services
from tests.browser import serving
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.browser.town import Town


@pytest_asyncio.fixture(loop_scope="session")
async def origins() -> AsyncIterator[tuple[str, str]]:
    if (absent := services.missing()) and not engines.mandatory():
        pytest.skip(f"not installed: {', '.join(absent)}")
    async with serving.two() as running:
        yield running


async def test_the_alert_crosses_from_one_process_to_the_other(
    origins: tuple[str, str], arrive: Arrive
) -> None:
    camille, nour = await both(origins, arrive)
    await camille.launch()
    await nour.answer()
    await expect(camille.text("1 a vu")).to_be_visible()
    await nour.write("De l'autre côté.")
    await camille.read()
    await expect(camille.text("De l'autre côté.")).to_be_visible()
    await camille.write("Je t'entends.")
    await expect(nour.text("Je t'entends.")).to_be_visible()
    await nour.list_positions()
    await camille.move(camille.town.north(70))
    row = nour.page.locator(".map-row-caller")
    await expect(row).to_contain_text(f"{camille.town.north(70).lat:.5f}")
    await camille.leave_messages()
    await camille.stop()
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()


async def both(origins: tuple[str, str], arrive: Arrive) -> tuple[Person, Person]:
    people = []
    for name, origin in zip(("Camille", "Nour"), origins, strict=True):
        person = await arrive(name, at=Town(0, origin))
        await person.sign_in()
        people.append(person)
    return people[0], people[1]
