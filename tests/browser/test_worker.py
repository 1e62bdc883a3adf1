"""The service worker: what it keeps for offline, and what it shows of a push."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, expect

from tests.browser.patience import until
from tests.browser.person import Person

SHOWN = """async (count) => {
  const worker = await navigator.serviceWorker.ready;
  for (;;) {
    const shown = await worker.getNotifications();
    if (shown.length >= count) return shown.map(({ title, body }) => [title, body]);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}"""


async def installed(person: Person) -> None:
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


async def push(person: Person, data: str) -> None:
    """What the push service would hand to this browser, once decrypted."""
    cdp: CDPSession = await person.context.new_cdp_session(person.page)
    known: list[dict[str, Any]] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda e: known.extend(e["registrations"]))
    await cdp.send("ServiceWorker.enable")
    await until(lambda: bool(known), "a registration")
    registration = known[0]["registrationId"]
    where = {"origin": person.town.origin, "registrationId": registration}
    await cdp.send("ServiceWorker.deliverPushMessage", {**where, "data": data})


async def test_it_opens_and_reloads_without_network(camille: Person) -> None:
    await installed(camille)
    await camille.context.set_offline(True)
    await camille.page.reload()
    await expect(camille.button("Alerte")).to_be_visible()
    await camille.button("Que faire").click()
    await expect(camille.heading("Que faire")).to_be_visible()


async def test_nothing_of_a_person_is_ever_cached(camille: Person) -> None:
    await installed(camille)
    await camille.button("Réglages").click()
    held = await camille.page.evaluate(
        """async () => {
          const addresses = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
              addresses.push(new URL(request.url).pathname);
          return addresses;
        }"""
    )
    assert "/" in held
    shell = ("/assets/", "/icons/", "/manifest", "/icon.svg")
    assert [path for path in held if path != "/" and not path.startswith(shell)] == []


async def test_a_push_shows_a_neutral_notification_whatever_it_holds(camille: Person) -> None:
    await installed(camille)
    await push(camille, '{"k":"a","i":"abcdefgh"}')
    await push(camille, "not even json")
    shown = await camille.page.evaluate(SHOWN, 2)
    assert shown == [["Carnet", "Nouvelle information"]] * 2
