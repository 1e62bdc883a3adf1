"""A whole alert, everything that is logged meanwhile, and nothing of anybody in it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from server import app as house_app
from server import errors, logs
from server.actor import STRANGER, Proof
from server.clock import DAY, HOUR
from server.gateway.dispatch import Call
from tests.people import Town
from tests.privacy.planted import ENDPOINT, needles, story


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """What our log and every library say, at INFO."""
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logs.configure()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=said))
    try:
        yield said
    finally:
        structlog.reset_defaults()
        root.removeHandler(handler)
        root.setLevel(level)


async def test_nothing_planted_is_logged(town: Town) -> None:
    with listening() as said:
        told = await story(town)
        proof = await told.camille.signs_in()
        await refused(town, proof)
        await broken(town)
        await town.later(48 * HOUR)
        await town.later(8 * DAY)
    line = said.getvalue()
    assert "command failed" in line  # it did listen
    found = [name for name, needle in needles().items() if needle.decode("latin-1") in line]
    assert found == []
    for secret in (proof.cookie, proof.device, told.camille.id, told.alert.room, ENDPOINT):
        assert secret not in line


def test_a_librarys_exception_keeps_its_words_to_itself() -> None:
    said = io.StringIO()
    library = logging.Logger("some.library")
    library.addHandler(logs.handler(said))
    try:
        raise KeyError("camille@example.org")
    except KeyError:
        library.exception("no such address: camille@example.org")
    assert "some.library KeyError" in said.getvalue()
    assert "camille" not in said.getvalue()


OTHERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "socketio.server", "engineio.server")


def test_no_library_has_a_log_of_its_own(town: Town) -> None:
    for name in OTHERS:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)
    settings = town.house.services.settings
    house_app.uvicorn_config(settings, None)
    house_app.build(settings)
    assert [name for name in OTHERS if logging.getLogger(name).handlers] == []


async def refused(town: Town, proof: Proof) -> None:
    """Nonsense with planted words in it."""
    call = Call(town.house.services, STRANGER, "https")
    for payload in ({"text": list(needles())}, dict.fromkeys(needles(), 1)):
        try:
            await town.house.dispatch.answer("room.say", payload, proof, call)
        except errors.Refused:
            continue


async def broken(town: Town) -> None:
    """A command that fails inside, on planted values."""
    call = Call(None, STRANGER, "https")  # type: ignore[arg-type]
    payload = {"email": "camille@example.org", "password": ENDPOINT}
    try:
        await town.house.dispatch.answer("session.open", payload, Proof(credential=ENDPOINT), call)
    except errors.TryAgain:
        return
