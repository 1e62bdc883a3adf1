"""Phones set by hand: what is live is called so on all of them."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.person import Person

HOURS = "{{ const right = Date.now.bind(Date); Date.now = () => right() + {hours} * 3_600_000; }}"


async def with_a_clock(arrive: Arrive, name: str, hours: int) -> Person:
    person = await arrive(name)
    await person.context.add_init_script(HOURS.format(hours=hours))
    await person.sign_in()
    return person


@pytest.mark.parametrize("hers", [-3, 3])
async def test_hers_is_three_hours_off_one_way_and_the_responders_the_other(
    arrive: Arrive, hers: int
) -> None:
    """The browser's own readings go by the right time, as a satellite receiver's do."""
    camille = await with_a_clock(arrive, "Camille", hers)
    nour = await with_a_clock(arrive, "Nour", -hers)
    await camille.launch()
    await nour.answer()
    await expect(nour.page.locator(".point.live")).to_have_text("En direct")
    await nour.list_positions()
    await expect(nour.page.locator(".map-row-caller")).to_contain_text("en direct")
    await camille.move(camille.town.north(60))
    there = f"{camille.town.north(60).lat:.5f}"
    await expect(nour.page.locator(".map-row-caller")).to_contain_text(there)
    await expect(nour.page.locator(".map-row-caller")).to_contain_text("en direct")
