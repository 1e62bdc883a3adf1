"""Fixtures every suite shares: the two engines, and a town on each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests import engines, services
from tests.people import Town, live_in

LONGEST_FIRST = ("faults", "bench", "processes", "browser", "privacy", "contract")
"""Suites whose files take the longest begin first, so that no worker is left alone with one at the
end. The others follow in their order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    order = {name: number for number, name in enumerate(LONGEST_FIRST)}
    last = len(LONGEST_FIRST)
    items.sort(key=lambda item: order.get(item.path.relative_to(here).parts[0], last))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Embedded]:
    made = engines.Embedded(tmp_path_factory.mktemp("embedded"))
    yield made
    made.search()


@pytest.fixture(scope="session")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Production]:
    """PostgreSQL and Redis of our own; named and skipped where missing, except in CI."""
    if (absent := services.missing()) and not engines.mandatory():
        pytest.skip(f"not installed: {', '.join(absent)}")
    with ExitStack() as stack:
        made = engines.start_production(stack, tmp_path_factory.mktemp("production"))
        yield made
        made.search()


@pytest.fixture(params=["embedded", "production"])
def engine(request: pytest.FixtureRequest) -> engines.Engine:
    """The same test on both engines."""
    return request.getfixturevalue(request.param)


@pytest_asyncio.fixture
async def town(engine: engines.Engine) -> AsyncIterator[Town]:
    async with live_in(engine) as lived:
        yield lived
