"""Text as it may be stored, and the fold of entries. Pure."""

from __future__ import annotations

import unicodedata

MAX_CHARACTERS = 4_000
_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d"  # needed inside words and emoji of several scripts


def clean(text: str) -> str:
    """The text, safe to show to a frightened person: NFC, without invisible directions.

    Control characters, bidirectional overrides and zero-width characters could make a sentence
    read as another; they are removed. Joiners stay: names and emoji need them.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if _visible(c)).strip()


def _visible(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
