"""Which core runs what: the servers on one, the generator on the other, for all alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_HERE = sorted(os.sched_getaffinity(0))
SERVER: int | None = _HERE[0] if len(_HERE) > 1 else None
LOAD: int | None = _HERE[1] if len(_HERE) > 1 else None


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """What is started inside the block runs there, and all it starts. None: wherever."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
