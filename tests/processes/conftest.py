"""One production shape for the whole suite: two web processes and a worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests import engines
from tests.processes.house import Shape, production, until
from tests.pushservice import PushService, push_service


@pytest.fixture(scope="session")
def bare(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shape]:
    """Migrated by two release steps at once; nothing serves."""
    held: engines.Production = request.getfixturevalue("production")
    folder = tmp_path_factory.mktemp("shape")
    with production(folder, held.pg, held.bus) as shape:
        both = [shape.start("migrate") for _ in range(2)]
        assert [process.wait(60) for process in both] == [0, 0]
        yield shape


@pytest_asyncio.fixture(scope="session")
async def wakes() -> AsyncIterator[PushService]:
    """The push service of everybody's browser."""
    async with push_service() as service:
        yield service


@pytest.fixture(scope="session")
def shape(bare: Shape, wakes: PushService) -> Shape:
    """Served: two web processes and a worker."""
    bare.environ["VEILLEUSE_PUSH_HOSTS"] = wakes.host
    for port in bare.ports:
        bare.serve(port)
    bare.start("work")
    until(lambda: all(web.ready() for web in bare.webs))
    return bare
