"""What the tests of the helpline say, write and come from, and what must be nowhere afterwards.

The suite's own engines look for it in everything they leave behind, when the last test has run.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

AGENT = "Mozilla/5.0 (Linux; Planted Phone 4711)"
POSTCODE = "69001"
WORDS = (
    "je suis enfermée",
    "mon nom est écrit ici",
    "il est dans la pièce à côté",
    "ceci n'est que pour vous",
    "au milieu d'une phra",
    "Inès, 06 00 00 00 00",
    "deux enfants, il rentre à 18 h",
    "note entre nous",
    "semble très jeune",
    "Procureure Lambert",
)
ADDRESSES = ("192.0.2.", "203.0.113.77", "198.51.100.23")
NEEDLES = (*WORDS, *ADDRESSES, AGENT, f'"{POSTCODE}"')


def found_under(folder: Path) -> list[str]:
    """Files that hold any of it, and which."""
    with tempfile.NamedTemporaryFile("w", suffix=".needles") as held:
        held.write("\n".join(NEEDLES) + "\n")
        held.flush()
        said = subprocess.run(
            ["grep", "-r", "-a", "-o", "-F", "-f", held.name, str(folder)],
            capture_output=True,
            check=False,
        )
    return sorted(set(said.stdout.decode(errors="replace").splitlines()))[:20]


def seen_in(held: bytes) -> list[str]:
    return [needle for needle in NEEDLES if needle.encode() in held]
