"""Settings: the only reader of the environment. Nonsense is refused at the start.

Every setting is `VEILLEUSE_<NAME>`; a secret may instead stand in a file named by
`VEILLEUSE_<NAME>_FILE`.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class Nonsense(Exception):
    """A setting that cannot be meant. The server does not start."""


@dataclass(frozen=True)
class Settings:
    engine: Literal["embedded", "production"] = "embedded"
    data: Path = ROOT / "var"
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    origins: tuple[str, ...] = ("http://localhost:8000",)
    helpline: tuple[str, ...] = ("http://aide.localhost:8000",)
    trusted_proxies: tuple[str, ...] = ()
    keyring: Path = ROOT / "var" / "keys" / "keyring.json"
    web: Path = ROOT / "web" / "dist"
    push_subject: str = "mailto:push@localhost"
    push_hosts: tuple[str, ...] = ()
    metrics_port: int = 0
    clock_offset: Path | None = None
    worker_inside: bool = True

    @property
    def sqlite(self) -> Path:
        return self.data / "veilleuse.sqlite3"

    def check(self) -> Settings:
        """Refuse what cannot be meant."""
        if self.engine == "production" and not (self.database_url and self.redis_url):
            raise Nonsense("the production engine needs VEILLEUSE_DATABASE_URL and _REDIS_URL")
        for origin in (*self.origins, *self.helpline):
            _check_origin(origin)
        if {*map(host_of, self.origins)} & {*map(host_of, self.helpline)}:
            raise Nonsense("the helpline needs a host name of its own")
        if (self.clock_offset or self.push_hosts) and not self.local:
            raise Nonsense("a movable clock and extra push hosts are for loopback tests only")
        if not is_loopback(self.host) and not self.trusted_proxies:
            raise Nonsense("bound beyond loopback without VEILLEUSE_TRUSTED_PROXIES: no plain ws")
        return self

    @property
    def local(self) -> bool:
        """Nobody but this machine can reach the server."""
        hosts = [urlsplit(origin).hostname or "" for origin in (*self.origins, *self.helpline)]
        return is_loopback(self.host) and all(is_loopback(host) for host in hosts)


def is_loopback(host: str) -> bool:
    """Is this host name or address the machine itself?"""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(origin: str) -> str:
    """Host and port, as a browser's Host header names them."""
    return urlsplit(origin).netloc.lower()


def _check_origin(origin: str) -> None:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise Nonsense(f"{origin!r} is no origin (scheme://host[:port])")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise Nonsense(f"{origin!r}: plain http is for loopback only")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment. Raises Nonsense."""
    known = {"VEILLEUSE_" + name.upper() for name in Settings.__dataclass_fields__}
    for name in environ:
        if name.startswith("VEILLEUSE_") and not {name, name.removesuffix("_FILE")} & known:
            raise Nonsense(f"{name} is not a setting")
    data = Path(environ.get("VEILLEUSE_DATA", Settings.data))
    values: dict[str, object] = {"data": data, "keyring": data / "keys" / "keyring.json"}
    for name, shape in Settings.__dataclass_fields__.items():
        text = _text(environ, "VEILLEUSE_" + name.upper())
        if text is not None:
            values[name] = _value(name, text, str(shape.type))
    if "origins" in values:
        values.setdefault("helpline", ())  # no address of this machine's on somebody's server
    return Settings(**values).check()  # type: ignore[arg-type]  # values are made per field type


def _text(environ: Mapping[str, str], name: str) -> str | None:
    if file := environ.get(name + "_FILE"):
        return Path(file).read_text().strip()
    return environ.get(name)


def _value(name: str, text: str, shape: str) -> object:
    if shape.startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if shape == "bool":
        return text.lower() in ("1", "true", "yes", "on")
    if shape == "int":
        if not text.isdigit():
            raise Nonsense(f"{name} must be a number, not {text!r}")
        return int(text)
    if shape.startswith("Path"):
        return Path(text)
    if name == "engine" and text not in ("embedded", "production"):
        raise Nonsense(f"engine is embedded or production, not {text!r}")
    return text
