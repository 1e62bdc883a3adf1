"""A press kept from another day, and a device that can launch nothing any more.

The page locks what it keeps while it writes; so do these tests.
"""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person

AGE_PRESS = """(ms) => navigator.locks.request('prefs', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('prefs');
  const kept = JSON.parse(await (await handle.getFile()).text());
  kept.p = { id: 'a-press-of-another-day', at: Date.now() - ms };
  const stream = await handle.createWritable();
  await stream.write(JSON.stringify(kept));
  await stream.close();
})"""
FORGET_CREDENTIAL = """() => navigator.locks.request('prefs', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('prefs');
  const kept = JSON.parse(await (await handle.getFile()).text());
  delete kept.c;
  const stream = await handle.createWritable();
  await stream.write(JSON.stringify(kept));
  await stream.close();
})"""
NOTHING_KEPT = """() => navigator.locks.request('prefs', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('prefs');
  return !('p' in JSON.parse(await (await handle.getFile()).text()));
})"""
DAYS_MS = 20 * 24 * 3_600_000


async def test_a_press_of_another_day_asks_before_it_alarms_anybody(
    camille: Person, nour: Person
) -> None:
    await camille.page.evaluate(AGE_PRESS, DAYS_MS)
    await camille.page.reload()
    await expect(camille.text("n'est pas partie")).to_be_visible()
    await expect(nour.alarm()).to_have_count(0)
    await camille.button("Non, oublier").click()
    await expect(camille.page.locator(".home")).to_be_visible()
    await camille.page.wait_for_function(NOTHING_KEPT)
    await camille.page.reload()
    await expect(camille.page.locator(".home")).to_be_visible()
    await camille.page.evaluate(AGE_PRESS, DAYS_MS)
    await camille.page.reload()
    await camille.button("La lancer maintenant").click()
    await expect(camille.heading("Alerte en cours")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()


async def test_where_nothing_can_launch_it_is_said_and_leads_to_signing_in(
    arrive: Arrive, nour: Person
) -> None:
    camille = await arrive("Camille")
    await camille.context.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    await camille.sign_in()
    await camille.page.evaluate(FORGET_CREDENTIAL)
    await camille.page.reload()
    await expect(camille.text("En ligne")).to_be_visible()
    await camille.context.route("**/api/*", lambda route: route.abort())
    await camille.hold(camille.button("Alerte"), camille.text("Non envoyé, on réessaie"))
    await camille.context.clear_cookies()
    await camille.context.unroute("**/api/*")
    await expect(camille.heading("Alerte non lancée")).to_be_visible()
    await expect(camille.text("Ta session est finie")).to_be_visible()
    for number in ("17", "112", "114"):
        await expect(camille.page.locator(f".number strong:text-is('{number}')")).to_be_visible()
    await camille.page.locator("input[name=email]").fill(camille.town.email("Camille"))
    await camille.fill_password_and_enter()
    await camille.button("Réessayer").click()
    await expect(camille.heading("Alerte en cours")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()
