"""Headers of every answer, whatever made it. Source: OWASP ASVS 5.0 chapter 3.4."""

from __future__ import annotations

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.gateway import origin
from server.settings import Settings

log = structlog.get_logger("headers")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "img-src 'self' data: blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
}
SHELL = "no-cache"
KEPT = "public, max-age=31536000, immutable"
NEVER = "no-store"


def cache_of(path: str) -> str:
    """The static shell and the tiles may be kept; nothing else."""
    if path.startswith("/assets/"):
        return KEPT
    if path.startswith("/basemap/"):
        return "public, max-age=604800"
    if path.startswith(("/api/", "/socket.io")) or path in ("/healthz", "/readyz"):
        return NEVER
    return SHELL


class Headers:
    """Pure ASGI middleware, so that sockets pass through untouched."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    def _cache(self, scope: Scope) -> str:
        """Of the helpline nothing stays on the device, not even that it was visited."""
        return NEVER if origin.at_helpline(scope, self._settings) else cache_of(scope["path"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers["Cache-Control"] = self._cache(scope)
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except (
            Exception
        ) as wrong:  # the last resort: nothing of it is told, and nobody's text logged
            log.error("answer failed", kind=type(wrong).__name__)
            if not started:
                await Response("", 500)(scope, receive, with_headers)
