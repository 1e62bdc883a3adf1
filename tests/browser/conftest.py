"""Chromium and the server once; a town of its own for each test, a context for each person."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from server.geo import Point
from tests.browser import serving
from tests.browser import town as towns
from tests.browser.person import LISTENS, Person, Watch
from tests.browser.town import Town

Arrive = Callable[..., Awaitable[Person]]

PATIENCE_MS = 20_000  # a busy machine; nobody waits when all goes well
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost,"
    " EXCLUDE 127.0.0.1",
]


def chromium() -> str:
    """Debian's Chromium. Raises RuntimeError when there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("chromium is not installed")
    return found


def options(town: Town, point: Point, **more: Any) -> dict[str, Any]:
    return {
        "viewport": {"width": 412, "height": 915},
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "permissions": ["geolocation", "notifications"],
        "geolocation": {"latitude": point.lat, "longitude": point.lon, "accuracy": 6},
        "reduced_motion": "reduce",
        "base_url": town.origin,
        **more,
    }


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def origin() -> AsyncIterator[str]:
    async with serving.one() as running:
        yield running


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return iter(range(towns.TOWNS))


@pytest.fixture
def town(origin: str, numbers: Iterator[int]) -> Town:
    return Town(next(numbers), origin)


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(browser: Browser, town: Town) -> AsyncIterator[Arrive]:
    """`await arrive("Nour")`: a person at her browser, watched until the end of the test."""
    async with AsyncExitStack() as leaving:
        watches: list[Watch] = []

        async def somebody(name: str, at: Town = town, **more: Any) -> Person:
            context = await browser.new_context(**options(at, at.home_of(name), **more))
            leaving.push_async_callback(context.close)
            person = Person(name, at, context, await context.new_page(), Watch(at.origin))
            await attach(person)
            watches.append(person.watch)
            return person

        yield somebody
    for watch in watches:
        assert watch.foreign == [], "a request left for another origin"
        assert watch.broken == [], "the content security policy was broken"


async def attach(person: Person) -> None:
    """From now on everything the context asks for and says is kept."""
    await person.context.add_init_script(LISTENS)
    person.context.set_default_timeout(PATIENCE_MS)
    person.context.on("request", person.watch.request)
    person.context.on("console", person.watch.console)
    person.context.on("weberror", lambda error: person.watch.error(error.error))


@pytest_asyncio.fixture(loop_scope="session")
async def camille(arrive: Arrive) -> Person:
    person = await arrive("Camille")
    await person.sign_in()
    return person


@pytest_asyncio.fixture(loop_scope="session")
async def nour(arrive: Arrive) -> Person:
    person = await arrive("Nour")
    await person.sign_in()
    return person
