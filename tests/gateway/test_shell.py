"""The page's own files: packed for who takes it, plain for who does not."""

from __future__ import annotations

import gzip

import pytest

from tests.gateway.doors import Gate

FILE = "/assets/big-3c4d.js"
TEXT = b"// a long file\n" * 400


@pytest.fixture
def big(gate: Gate) -> None:
    """One file of the build with its packed forms beside it."""
    path = gate.settings.web / FILE.lstrip("/")
    path.write_bytes(TEXT)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(TEXT))


@pytest.mark.usefixtures("big")
async def test_it_travels_packed(gate: Gate) -> None:
    answer = await gate.http.get(FILE, headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(TEXT) / 10
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == TEXT


@pytest.mark.usefixtures("big")
@pytest.mark.parametrize(
    "asked",
    [
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip;q=0"},
        {"Accept-Encoding": "br"},  # no such form of it
        {"Accept-Encoding": "gzip", "Range": "bytes=0-99999"},
    ],
)
async def test_or_plain(gate: Gate, asked: dict[str, str]) -> None:
    answer = await gate.http.get(FILE, headers=asked)
    assert "content-encoding" not in answer.headers
    assert answer.content == TEXT


@pytest.mark.usefixtures("big")
async def test_kept_by_the_browser_it_is_not_sent_again(gate: Gate) -> None:
    asked = {"Accept-Encoding": "gzip"}
    first = await gate.http.get(FILE, headers=asked)
    again = await gate.http.get(FILE, headers=asked | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = await gate.http.get(FILE, headers={"Accept-Encoding": "identity"})
    assert plain.headers["etag"] != first.headers["etag"]
