"""When Python looks for garbage, in a process that holds thousands of sockets."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """What is made meanwhile (modules, the communes) stays until the end: it is never looked
    through. Looking is an eighth of the time a process needs to be there."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def calm() -> None:
    """Call once, before serving.

    A few thousand idle sockets are a million objects. By default Python looks through the young for
    every 700 that were made, and now and then through all of them: a third of a delivery's price.
    What is freed by its last reference (nearly everything) does not need it. A closed connection
    does: uvicorn leaves it as a cycle of some hundred objects, so that all are looked through once
    in about eight thousand connections. What was imported is never looked at again. Those between
    are looked through in small parts: an alert waits meanwhile.
    """
    gc.freeze()
    gc.set_threshold(50_000, 3, 7)
