"""For whoever cannot hold, cannot see, reads another language, or has an old device."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from server.settings import ROOT
from tests.browser.conftest import Arrive
from tests.browser.person import Person

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"]
NO_WEBGL = """
HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
  apply: (get, canvas, [kind, ...more]) =>
    String(kind).startsWith('webgl') ? null : get.call(canvas, kind, ...more),
});
"""


async def faults(person: Person) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, and where."""
    cdp = await person.context.new_cdp_session(person.page)
    await cdp.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found: dict[str, Any] = await person.page.evaluate(
        "(rules) => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [
        f"{fault['id']}: {node['target'][0]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_the_main_screens_have_no_known_barrier(arrive: Arrive, scheme: str) -> None:
    camille = await arrive("Camille", color_scheme=scheme)
    nour = await arrive("Nour", color_scheme=scheme)
    await camille.visit()
    await expect(camille.page.locator("input[name=email]")).to_be_visible()
    assert await faults(camille) == [], "sign-in"
    await camille.sign_in()
    await nour.sign_in()
    assert await faults(camille) == [], "home"
    await camille.launch()
    assert await faults(camille) == [], "her screen"
    await expect(nour.alarm()).to_be_visible()
    assert await faults(nour) == [], "alarm"
    await nour.answer()
    await nour.list_positions()
    assert await faults(nour) == [], "room"
    await nour.button("Retour").click()
    await nour.button("Réglages").click()
    await expect(nour.heading("Réglages")).to_be_visible()
    assert await faults(nour) == [], "settings"


async def test_by_keyboard_alone_she_launches_and_stops(camille: Person, nour: Person) -> None:
    await tab_to(camille, "Alerte")
    await camille.page.keyboard.press("Enter")
    await expect(camille.button("Oui, lancer")).to_be_focused()
    await camille.page.keyboard.press("Enter")
    await expect(camille.heading("Alerte en cours")).to_be_visible()
    await expect(nour.alarm()).to_be_visible()
    await tab_to(camille, "Arrêter l'alerte")
    await camille.page.keyboard.press("Enter")
    await expect(camille.button("Oui, arrêter")).to_be_focused()
    await camille.page.keyboard.press("Enter")
    await expect(camille.heading("Alerte arrêtée")).to_be_visible()


async def tab_to(person: Person, name: str) -> None:
    """Press Tab until a button of this name has the focus."""
    wanted = person.button(name)
    for _ in range(40):
        await person.page.keyboard.press("Tab")
        if await wanted.evaluate("(button) => button === document.activeElement"):
            return
    pytest.fail(f"Tab never reaches {name}")


async def test_in_english_everything_is_english(arrive: Arrive) -> None:
    camille = await arrive("Camille", locale="en-GB")
    await camille.visit()
    if await camille.button("English").count():
        await camille.button("English").click()
    await camille.sign_in()
    await expect(camille.button("Hide")).to_be_visible()
    await camille.hold(camille.button("Alert"), camille.heading("Alert running"))
    assert await camille.page.evaluate("document.documentElement.lang") == "en"
    shown = await camille.page.inner_text("body")
    assert not [word for word in ("Alerte", "Arrêter", "Masquer", "prévenu") if word in shown]


async def test_without_webgl_the_list_says_the_same(camille: Person, arrive: Arrive) -> None:
    ines = await arrive("Inès")
    await ines.context.add_init_script(NO_WEBGL)
    await ines.sign_in()
    await camille.launch()
    await ines.answer()
    await expect(ines.text("ne peut pas dessiner la carte")).to_be_visible()
    await expect(ines.page.locator(".map-row-caller")).to_contain_text(
        f"{camille.town.here.lat:.5f}"
    )


async def test_on_a_device_that_is_not_only_hers_nothing_outlives_the_tab(arrive: Arrive) -> None:
    lea = await arrive("Léa")
    await lea.visit()
    await lea.page.locator("input[name=shared]").check()
    await lea.page.locator("input[name=email]").fill(lea.town.email("Léa"))
    await lea.fill_password_and_enter()
    await expect(lea.page.locator(".home")).to_be_visible()
    await lea.page.close()
    lea.page = await lea.context.new_page()
    await lea.visit()
    await expect(lea.page.locator("input[name=email]")).to_be_visible()
    await expect(lea.button("Alerte")).to_have_count(0)


LARGE = """document.addEventListener('DOMContentLoaded', () => {
  document.documentElement.style.fontSize = '212.5%'; // twice ours
});"""


async def test_at_twice_the_text_nothing_is_cut_and_the_answers_stay_in_view(
    arrive: Arrive,
) -> None:
    small = {"width": 360, "height": 740}
    camille, nour = await arrive("Camille", viewport=small), await arrive("Nour", viewport=small)
    for somebody in (camille, nour):
        await somebody.context.add_init_script(LARGE)
        await somebody.sign_in()
        assert await width(somebody) <= 360
    await camille.launch()
    assert await width(camille) <= 360
    await expect(nour.alarm()).to_be_visible()
    for answer in ("J'y réponds", "Je ne peux pas"):
        await expect(nour.button(answer)).to_be_in_viewport(ratio=1)
    assert await width(nour) <= 360
    await nour.answer()
    await nour.write("Je suis là.")
    await expect(nour.text("Je suis là.")).to_be_visible()
    assert await width(nour) <= 360


async def width(person: Person) -> int:
    return int(await person.page.evaluate("document.documentElement.scrollWidth"))


async def test_on_the_smallest_phone_the_button_stays_in_reach(arrive: Arrive) -> None:
    lea = await arrive("Léa", viewport={"width": 320, "height": 568})
    await lea.sign_in()
    box = await lea.page.locator(".hold-button.alert").bounding_box()
    assert box is not None
    assert box["width"] >= 160
    assert box["y"] + box["height"] <= 568
    assert await width(lea) <= 320


async def test_with_the_keyboard_open_a_report_is_written_to_its_end(
    camille: Person, nour: Person
) -> None:
    await camille.launch()
    await nour.answer()
    await nour.button("Plus").click()
    await nour.button("Signaler un abus").click()
    await nour.page.set_viewport_size({"width": 360, "height": 440})
    reason = nour.page.locator("textarea[name=reason]")
    await reason.focus()
    await nour.page.keyboard.type("Il m'a menacée.")
    await expect(reason).to_have_value("Il m'a menacée.")
    await expect(nour.page.locator(".sheet")).to_be_visible()
    await nour.page.locator(".sheet button[type=submit]").click()
    await expect(nour.text("Signalé. Merci.")).to_be_visible()
