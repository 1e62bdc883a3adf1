"""A served town: the embedded engine, a page of our own to serve, a clock moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from server.clock import ManualClock
from tests import engines
from tests.gateway.doors import Gate, served
from tests.people import Town


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build leaves: three pages, a worker, one hashed asset."""
    web = tmp_path_factory.mktemp("web")
    for name in ("index.html", "console.html", "sw.js", "assets/app-1a2b.js"):
        (web / name).parent.mkdir(exist_ok=True)
        (web / name).write_text("<!doctype html><title>.</title>")
    (web / "aide.html").write_text("<!doctype html><title>aide</title>")
    return web


async def _gate(embedded: engines.Embedded, page: Path) -> AsyncIterator[Gate]:
    clock = ManualClock()
    settings = await embedded.fresh(web=page, worker_inside=False)
    house, heard = engines.build(settings, clock)
    async with served(Town(house, heard, clock)) as open_gate:
        yield open_gate


gate = pytest_asyncio.fixture(_gate, name="gate")
