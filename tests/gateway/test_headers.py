"""Headers of every kind of answer."""

from __future__ import annotations

import pytest

from server.gateway.headers import ALWAYS
from server.gateway.shell import Shell
from tests.gateway.doors import Gate

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self';"
    " connect-src 'self'; font-src 'self'; manifest-src 'self'; media-src 'self';"
    " img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PLACES = {
    "/": 200,
    "/console": 200,
    "/sw.js": 200,
    "/assets/app-1a2b.js": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/api/me": 404,
    "/nowhere": 404,
    "/docs": 404,
    "/openapi.json": 404,
    "/metrics": 404,
    "/debug": 404,
    "/.git/config": 404,
    "/../server/settings.py": 404,
    "/assets/%2e%2e/%2e%2e/pyproject.toml": 404,
    "/basemap/nothing.pmtiles": 404,
    "/socket.io/?EIO=4&transport=polling": 400,
}


@pytest.mark.parametrize("place", list(PLACES))
async def test_every_answer_carries_them(gate: Gate, place: str) -> None:
    answer = await gate.http.get(place)
    assert answer.status_code == PLACES[place]
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, name
    assert not {"server", "date", "x-powered-by"} & set(answer.headers)


async def test_the_policy_is_exactly_this(gate: Gate) -> None:
    answer = await gate.http.get("/")
    assert answer.headers["content-security-policy"] == POLICY
    assert "geolocation=(self)" in answer.headers["permissions-policy"]
    assert answer.headers["cross-origin-embedder-policy"] == "require-corp"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


async def test_refusals_and_errors_carry_them_too(gate: Gate) -> None:
    for answer in (await gate.post("me"), await gate.post("nothing.such"), await gate.post("wipe")):
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"


async def test_an_answer_that_fails_inside_carries_them_and_tells_nothing(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(Shell, "get_path", fails)
    answer = await gate.http.get("/console")
    assert (answer.status_code, answer.text) == (500, "")
    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("/", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/assets/app-1a2b.js", "public, max-age=31536000, immutable"),
        ("/healthz", "no-store"),
        ("/readyz", "no-store"),
        ("/socket.io/?EIO=4&transport=polling", "no-store"),
    ],
)
async def test_only_the_shell_and_the_tiles_are_kept(gate: Gate, place: str, kept: str) -> None:
    assert (await gate.http.get(place)).headers["cache-control"] == kept


async def test_the_map_is_served_by_ranges(gate: Gate) -> None:
    place = "/basemap/liechtenstein.pmtiles"
    answer = await gate.http.get(place, headers={"Range": "bytes=0-126"})
    assert answer.status_code == 206
    assert answer.headers["content-range"].startswith("bytes 0-126/")
    assert answer.content[:7] == b"PMTiles"
    assert "max-age" in answer.headers["cache-control"]


async def test_health_tells_no_version(gate: Gate) -> None:
    assert (await gate.http.get("/healthz")).json() == {"ok": True}
    assert set((await gate.http.get("/readyz")).json().values()) == {True}
