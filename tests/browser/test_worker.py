"""The service worker: the app opens offline, and a closed app is woken."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, expect

from tests.browser.person import Person

SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  return (await worker.getNotifications()).map(({ title, body }) => [title, body]);
}"""
TAP = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""


async def installed(person: Person) -> None:
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


async def push(person: Person, data: str) -> None:
    """What the push service would hand to this browser, once decrypted."""
    cdp: CDPSession = await person.context.new_cdp_session(person.page)
    known: list[dict[str, Any]] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda e: known.extend(e["registrations"]))
    await cdp.send("ServiceWorker.enable")
    while not known:
        await person.page.wait_for_timeout(50)
    registration = known[0]["registrationId"]
    where = {"origin": person.town.origin, "registrationId": registration}
    await cdp.send("ServiceWorker.deliverPushMessage", {**where, "data": data})


async def shown(person: Person, count: int) -> list[list[str]]:
    """The notifications on her screen, once there are `count`."""
    seen: list[list[str]] = []
    for _ in range(100):
        seen = await person.page.evaluate(SHOWN)
        if len(seen) >= count:
            break
        await person.page.wait_for_timeout(50)
    return seen


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
    assert await shown(camille, 2) == [["Carnet", "Nouvelle information"]] * 2


async def test_a_tapped_notification_opens_the_room(camille: Person, nour: Person) -> None:
    await installed(nour)
    await camille.launch()
    await expect(nour.alarm()).to_be_visible()
    await nour.button("Voir d'abord").click()
    await expect(nour.page.locator(".screen.room")).to_be_visible()
    await nour.button("Retour").click()
    await push(nour, '{"k":"a"}')
    await shown(nour, 1)
    await nour.context.service_workers[0].evaluate(TAP)
    await expect(nour.page.locator(".screen.room")).to_be_visible()
    assert nour.page.url == nour.town.origin + "/"
