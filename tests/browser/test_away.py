"""Launching when something is missing: the network, the session, the open page, the websocket."""

from __future__ import annotations

import json

from playwright.async_api import CDPSession, WebSocketRoute, Worker, expect

from tests.browser.conftest import Arrive
from tests.browser.patience import until
from tests.browser.person import Person

KEPT = """() => navigator.locks.request('prefs', async () => {
  const folder = await navigator.storage.getDirectory();
  const file = await folder.getFileHandle('prefs').then((handle) => handle.getFile());
  return file.text();
})"""


async def ready_offline(person: Person) -> None:
    """The worker has the shell."""
    await person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await person.page.reload()
    await expect(person.page.locator(".home")).to_be_visible()


async def test_offline_the_shell_opens_and_the_alert_is_kept_and_sent(
    camille: Person, nour: Person
) -> None:
    await ready_offline(camille)
    await camille.context.set_offline(True)
    await camille.page.reload()
    await camille.hold(camille.button("Alerte"), camille.text("Non envoyé, on réessaie"))
    for number in ("17", "112", "114"):
        await expect(camille.page.locator(f".number strong:text-is('{number}')")).to_be_visible()
    await camille.context.set_offline(False)
    await expect(camille.heading("Alerte en cours")).to_be_visible(timeout=15_000)
    await expect(nour.alarm()).to_be_visible()


async def test_the_kept_intent_holds_neither_text_nor_position(camille: Person) -> None:
    await ready_offline(camille)
    await camille.context.set_offline(True)
    await camille.hold(camille.button("Alerte"), camille.text("Non envoyé, on réessaie"))
    kept = json.loads(await camille.page.evaluate(KEPT))
    assert set(kept) <= {"d", "c", "l", "p"}
    assert set(kept["p"]) == {"id", "at"}
    assert str(camille.town.here.lat)[:5] not in json.dumps(kept)


async def test_an_intent_survives_a_closed_page(camille: Person, nour: Person) -> None:
    await ready_offline(camille)
    await camille.context.set_offline(True)
    await camille.hold(camille.button("Alerte"), camille.text("Non envoyé, on réessaie"))
    await camille.page.close()
    await camille.context.set_offline(False)
    camille.page = await camille.context.new_page()
    await camille.visit()
    await expect(camille.heading("Alerte en cours")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()


async def test_an_ended_session_can_still_launch_and_stop(camille: Person, nour: Person) -> None:
    await camille.context.clear_cookies()
    await camille.page.reload()
    await expect(camille.text("Même sans te connecter")).to_be_visible()
    await camille.launch()
    await expect(nour.alarm()).to_contain_text("Camille")
    await camille.hold(camille.button("Arrêter l'alerte"), camille.text("Même sans te connecter"))


async def test_without_websockets_everything_goes_by_https(arrive: Arrive, nour: Person) -> None:
    camille = await arrive("Camille")
    await camille.context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    await camille.sign_in()
    await camille.launch()
    await nour.answer()
    await nour.write("Tu m'entends ?")
    await camille.read()
    await expect(camille.text("Tu m'entends ?")).to_be_visible()
    await camille.write("Oui, tout bas.")
    await expect(nour.text("Oui, tout bas.")).to_be_visible()
    await camille.page.locator(".her-messages-head button").first.click()
    await camille.stop()
    await expect(nour.text("Arrêtée, non vérifiée").first).to_be_visible()


async def test_without_websockets_she_is_alarmed_too(arrive: Arrive, camille: Person) -> None:
    ines = await arrive("Inès")
    await ines.context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    await ines.sign_in()
    await expect(ines.text("En ligne")).to_be_visible()
    await camille.launch()
    await expect(ines.alarm()).to_be_visible()


async def test_a_websocket_that_gets_blocked_delays_no_alarm(
    arrive: Arrive, camille: Person
) -> None:
    ines = await arrive("Inès")
    lines: list[WebSocketRoute] = []

    async def through_once(line: WebSocketRoute) -> None:
        if lines:
            await line.close()
        else:
            line.connect_to_server()
            lines.append(line)

    await ines.context.route_web_socket("**/socket.io/**", through_once)
    await ines.sign_in()
    await expect(ines.text("En ligne")).to_be_visible()
    await lines[0].close()
    await camille.launch()
    await expect(ines.alarm()).to_be_visible()


async def test_a_push_to_a_closed_app_says_nothing_and_opens_the_room(
    camille: Person, nour: Person
) -> None:
    await ready_offline(nour)
    worker = nour.context.service_workers[0]
    cdp, registration = await worker_of(nour)
    await nour.page.goto("about:blank")
    await camille.launch()
    alert = (await camille.ask("alert.current", {}))["alert"]["alert"]
    await cdp.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": nour.town.origin,
            "registrationId": registration,
            "data": json.dumps({"k": "a", "i": alert}),
        },
    )
    shown = await shown_by(worker)
    assert shown == [{"title": "Carnet", "body": "Nouvelle information", "i": alert}]
    await tap(worker)
    await nour.visit()
    await expect(nour.page.locator(".room, .alarm").first).to_be_visible()


async def worker_of(person: Person) -> tuple[CDPSession, str]:
    """A line to the browser's worker manager, and this origin's registration."""
    cdp = await person.context.new_cdp_session(person.page)
    found: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(r["registrationId"] for r in told["registrations"]),
    )
    await cdp.send("ServiceWorker.enable")
    await until(lambda: bool(found), "a registration")
    return cdp, found[-1]


async def shown_by(worker: Worker) -> list[dict[str, str]]:
    """The notifications of a worker, once there are any."""
    return list(
        await worker.evaluate(
            """async () => {
              for (;;) {
                const shown = await self.registration.getNotifications();
                if (shown.length) {
                  return shown.map(({ title, body, data }) => ({ title, body, i: data.i }));
                }
                await new Promise((wait) => setTimeout(wait, 50));
              }
            }"""
        )
    )


async def tap(worker: Worker) -> None:
    """What the system does when a notification is touched."""
    await worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          self.clients.openWindow = () => Promise.resolve(null); // only a real touch may open one
          self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
        }"""
    )
