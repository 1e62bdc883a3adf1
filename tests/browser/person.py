"""Somebody with a browser: what a hand does, said as verbs. French words, as on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from server.geo import Point
from tests.browser.town import Town

HOLD_MS = 2_000
LISTENS = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI));
"""
ASK = """async ([command, request]) => {
  const kept = await navigator.locks.request('prefs', async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle('prefs')).getFile()).text();
  });
  const answer = await fetch('/api/' + command, {
    method: 'POST',
    body: JSON.stringify(request),
    headers: {
      'Content-Type': 'application/json',
      'X-Veilleuse-Device': JSON.parse(kept).d,
    },
  });
  return answer.json();
}"""


@dataclass
class Watch:
    """What must never happen on any page: another origin asked, the policy broken."""

    home: str
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if "CSP " in message.text or "Content Security Policy" in message.text:
            self.broken.append(message.text)

    def error(self, error: Any) -> None:
        self.broken.append(f"uncaught: {error}")


@dataclass
class Person:
    name: str
    town: Town
    context: BrowserContext
    page: Page
    watch: Watch

    async def visit(self, path: str = "/") -> None:
        await self.page.goto(self.town.origin + path)

    async def sign_in(self, path: str = "/") -> None:
        await self.visit(path)
        await self.page.locator("input[name=email]").fill(self.town.email(self.name))
        await self.fill_password_and_enter()
        home = ".home, .console" if path == "/" else ".console"
        await expect(self.page.locator(home).first).to_be_visible(timeout=10_000)

    async def fill_password_and_enter(self) -> None:
        await self.page.locator("input[name=password]").fill(self.town.password)
        await self.page.locator("form button[type=submit]").click()

    async def hold(self, button: Locator, until: Locator) -> None:
        """Press and keep pressing until what should come has come."""
        await button.scroll_into_view_if_needed()
        await button.hover()
        await self.page.mouse.down()
        await expect(until).to_be_visible(timeout=10_000)
        await self.page.mouse.up()

    async def launch(self) -> None:
        await self.hold(self.button("Alerte"), self.heading("Alerte en cours"))

    async def relaunch(self) -> None:
        await self.hold(self.button("Relancer"), self.heading("Alerte en cours"))

    async def stop(self) -> None:
        await self.hold(self.button("Arrêter l'alerte"), self.heading("Alerte arrêtée"))

    async def answer(self) -> None:
        """Alarmed, she says yes and is in the room."""
        await expect(self.alarm()).to_be_visible(timeout=10_000)
        await self.button("J'y réponds").click()
        await expect(self.page.locator(".screen.room")).to_be_visible()

    async def write(self, text: str, side: str = "her") -> None:
        """In one of the room's two conversations, or (in danger) to everybody."""
        tab = self.page.locator(f".tab.{side}")
        form = self.page.locator(f"form.composer.{side}")
        await tab.or_(form).first.wait_for()
        if await tab.count():
            await tab.click()
        await form.locator("textarea").fill(text)
        await form.locator("button.send").click()

    async def read(self) -> None:
        """In danger, or after the stop: unfold the messages."""
        unfold, room = self.button("Lire et écrire"), self.button("Ouvrir la conversation")
        await expect(unfold.or_(room)).to_be_visible()
        if await room.count():
            await room.click()
        await unfold.click()

    async def leave_messages(self) -> None:
        """Back to her quiet screen, if she was reading."""
        back = self.page.locator(".her-messages-head button").first
        if await back.count():
            await back.click()

    async def wipe(self) -> None:
        """From the settings of a page that is open, until the server has taken the cookie away."""
        await self.button("Réglages").click()
        await self.page.locator("summary", has_text="Tout effacer").last.click()
        erased = self.text("C’est effacé de cet appareil")
        await self.hold(self.page.locator("button.wipe"), erased)
        await expect(self.text("Le serveur a fermé ta session")).to_be_visible()

    async def share_among_us(self) -> None:
        await self.page.locator(".button.share").click()
        choice = self.page.get_by_role("switch").first
        await choice.click()
        await expect(choice).to_be_checked()
        await self.page.locator(".sheet-head button").click()

    async def move(self, point: Point) -> None:
        await self.context.set_geolocation(
            {"latitude": point.lat, "longitude": point.lon, "accuracy": 6}
        )

    async def list_positions(self) -> None:
        """The map's facts in words."""
        turn = self.page.locator(".map-turn")
        await turn.or_(self.page.locator(".map-plain")).first.wait_for()
        if await turn.count() and await turn.get_attribute("aria-pressed") != "true":
            await turn.click()

    async def ask(self, command: str, request: dict[str, Any]) -> dict[str, Any]:
        """A command over HTTPS with the session of this browser."""
        return dict(await self.page.evaluate(ASK, [command, request]))

    def alarm(self) -> Locator:
        return self.page.get_by_role("alertdialog").filter(has_text="a besoin d'aide")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True)

    def text(self, text: str) -> Locator:
        return self.page.get_by_text(text)

    async def everything_shown(self) -> str:
        """All text of the page, hidden or not."""
        return str(await self.page.evaluate("document.documentElement.outerHTML"))
