"""The page's own files, packed once when they were built and never by the event loop."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from server.gateway import origin
from server.settings import Settings

HIDDEN = "no such page"
HOUSE_PAGES = {"console": "console.html", "aide.html": HIDDEN}
HELPLINE_PAGES = {".": "aide.html", "aide.html": "aide.html", "icon.svg": "icon.svg"}
PACKED = {"br": ".br", "gzip": ".gz"}


class Addresses:
    """One server, two host names: nothing of the one is served under the other, except the packed
    files both are made of."""

    def __init__(self, settings: Settings, house: ASGIApp, helpline: ASGIApp) -> None:
        self._settings, self._house, self._helpline = settings, house, helpline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        there = origin.at_helpline(scope, self._settings)
        await (self._helpline if there else self._house)(scope, receive, send)


class Shell(StaticFiles):
    """The pages of one address. A file with its packed form beside it is sent packed to a browser
    that takes it; part of a file is always of the plain one."""

    def __init__(self, *, pages: dict[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._pages = pages

    def get_path(self, scope: Scope) -> str:
        path = super().get_path(scope)
        if "." in self._pages and not path.startswith("assets/"):
            return self._pages.get(path, HIDDEN)
        return self._pages.get(path, path)

    def file_response(
        self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200
    ) -> Response:
        asked = Headers(scope=scope)
        name, coding = str(full_path), "" if "range" in asked else _taken(asked)
        packed = name + PACKED.get(coding, "")
        if not coding or not Path(packed).exists():
            plain = super().file_response(full_path, stat_result, scope, status_code)
            plain.headers["Vary"] = "Accept-Encoding"
            return plain
        return self._packed(name, packed, coding, asked, status_code)

    def _packed(self, name: str, packed: str, coding: str, asked: Headers, status: int) -> Response:
        answer = FileResponse(
            packed,
            status_code=status,
            stat_result=Path(packed).stat(),
            media_type=guess_type(name)[0] or "text/plain",
            headers={"Content-Encoding": coding, "Vary": "Accept-Encoding"},
        )
        if self.is_not_modified(answer.headers, asked):
            return NotModifiedResponse(answer.headers)
        return answer


def _taken(asked: Headers) -> str:
    """The best coding this browser names; one it refuses (`;q=0`) is not named."""
    named = [part.strip() for part in asked.get("accept-encoding", "").lower().split(",")]
    return next((coding for coding in PACKED if coding in named), "")
