"""Takes the pictures of docs/screenshots: the whole demo, driven by hand-like gestures.

    python scripts/screenshots.py

The community, the server and the simulated people are those of `make demo`, twice as fast.
"""

from __future__ import annotations

import asyncio
import base64
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.async_api import Browser, Page, async_playwright, expect

from server import logs
from server.demo import community, stage
from server.geo import Point
from tests.browser import conftest
from tests.browser.person import Person, Watch
from tests.browser.town import Town
from tests.services import free_port

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 60_000
STORY = ("03-hold", "04-alarm", "05-her-screen", "07-room-with-her")
STORY_STYLE = (
    "body { margin: 0; display: flex; gap: 20px; padding: 10px; background: #10161f }"
    " img { height: 740px }"
)
SEVERAL = re.compile(r"\(([4-9]|\d\d)\)")


@dataclass(frozen=True)
class Lyon(Town):
    """The demo's town, with its printed logins."""

    password: str = stage.PASSWORD

    @property
    def here(self) -> Point:
        return community.her_point()

    def email(self, name: str) -> str:
        return f"{name.lower()}@veilleuse.example"

    def home_of(self, name: str) -> Point:
        near = community.NEAR_HER
        away = (near.north_m, near.east_m) if name == near.first_name else (0.0, 0.0)
        return community.moved(self.here, *away)


class Album:
    """The pictures, in the order they are taken."""

    def __init__(self) -> None:
        TARGET.mkdir(parents=True, exist_ok=True)
        for old in TARGET.glob("*.png"):
            old.unlink()

    async def take(self, page: Page, name: str) -> None:
        await page.screenshot(path=TARGET / f"{name}.png", animations="disabled")
        print(name)


async def guest(browser: Browser, town: Town, name: str, **more: Any) -> Person:
    phone = {"viewport": PHONE, "device_scale_factor": 2, "color_scheme": "dark"}
    context = await browser.new_context(
        **conftest.options(town, town.home_of(name), **(phone | more))
    )
    person = Person(name, town, context, await context.new_page(), Watch(town.origin))
    await conftest.attach(person)
    return person


async def opening(album: Album, camille: Person, nour: Person) -> None:
    """Signing in, the button, the hold."""
    await camille.visit()
    await expect(camille.page.locator("input[name=email]")).to_be_visible()
    await album.take(camille.page, "01-sign-in")
    await asyncio.gather(camille.sign_in(), nour.sign_in())
    await expect(camille.text("Position à jour")).to_be_visible()
    await album.take(camille.page, "02-home")
    await camille.button("Alerte").hover()
    await camille.page.mouse.down()
    await camille.page.wait_for_timeout(1_200)  # the picture shows a ring half filled
    await album.take(camille.page, "03-hold")
    await expect(camille.heading("Alerte en cours")).to_be_visible()
    await camille.page.mouse.up()


async def alarm(album: Album, camille: Person, nour: Person) -> None:
    await expect(nour.alarm()).to_be_visible()
    await album.take(nour.page, "04-alarm")
    await expect(camille.text("50 membres prévenus").or_(camille.text("ont vu"))).to_be_visible()
    await album.take(camille.page, "05-her-screen")
    await nour.answer()


async def room(album: Album, camille: Person, nour: Person) -> None:
    """Both conversations, positions that move."""
    await nour.write("Je suis à cinq minutes, je reste au téléphone.")
    await expect(nour.page.locator(".said")).not_to_have_count(0)
    await expect(nour.page.locator(".news.calling").first).to_be_visible(timeout=PATIENCE_MS)
    await camille.read()
    await expect(camille.page.locator(".said").nth(2)).to_be_visible(timeout=PATIENCE_MS)
    await camille.write("Je suis cachée dans la cour, il est devant la porte.")
    await expect(nour.text("cachée dans la cour")).to_be_visible()
    await album.take(camille.page, "06-her-messages")
    await drawn(nour)
    await album.take(nour.page, "07-room-with-her")
    for metres in (25, 50, 80):
        await camille.move(community.moved(camille.town.here, metres, metres / 2))
        await nour.page.wait_for_timeout(1_500)  # she walks
    await nour.page.locator(".tab.us").click()
    await nour.share_among_us()
    await nour.write("Je pars de chez moi, qui peut me rejoindre ?", side="us")
    await album.take(nour.page, "08-room-among-us")
    await nour.button("Agrandir la carte").click()
    await expect(nour.page.locator(".map-turn")).to_contain_text(SEVERAL, timeout=PATIENCE_MS)
    await nour.page.get_by_role("button", name="Tout voir").click()
    await drawn(nour)
    await album.take(nour.page, "09-positions-move")
    await nour.button("Réduire la carte").click()


async def drawn(person: Person) -> None:
    """The canvas has settled: two pictures of it are the same."""
    before = b""
    for _ in range(20):
        now = await person.page.locator(".map").first.screenshot()
        if now == before:
            return
        before = now
        await person.page.wait_for_timeout(400)


async def covering(album: Album, camille: Person) -> None:
    """Hidden behind the decoy while the alert goes on, and back."""
    await camille.page.locator(".her-messages-head button").first.click()
    await album.take(camille.page, "10-her-screen-answered")
    await camille.button("Cacher").click()
    await expect(camille.page.locator(".decoy")).to_be_visible()
    await album.take(camille.page, "11-decoy-while-the-alert-runs")
    await camille.hold(camille.page.locator(".decoy-name"), camille.heading("Alerte en cours"))


async def ending(album: Album, camille: Person, nour: Person) -> None:
    await camille.stop()
    await album.take(camille.page, "12-stopped")
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()
    await nour.page.locator(".tab.her").click()
    await drawn(nour)
    await album.take(nour.page, "13-still-locatable")


async def desk(album: Album, nour: Person, maud: Person) -> None:
    await maud.sign_in("/console")
    await maud.page.locator("[data-row]").first.click()
    await maud.button("Entrer").click()
    await expect(maud.page.locator("form.composer.us")).to_be_visible()
    await drawn(maud)
    await album.take(maud.page, "14-watch-board")
    await nour.page.set_viewport_size(DESK)
    await nour.page.emulate_media(color_scheme="light")
    await drawn(nour)
    await album.take(nour.page, "15-room-at-a-desk-light")


async def offline(album: Album, lea: Person) -> None:
    """Honest about what has not left, in English and by day."""
    await lea.sign_in()
    await album.take(lea.page, "16-home-english-light")
    await lea.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await lea.context.set_offline(True)
    await lea.hold(lea.button("Alert"), lea.text("Not sent, trying again"))
    await album.take(lea.page, "17-offline-not-sent")


async def wiping(album: Album, camille: Person) -> None:
    await camille.button("Réglages").click()
    await camille.page.locator("summary", has_text="Tout effacer").last.click()
    button = camille.page.locator(".wipe")
    await button.scroll_into_view_if_needed()
    await album.take(camille.page, "18-wipe")
    await camille.hold(button, camille.text("C’est effacé de cet appareil"))
    await expect(camille.text("Le serveur a fermé ta session")).to_be_visible()
    await album.take(camille.page, "19-wiped")


async def story(browser: Browser) -> None:
    """The README's picture: four phones side by side."""
    pictures = [base64.b64encode((TARGET / f"{name}.png").read_bytes()).decode() for name in STORY]
    phones = "".join(f'<img src="data:image/png;base64,{picture}">' for picture in pictures)
    page = await browser.new_page(viewport={"width": 1520, "height": 760})
    await page.set_content(f"<style>{STORY_STYLE}</style>{phones}")
    await page.screenshot(path=TARGET / "story.png")
    await page.close()
    print("story")


async def tour(browser: Browser, origin: str) -> None:
    town, album = Lyon(0, origin), Album()
    camille = await guest(browser, town, "Camille")
    nour = await guest(browser, town, "Nour")
    maud = await guest(browser, town, "Maud", viewport=DESK, device_scale_factor=1)
    other = await guest(browser, town, "Nour", color_scheme="light", locale="en-GB")
    await opening(album, camille, nour)
    await alarm(album, camille, nour)
    await room(album, camille, nour)
    await covering(album, camille)
    await ending(album, camille, nour)
    await desk(album, nour, maud)
    await offline(album, other)
    await wiping(album, camille)
    await story(browser)


async def main() -> None:
    logs.configure()
    with tempfile.TemporaryDirectory(prefix="veilleuse-pictures-") as folder:
        cast = stage.Cast(port=free_port(), data=Path(folder) / "demo", pace=2)
        async with stage.opened(cast), async_playwright() as playwright:
            expect.set_options(timeout=conftest.PATIENCE_MS)
            browser = await playwright.chromium.launch(
                executable_path=conftest.chromium(), args=conftest.FLAGS
            )
            await tour(browser, cast.address)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
