"""Somebody at the helpline's page, on a cheap phone and a bad network: verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Page, expect

from tests.browser.town import Town

SLOW_2G = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 280 * 1024 / 8,
    "uploadThroughput": 256 * 1024 / 8,
}
PHONE = {"width": 360, "height": 740}
CPU_SLOWER = 4


@dataclass
class Visitor:
    town: Town
    context: BrowserContext
    page: Page

    async def slow(self) -> None:
        held = await self.context.new_cdp_session(self.page)
        await held.send("Network.enable")
        await held.send("Network.emulateNetworkConditions", SLOW_2G)
        await held.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})

    async def arrives(self) -> None:
        await self.page.goto(self.town.helpline)
        await expect(self.page.locator("#start")).to_be_visible()

    async def begins(self, postcode: str | None = None, *, minor: bool = False) -> None:
        await self.page.get_by_label("M'arrive à moi").check()
        await self.page.get_by_label("Moins de 18 ans" if minor else "18 ans ou plus").check()
        await self.page.get_by_label("Violences à la maison").check()
        code = self.town.postcode if postcode is None else postcode
        await self.page.locator("#postcode").fill(code)
        await self.page.locator("#start").click()
        await expect(self.page.locator("#composer")).to_be_visible()

    async def writes(self, text: str) -> None:
        await self.page.locator("#composer").fill(text)
        await self.page.locator("#send").click()

    async def wipes(self) -> None:
        """Twice on the same place."""
        for _ in range(2):
            await self.page.locator("#wipe").click()
        await expect(self.page.locator("#wiped")).to_be_visible()

    async def everything(self) -> str:
        """All of the document, and what the fields hold."""
        return str(
            await self.page.evaluate(
                "document.documentElement.outerHTML +"
                " [...document.querySelectorAll('input, textarea')].map((f) => f.value).join()"
            )
        )

    async def stored(self) -> dict[str, Any]:
        return dict(
            await self.page.evaluate(
                """async () => ({
                  workers: (await navigator.serviceWorker.getRegistrations()).length,
                  caches: await caches.keys(),
                  databases: await indexedDB.databases(),
                  local: localStorage.length + sessionStorage.length,
                  url: location.pathname + location.search + location.hash,
                  title: document.title,
                })"""
            )
        )


NOTHING_STORED = {
    "workers": 0,
    "caches": [],
    "databases": [],
    "local": 0,
    "url": "/",
    "title": "Carnet",
}
