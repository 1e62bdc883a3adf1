"""Wipe: what is left on the disk of the one who wipes, and what goes on without her device."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser import conftest
from tests.browser.person import HOLD_MS, Person, Watch
from tests.browser.test_cover import EXIT, hides_to_the_weather, weather
from tests.browser.town import PASSWORD, Town

WORDS = "mots-plantes-dans-la-salle"
READ_KEEP = """async () => {
  const folder = await navigator.storage.getDirectory();
  return (await (await folder.getFileHandle('prefs')).getFile()).text();
}"""


Hide = Callable[[Person], Awaitable[None]]


async def by_the_button(person: Person) -> None:
    await person.button("Cacher").click()


async def by_the_keyboard(person: Person) -> None:
    for _ in range(3):
        await person.page.keyboard.press("Shift")


@pytest_asyncio.fixture(loop_scope="session")
async def profile() -> AsyncIterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="veilleuse-profile-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def ines(browser: Browser, town: Town, profile: Path) -> AsyncIterator[Person]:
    """Inès's browser keeps its profile on a disk that can be searched."""
    context = await browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=conftest.chromium(),
        args=conftest.FLAGS,
        **conftest.options(town, town.home_of("Inès")),
    )
    person = Person("Inès", town, context, context.pages[0], Watch(town.origin))
    await conftest.attach(person)
    await person.sign_in()
    yield person
    await context.close()


def found(words: list[str], folder: Path) -> list[tuple[str, str]]:
    """Each word still readable somewhere under `folder`, in UTF-8 or UTF-16."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        (word, str(path.relative_to(folder)))
        for path in files
        for content in [path.read_bytes()]
        for word in words
        if word.encode() in content or word.encode("utf-16le") in content
    ]


async def wipe(person: Person) -> None:
    await person.visit()
    await person.button("Réglages").click()
    await hold_wipe(person)


async def hold_wipe(person: Person) -> None:
    await person.page.locator("summary", has_text="Tout effacer").click()
    button = person.page.locator(".wipe")
    await button.scroll_into_view_if_needed()
    await button.hover()
    await person.page.mouse.down()
    await person.page.wait_for_timeout(HOLD_MS + 200)
    await person.page.mouse.up()
    await expect(person.text("C’est effacé de cet appareil")).to_be_visible()


async def secrets_of(person: Person) -> list[str]:
    kept = json.loads(await person.page.evaluate(READ_KEEP))
    return [kept["d"], kept["c"]]


async def test_no_planted_word_is_left_in_the_browser_profile(
    camille: Person, ines: Person, profile: Path
) -> None:
    await camille.launch()
    await ines.answer()
    await ines.write(WORDS)
    await expect(ines.text(WORDS)).to_be_visible()
    planted = [*await secrets_of(ines), WORDS, "Camille", "Inès de la rue", PASSWORD]
    assert found(planted[:2], profile), "the search must be able to find"
    await wipe(ines)
    await expect(ines.text("Le serveur a fermé ta session")).to_be_visible()
    await ines.context.close()
    assert found(planted, profile) == []


async def test_offline_it_erases_and_the_session_is_dead(ines: Person, profile: Path) -> None:
    await ines.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    planted = await secrets_of(ines)
    await ines.context.set_offline(True)
    await wipe(ines)
    await expect(ines.text("Le serveur ne répond pas encore")).to_be_visible()
    assert found(planted, profile) == []
    await ines.context.set_offline(False)
    await expect(ines.text("Le serveur a fermé ta session")).to_be_visible()
    await ines.visit()
    await expect(ines.page.locator("input[name=email]")).to_be_visible()
    await expect(ines.button("Alerte")).to_have_count(0)


async def test_nothing_of_the_browser_is_left_registered(ines: Person) -> None:
    await ines.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await wipe(ines)
    # The cookie is out of a page's reach: the server's answer takes it away.
    await expect(ines.text("Le serveur a fermé ta session")).to_be_visible()
    left = await ines.page.evaluate(
        """async () => ({
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          caches: await caches.keys(),
          databases: await indexedDB.databases(),
          local: localStorage.length + sessionStorage.length,
        })"""
    )
    assert left == {"workers": 0, "caches": [], "databases": [], "local": 0}
    assert await ines.context.cookies() == []


async def test_in_danger_she_wipes_and_her_alert_goes_on(camille: Person, nour: Person) -> None:
    await camille.launch()
    await nour.answer()
    await hold_wipe(camille)
    await expect(camille.text("Ton alerte continue")).to_be_visible()
    await nour.write("Toujours là.")
    await expect(nour.text("Toujours là.")).to_be_visible()
    await expect(nour.page.locator(".room-state")).to_contain_text("En cours")
    await nour.list_positions()
    await expect(nour.page.locator(".map-row-caller")).to_be_visible()


@pytest.mark.parametrize("hide", [by_the_button, by_the_keyboard])
async def test_hiding_the_page_left_by_a_wipe_in_danger_leaves_it(
    camille: Person, hide: Hide
) -> None:
    await camille.context.route(f"{EXIT}**", weather)
    await camille.launch()
    await hold_wipe(camille)
    await hide(camille)
    await hides_to_the_weather(camille)


@pytest.mark.parametrize("hide", [by_the_button, by_the_keyboard])
async def test_hiding_the_page_left_by_a_wipe_offline_blanks_it(
    camille: Person, hide: Hide
) -> None:
    await wipe(camille)
    await camille.context.set_offline(True)
    await hide(camille)
    await expect(camille.page.locator("body > *")).to_have_count(0)


async def test_signed_out_no_cookie_is_left(camille: Person) -> None:
    assert await camille.context.cookies()
    await camille.button("Réglages").click()
    await camille.button("Se déconnecter").click()
    await expect(camille.page.locator("input[name=email]")).to_be_visible()
    await until_gone(camille)


async def until_gone(person: Person) -> None:
    """The answer that takes the cookie away may come after the sign-in is shown."""
    for _ in range(50):
        if not await person.context.cookies():
            return
        await person.page.wait_for_timeout(100)
    raise AssertionError(await person.context.cookies())
