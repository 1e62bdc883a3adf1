"""The dice of a run that draws any: its seed is printed, and repeats it."""

from __future__ import annotations

import os
import secrets
import sys
from random import Random

KEY = "VEILLEUSE_FAULT_SEED"


def dice(name: str) -> Random:
    """`seed N` goes to stderr once; VEILLEUSE_FAULT_SEED=N draws the same again. Runs differ."""
    seed = int(os.environ.get(KEY, "") or secrets.randbelow(2**32))
    sys.stderr.write(f"seed {seed}\n")
    return Random(f"{seed} {name}")  # noqa: S311  a test's dice
