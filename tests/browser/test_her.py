"""What she can do about her own room: take her words back, and send somebody out of it."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.person import Person

WORDS = "mots-que-je-reprends"


async def consent(person: Person, label: str) -> None:
    """Asked first: the same words twice."""
    await person.button(label).click()
    await person.button(label).click()


async def test_after_the_stop_she_erases_her_words(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await camille.read()
    await camille.write(WORDS)
    await expect(camille.page.locator(".thread").get_by_text(WORDS)).to_be_visible()
    await camille.leave_messages()
    await camille.stop()
    await camille.button("Ouvrir la conversation").click()
    await consent(camille, "Effacer mes messages ici")
    await expect(camille.text("Tes messages sont détruits")).to_be_visible()
    await camille.button("Lire et écrire").click()
    await expect(camille.text("Tu as effacé tes messages")).to_be_visible()
    assert WORDS not in await camille.everything_shown()


async def test_she_sends_somebody_out_once_names_are_shown(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await nour.write("Je suis là.")
    await camille.read()
    await expect(camille.text("Je suis là.")).to_be_visible()
    await expect(camille.button("Personnes dans l'alerte")).to_have_count(0)
    await camille.button("Montrer les noms").click()
    await camille.button("Personnes dans l'alerte").click()
    await camille.button("Ne plus croiser Nour").click()
    await expect(camille.text("quitte cette alerte et ne voit plus ta position")).to_be_visible()
    await camille.button("Ne plus croiser Nour").click()
    await expect(camille.text("vous ne vous croiserez plus")).to_be_visible()
    await expect(camille.button("Ne plus croiser Nour")).to_have_count(0)
