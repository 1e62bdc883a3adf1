"""The six layers of the world base map, each a stream of GeoJSON features for tippecanoe.

land, country (its borders; `disputed` when the line is contested), admin1 (départements and
their like), lake, river, place. What appears at which zoom is decided here. `fr=1` marks what the
deeper French tiles hold too, so that a map can draw it once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from borders import Segment, chained, segments, shared
from geopackage import Feature, features

Geo = dict[str, Any]

# A place appears when about this many people live there; capitals are shown early.
PLACE_ZOOMS = ((5_000_000, 2), (1_000_000, 3), (400_000, 4), (150_000, 5), (50_000, 6))
FRENCH_PLACE_ZOOMS = ((400_000, 4), (100_000, 5), (40_000, 6), (15_000, 7), (5_000, 8), (1_500, 9))
DEEPEST = 10
FRANCE = {"FR", "GP", "MQ", "GF", "RE", "YT"}
GONE = {"PPLH", "PPLQ", "PPLW", "PPLCH"}  # historical, abandoned, destroyed places
PARTS = {"PPLX"}  # a quarter of a town


def feature(kind: str, coordinates: Any, zoom: int, **properties: Any) -> Geo:
    kept = {key: value for key, value in properties.items() if value not in ("", None)}
    return {
        "type": "Feature",
        "tippecanoe": {"minzoom": zoom},
        "properties": kept,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def land(world: Path) -> Iterator[Geo]:
    for country in features(world, "countries", {"iso": "iso_a2"}):
        yield feature("MultiPolygon", country.parts, 0, fr=french(country))


def country(world: Path) -> Iterator[Geo]:
    """Contested lines come from their own layer: one side's claim is not drawn as settled."""
    nations = list(features(world, "countries", {"iso": "iso_a2"}))
    contested = list(features(world, "disputed_borders", {"name": "name"}))
    ours = edges(nation for nation in nations if french(nation))
    settled = shared(part for nation in nations for part in nation.parts) - edges(contested)
    for line in chained(settled - ours):
        yield feature("LineString", line, 0)
    for line in chained(settled & ours):
        yield feature("LineString", line, 0, fr=1)
    for claim in contested:
        lines = [one for part in claim.parts for one in part]
        yield feature("MultiLineString", lines, 0, disputed=1)


def admin1(world: Path) -> Iterator[Geo]:
    by_country: dict[str, list[Feature]] = {}
    for province in features(world, "states_provinces", {"iso": "iso_a2"}):
        by_country.setdefault(province.properties["iso"], []).append(province)
    for iso, provinces in by_country.items():
        inner = shared(part for province in provinces for part in province.parts)
        for line in chained(inner):
            ours = 1 if iso in FRANCE else None
            yield feature("LineString", line, 5 if ours else 4, fr=ours)


def french(found: Feature) -> int | None:
    return 1 if found.properties["iso"] in FRANCE else None


def edges(found: Iterable[Feature]) -> set[Segment]:
    lines = (line for one in found for part in one.parts for line in part)
    return {segment for line in lines for segment in segments(line)}


def lake(folder: Path) -> Iterator[Geo]:
    for found in json.loads((folder / "lakes.json").read_text())["features"]:
        rank = int(found["properties"].get("scalerank", 6))
        shape = found["geometry"]
        yield feature(shape["type"], shape["coordinates"], max(0, min(rank - 1, 5)))


def river(folder: Path) -> Iterator[Geo]:
    for found in json.loads((folder / "rivers.json").read_text())["features"]:
        known = found["properties"]
        shape = found["geometry"]
        zoom = max(2, min(6, round(float(known.get("min_zoom", 6)))))
        yield feature(shape["type"], shape["coordinates"], zoom, strokeweig=known.get("strokeweig"))


def place_zoom(people: int, french: bool, capital: bool) -> int | None:
    """The first zoom a place is drawn at; None for a village the tiles have no room for."""
    if capital:
        return 2 if people > 500_000 else 4
    for least, zoom in FRENCH_PLACE_ZOOMS if french else PLACE_ZOOMS:
        if people >= least:
            return zoom
    return DEEPEST if french else None


def place(cities: Path) -> Iterator[Geo]:
    with cities.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, lat, lon, code, iso, people = row[1], row[4], row[5], row[7], row[8], int(row[14])
            zoom = place_zoom(people, iso in FRANCE, code == "PPLC")
            if code in GONE | PARTS or zoom is None:
                continue
            point = [round(float(lon), 4), round(float(lat), 4)]
            capital = 1 if code == "PPLC" else None
            ours = 1 if iso in FRANCE else None
            yield feature("Point", point, zoom, name=name, pop=people, cap=capital, fr=ours)
