"""The staff console: the board, entering openly, writing at a desk, settling a report."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person

DESK = {"width": 1440, "height": 900}


@pytest_asyncio.fixture(loop_scope="session")
async def maud(arrive: Arrive) -> Person:
    person = await arrive("Maud", viewport=DESK)
    await person.sign_in("/console")
    return person


def new_alert(person: Person) -> Locator:
    """Every town's alerts stand on the same board; the one of this test appeared under her eyes."""
    return person.page.locator("[data-row]").filter(has_text="Nouvelle")


async def test_an_alert_appears_on_the_board_without_a_name_or_a_place_of_hers(
    maud: Person, camille: Person
) -> None:
    before = await maud.page.locator("[data-row]").count()
    await camille.launch()
    await expect(maud.page.locator("[data-row]")).to_have_count(before + 1)
    shown = await maud.everything_shown()
    here = camille.town.here
    assert f"{here.lat:.4f}" not in shown
    assert "Camille" not in shown


async def test_entering_is_announced_before_and_after(
    maud: Person, camille: Person, nour: Person
) -> None:
    await camille.launch()
    await nour.answer()
    await new_alert(maud).click()
    await expect(maud.text("Ton entrée sera annoncée")).to_be_visible()
    await expect(nour.text("est dans l'alerte")).to_have_count(0)
    await maud.button("Entrer").click()
    await expect(maud.heading("Alerte de Camille")).to_be_visible()
    await expect(nour.text("est dans l'alerte").first).to_be_visible()


async def test_an_agent_writes_to_each_side_from_the_keyboard(
    maud: Person, camille: Person, nour: Person
) -> None:
    await camille.launch()
    await nour.answer()
    await new_alert(maud).click()
    await maud.page.keyboard.press("e")
    await expect(maud.heading("Alerte de Camille")).to_be_visible()
    await maud.page.keyboard.press("u")
    await maud.page.keyboard.type("Nous appelons le 17.")
    await maud.page.keyboard.press("Enter")
    await nour.page.locator(".tab.us").click()
    await expect(nour.text("Nous appelons le 17.")).to_be_visible()
    await camille.read()
    await expect(camille.text("Nous appelons le 17.")).to_have_count(0)


async def test_every_shortcut_is_shown(maud: Person) -> None:
    await maud.page.keyboard.press("?")
    await expect(maud.page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    await maud.page.keyboard.press("Escape")
    await expect(maud.page.get_by_role("dialog")).to_have_count(0)


async def test_a_member_finds_no_board(nour: Person) -> None:
    await nour.visit("/console")
    await expect(nour.text("Cette page est pour les associations")).to_be_visible()


async def test_a_report_is_read_and_dismissed(
    camille: Person, nour: Person, arrive: Arrive
) -> None:
    await camille.launch()
    await nour.answer()
    await nour.page.locator(".actions .icon-button").click()
    await nour.button("Signaler un abus").click()
    await nour.page.locator("textarea[name=reason]").fill("Une plaisanterie, je crois.")
    await nour.button("Signaler").click()
    sacha = await arrive("Sacha", viewport=DESK)
    await sacha.sign_in("/console")
    await sacha.page.locator("[data-row]").filter(has_text="Une plaisanterie").click()
    await sacha.button("Exclure…").click()
    await expect(sacha.text("Meurent tout de suite")).to_be_visible()
    await sacha.button("Ne pas exclure").click()
    await sacha.button("Classer sans suite").click()
    await expect(sacha.page.locator(".pane .notice")).to_have_text("Classé sans suite")


async def test_the_console_hides_like_the_rest(maud: Person) -> None:
    await maud.context.set_offline(True)
    await maud.button("Cacher").click()
    await expect(maud.page.locator(".console")).to_have_count(0)
    assert await maud.page.evaluate("history.length") <= 3
