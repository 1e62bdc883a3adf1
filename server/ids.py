"""Names and secrets: 128 random bits or more, url-safe, without meaning."""

from __future__ import annotations

import secrets
from typing import Protocol


class Ids(Protocol):
    def new(self) -> str:
        """A fresh identifier (22 characters, 128 bits)."""

    def secret(self) -> str:
        """A fresh secret (43 characters, 256 bits)."""

    def fraction(self) -> float:
        """A number in [0, 1) for jitter."""


class RandomIds:
    def new(self) -> str:
        return secrets.token_urlsafe(16)

    def secret(self) -> str:
        return secrets.token_urlsafe(32)

    def fraction(self) -> float:
        return secrets.randbelow(1 << 30) / (1 << 30)
