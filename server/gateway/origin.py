"""Where a request may come from: our own pages only."""

from __future__ import annotations

from typing import Literal

from starlette.types import Scope

from server.settings import Settings, host_of, is_loopback

Site = Literal["house", "helpline"]


def header(scope: Scope, name: str) -> str:
    """A request header, or an empty string."""
    wanted = name.lower().encode()
    for key, value in scope.get("headers", ()):
        if key == wanted:
            return str(value.decode("latin-1"))
    return ""


def site(scope: Scope, settings: Settings) -> Site | None:
    """Whose page asks, by its Origin. None: no page of ours. (A browser always sends it on a POST
    and a handshake.)"""
    shown = header(scope, "origin")
    if shown in settings.helpline:
        return "helpline"
    return "house" if shown in settings.origins else None


def at_helpline(scope: Scope, settings: Settings) -> bool:
    """Is this asked under the helpline's own host name?"""
    return header(scope, "host").lower() in {host_of(origin) for origin in settings.helpline}


def secure(scope: Scope, settings: Settings) -> bool:
    """Plain ws and http are for loopback, or for what a named proxy has already unwrapped."""
    if scope["scheme"] in ("https", "wss"):
        return True
    peer = (scope.get("client") or ("", 0))[0]
    return is_loopback(peer) or peer in settings.trusted_proxies


def address(scope: Scope, settings: Settings) -> str:
    """Who is calling, for rates only: never stored, never logged."""
    peer = str((scope.get("client") or ("", 0))[0])
    forwarded = header(scope, "x-forwarded-for")
    if peer in settings.trusted_proxies and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return peer
