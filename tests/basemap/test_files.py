"""The committed base map: what a browser needs of it, and nothing of the machine that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles

from server.settings import ROOT

FOLDER = ROOT / "server" / "data" / "basemap"
HEAVIEST_TILE = 32_000
PARIS_AT_10 = (10, 518, 352)
VADUZ_AT_14 = (14, 8625, 5753)


@pytest.fixture(params=["world", "liechtenstein"])
def file(request: pytest.FixtureRequest) -> Iterator[Path]:
    return FOLDER / f"{request.param}.pmtiles"


def reader(name: str) -> Reader:
    return Reader(MmapSource((FOLDER / f"{name}.pmtiles").open("rb")))


def test_no_tile_is_too_heavy_for_a_weak_network(file: Path) -> None:
    with file.open("rb") as opened:
        assert max(len(data) for _, data in all_tiles(MmapSource(opened))) < HEAVIEST_TILE


def test_it_names_no_machine(file: Path) -> None:
    about = str(Reader(MmapSource(file.open("rb"))).metadata())
    assert re.search(r"""(^|[\s'"=])/\w+/""", about) is None, "an absolute path"


def test_the_world_is_shallow_and_france_deep() -> None:
    world = reader("world")
    assert world.get(6, 52, 28) is not None  # Japan
    assert world.get(*PARIS_AT_10) is not None
    assert world.get(10, 909, 403) is None  # Tokyo: only its shape
    assert world.header()["max_zoom"] == 10


def test_the_world_has_the_layers_the_style_draws() -> None:
    layers = {layer["id"] for layer in reader("world").metadata()["vector_layers"]}
    assert layers == {"land", "lake", "river", "admin1", "country", "place"}


def test_the_example_region_has_streets() -> None:
    region = reader("liechtenstein")
    assert region.get(*VADUZ_AT_14) is not None
    assert region.header()["max_zoom"] == 14


def test_every_source_is_credited() -> None:
    credits = (FOLDER / "ATTRIBUTION.md").read_text()
    for source in ("Natural Earth", "GeoNames", "OpenStreetMap contributors", "ODbL"):
        assert source in credits
    assert "Open Database License" in (FOLDER / "LICENSE.ODbL-1.0.txt").read_text()
