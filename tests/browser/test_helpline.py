"""The helpline in two real browsers: a visitor on a cheap phone, officers at a desk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, expect

from server import backup
from server.clock import DAY
from tests.browser import conftest, serving
from tests.browser.conftest import Arrive
from tests.browser.person import Person
from tests.browser.test_wipe import found
from tests.browser.town import Town
from tests.browser.visitor import NOTHING_STORED, PHONE, Visitor

HERS = "il rentre dans dix minutes, porte verte"
HIS = "nous restons avec vous, respirez"
NOTE = "deux enfants a proteger ce soir"
NAME = "Capucine Planchette"
HALF = "je suis cachee derriere le rid"
PLANTED = [HERS, HIS, NOTE, NAME, HALF]
DESK = {"width": 1440, "height": 900}


def phone(town: Town) -> dict[str, Any]:
    return {"viewport": PHONE, "locale": "fr-FR", "has_touch": True, "base_url": town.helpline}


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, town: Town) -> AsyncIterator[Visitor]:
    context = await browser.new_context(**phone(town))
    context.set_default_timeout(conftest.PATIENCE_MS)
    yield Visitor(town, context, await context.new_page())
    await context.close()


async def on_duty(arrive: Arrive, name: str, **more: Any) -> Person:
    person = await arrive(name, viewport=DESK, **more)
    await person.sign_in("/console")
    duty = person.page.get_by_role("switch", name="En service").or_(
        person.page.get_by_role("switch", name="Hors service")
    )
    await duty.first.click()
    await expect(person.page.get_by_role("switch", name="En service").first).to_be_visible()
    return person


@pytest_asyncio.fixture(loop_scope="session")
async def odile(arrive: Arrive) -> Person:
    return await on_duty(arrive, "Odile")


async def answer(officer: Person) -> None:
    await officer.page.get_by_role("button", name="Répondre").first.click()
    await expect(officer.page.locator("form.composer.all textarea")).to_be_visible()


async def says(officer: Person, text: str, side: str = "all") -> None:
    form = officer.page.locator(f"form.composer.{side}")
    await form.locator("textarea").fill(text)
    await form.locator("button.send").click()


async def test_she_waits_is_answered_and_talks(visitor: Visitor, odile: Person) -> None:
    await visitor.arrives()
    await visitor.begins()
    await expect(visitor.page.get_by_text("Tu es la prochaine personne")).to_be_visible()
    await visitor.writes(HERS)
    await answer(odile)
    await expect(odile.text(HERS)).to_be_visible()
    await says(odile, HIS)
    await expect(visitor.page.get_by_text(HIS)).to_be_visible()
    await says(odile, NOTE, "officers")
    await expect(odile.text(NOTE).first).to_be_visible()
    assert NOTE not in await visitor.everything()
    assert await visitor.stored() == NOTHING_STORED
    assert await visitor.context.cookies() == []


@pytest.mark.parametrize("postcode", ["", "00000"])
async def test_an_unknown_place_is_said_openly(visitor: Visitor, postcode: str) -> None:
    """Nobody of the national team is there in this town: she is told, with numbers to call."""
    await visitor.arrives()
    await visitor.page.get_by_label("M'arrive à moi").check()
    await visitor.page.get_by_label("18 ans ou plus").check()
    await visitor.page.get_by_label("Violences à la maison").check()
    await visitor.page.locator("#postcode").fill(postcode)
    await visitor.page.locator("#start").click()
    told = visitor.page.get_by_text("équipe nationale").or_(
        visitor.page.get_by_text("Personne ne peut répondre ici")
    )
    await expect(told.first).to_be_visible()
    await expect(visitor.page.locator("a[href='tel:3919']").first).to_be_visible()


async def test_a_cut_in_the_line_loses_nothing(visitor: Visitor, odile: Person) -> None:
    await visitor.arrives()
    await visitor.begins()
    await answer(odile)
    await visitor.context.set_offline(True)
    await visitor.writes(HERS)
    await says(odile, HIS)
    await visitor.context.set_offline(False)
    await expect(visitor.page.get_by_text(HIS)).to_be_visible()
    await expect(odile.text(HERS)).to_be_visible()
    assert await odile.page.get_by_text(HERS).count() == 1


async def test_wiped_offline_it_is_gone_here_and_then_there(
    visitor: Visitor, odile: Person
) -> None:
    await visitor.arrives()
    await visitor.begins()
    await answer(odile)
    await visitor.writes(HERS)
    await expect(odile.text(HERS)).to_be_visible()
    await visitor.context.set_offline(True)
    await visitor.wipes()
    assert HERS not in await visitor.everything()
    await visitor.context.set_offline(False)
    await expect(odile.text(HERS)).to_have_count(0)
    assert HERS not in await odile.everything_shown()


async def test_leaving_shows_nothing_to_whoever_comes_back(visitor: Visitor, odile: Person) -> None:
    await visitor.arrives()
    await visitor.begins()
    await answer(odile)
    await visitor.writes(HERS)
    await expect(odile.text(HERS)).to_be_visible()
    await visitor.page.goto("about:blank")
    await visitor.page.go_back()
    await expect(visitor.page.locator("#start")).to_be_visible()
    assert HERS not in await visitor.everything()
    await expect(odile.text("Partie").first).to_be_visible()


async def test_without_a_script_the_page_has_numbers(browser: Browser, town: Town) -> None:
    context = await browser.new_context(**phone(town), java_script_enabled=False)
    page = await context.new_page()
    await page.goto(town.helpline)
    for number in ("17", "112", "3919", "119", "116006"):
        await expect(page.locator(f"main a[href='tel:{number}']")).to_be_visible()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def profile() -> AsyncIterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="veilleuse-profile-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(loop_scope="session")
async def hers(browser: Browser, profile: Path) -> AsyncIterator[BrowserContext]:
    """A browser whose profile lies on a disk that can be searched."""
    context = await browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=conftest.chromium(),
        args=conftest.FLAGS,
        viewport=PHONE,
        locale="fr-FR",
    )
    context.set_default_timeout(conftest.PATIENCE_MS)
    yield context
    await context.close()


async def test_wiped_in_mid_sentence_nothing_is_left_anywhere(
    arrive: Arrive, hers: BrowserContext, profile: Path
) -> None:
    """Queue, answer, chat, psychologist, orientation, wipe: screens, database, backup, profile."""
    async with serving.movable() as (origin, offset):
        town = Town(0, origin)
        her = Visitor(town, hers, hers.pages[0])
        odile = await on_duty(arrive, "Odile", at=town)
        pia = await on_duty(arrive, "Pia", at=town)
        await her.slow()
        await her.arrives()
        await her.begins()
        await her.writes(HERS)
        await answer(odile)
        await says(odile, HIS)
        await expect(her.page.get_by_text(HIS)).to_be_visible()
        await says(odile, NOTE, "officers")
        await invite(odile, "Pia")
        await expect(her.page.get_by_text("psychologue").first).to_be_visible()
        await orient(odile)
        await expect(her.page.get_by_text("Porter plainte").first).to_be_visible()
        await give_name(her, NAME)
        await expect(odile.text(NAME).first).to_be_visible()
        await pia.page.locator("[data-row]").first.click()
        await expect(pia.text(HERS)).to_be_visible()
        kept = offset.parent / "backup"
        backup.take(serving.Ground(offset.parent, "").settings, kept)

        await her.page.locator("#composer").press_sequentially(HALF)
        await her.wipes()
        await expect(her.page.get_by_text("Effacé ici et sur le serveur")).to_be_visible()

        for desk in (odile, pia):
            await expect(desk.text(HERS)).to_have_count(0)
            shown = await desk.everything_shown()
            assert [word for word in PLANTED if word in shown] == []
        assert [word for word in PLANTED if word in await her.everything()] == []
        assert await her.stored() == NOTHING_STORED
        await her.page.go_back()
        assert [word for word in PLANTED if word in await her.everything()] == []
        offset.write_text(str(8 * DAY))
        assert found(PLANTED, offset.parent) == []
        assert kept.stat().st_size
        await hers.close()
        assert found(PLANTED, profile) == []


async def invite(officer: Person, name: str) -> None:
    await officer.button("Inviter").first.click()
    await officer.page.get_by_role("button", name=f"Inviter {name}").click()
    await expect(officer.text("est dans la conversation").first).to_be_visible()
    await expect(officer.page.locator(".sheet-head")).to_have_count(0)


async def orient(officer: Person) -> None:
    await officer.button("Orienter").first.click()
    await officer.page.get_by_role("button", name="Montrer : Porter plainte").first.click()
    await expect(officer.page.locator(".sheet-head")).to_have_count(0)


async def give_name(her: Visitor, text: str) -> None:
    await her.page.get_by_text("Donner mon identité").click()
    await her.page.get_by_label("Ce que tu veux dire de toi").fill(text)
    await her.page.get_by_role("button", name="Donner", exact=True).click()
