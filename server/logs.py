"""Logs: one line of JSON each; events and counts, never a name, a place, a text or a token."""

from __future__ import annotations

import logging
import sys
from traceback import extract_tb
from typing import TextIO

import structlog


def configure(*, debug: bool = False) -> None:
    level = logging.DEBUG if debug else logging.INFO
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    # Libraries log statements with their values at DEBUG: never let them speak.
    logging.basicConfig(level=logging.WARNING, handlers=[handler(sys.stderr)])
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        # They stand where somebody starts us by uvicorn's own command.
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def only_errors(name: str) -> logging.Logger:
    """A library's logger, for a library that would set up one of its own."""
    found = logging.getLogger(name)
    found.setLevel(logging.ERROR)
    return found


def handler(stream: TextIO) -> logging.Handler:
    """What libraries say, made harmless."""
    made = logging.StreamHandler(stream)
    made.setFormatter(_Terse())
    return made


class _Terse(logging.Formatter):
    """That something happened, of which kind and where in the code. Not in which words: those of an
    exception may hold what a person typed. Only our HTTP server's own sentences are let through."""

    def format(self, record: logging.LogRecord) -> str:
        said = [record.levelname, record.name]
        if record.name.startswith("uvicorn"):
            said.append(record.getMessage().strip())
        if record.exc_info and record.exc_info[0]:
            said.append(record.exc_info[0].__name__)
            said += [f"{f.name}:{f.lineno}" for f in extract_tb(record.exc_info[2])[-3:]]
        return " ".join(said)
