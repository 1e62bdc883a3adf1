"""One dispatch, two doors: whatever brings a command here, the same things happen in this order.

lane → recognise → rate → parse → allowed? → handler → answer. Every refusal is a `Refused`;
anything else that goes wrong is logged without its payload and answered `try_again`.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec
import structlog

from server import errors, metrics
from server.actor import PASSERBY, STRANGER, Actor, Proof
from server.gateway.lanes import Lanes
from server.gateway.origin import Site
from server.services import Services
from server.wire import AT_HELPLINE, COMMANDS, Command, Message, Request, Response, Who

log = structlog.get_logger("dispatch")

Door = Literal["socket", "https"]


class Doorkeeper(Protocol):
    """Knows people by what they show. Raises SessionExpired or Banned."""

    async def recognise(self, proof: Proof) -> Actor: ...


@dataclass
class Call:
    """One command being answered. `cookie` is what the HTTPS door sets (empty: clears)."""

    services: Services
    actor: Actor
    door: Door
    address: str = ""
    site: Site = "house"
    proof: Proof = field(default_factory=Proof)
    cookie: str | None = None
    cookie_lasts: bool = True
    forget_site: bool = False


Handler = Callable[[Call, Any], Awaitable[Message]]
HANDLERS: dict[str, Handler] = {}


def handles(
    command: Command[Request, Response],
) -> Callable[
    [Callable[[Call, Request], Awaitable[Response]]],
    Callable[[Call, Request], Awaitable[Response]],
]:
    """Decorator: this function answers this command."""

    def register(
        handler: Callable[[Call, Request], Awaitable[Response]],
    ) -> Callable[[Call, Request], Awaitable[Response]]:
        if command.name in HANDLERS:
            raise ValueError(f"{command.name} has two handlers")
        HANDLERS[command.name] = handler
        return handler

    return register


OF_SITE: Mapping[Site, Who] = {"house": ~AT_HELPLINE, "helpline": AT_HELPLINE}
UNKNOWN = {Who.ANYONE: STRANGER, Who.PASSERBY: PASSERBY}


class Dispatch:
    """Two addresses: the members', and the helpline's. Each has its doorkeeper and its commands; a
    command of the other does not exist there."""

    def __init__(self, services: Services, doorkeepers: Mapping[Site, Doorkeeper]) -> None:
        self.services = services
        self._doorkeepers = doorkeepers
        self.lanes = Lanes()

    async def recognise(self, proof: Proof, site: Site = "house") -> Actor:
        return await self._doorkeepers[site].recognise(proof)

    async def answer(self, name: str, payload: object, proof: Proof, call: Call) -> Message:
        """The response. Raises Refused, and nothing else."""
        started = time.perf_counter()
        try:
            response = await self._answer(name, payload, proof, call)
        except errors.Refused as refused:
            metrics.commands.labels(_label(name), refused.code).inc()
            raise
        except Exception as wrong:
            log.error("command failed", command=_label(name), kind=type(wrong).__name__)
            log.debug("traceback", exc_info=True)
            metrics.commands.labels(_label(name), "try_again").inc()
            raise errors.TryAgain from wrong
        metrics.commands.labels(name, "ok").inc()
        metrics.seconds.labels(name).observe(time.perf_counter() - started)
        return response

    async def _answer(self, name: str, payload: object, proof: Proof, call: Call) -> Message:
        command = COMMANDS.get(name)
        if command is None or not command.who & OF_SITE[call.site]:
            raise errors.NotFound
        call.proof = proof
        async with self.lanes.seat(command.rate, call.door):
            call.actor = await self._actor(command, proof, call.site)
            self._check_rate(command, call)
            request = parse(command, payload)
            return await HANDLERS[name](call, request)

    async def _actor(self, command: Command[Any, Any], proof: Proof, site: Site) -> Actor:
        if command.who in UNKNOWN:
            return UNKNOWN[command.who]
        actor = await self.recognise(proof, site)
        if not actor.who & command.who:
            raise errors.NotAllowed
        return actor

    def _check_rate(self, command: Command[Any, Any], call: Call) -> None:
        key = call.actor.person or call.address
        wait = self.services.buckets.wait_ms(command.rate, key, self.services.clock.now())
        if wait:
            raise errors.TooFast(retry_after_ms=wait)


def parse(command: Command[Request, Response], payload: object) -> Request:
    """The declared request. Raises Invalid, naming the field but never its value."""
    try:
        return msgspec.convert(payload if payload is not None else {}, command.request)
    except msgspec.ValidationError as wrong:
        raise errors.Invalid(_where(str(wrong))) from None


def _where(reason: str) -> str:
    """Only the field's path (`$.fix.lat`), or the name of an unknown field."""
    if "at `$" in reason:
        return reason.rsplit("at `$", 1)[1].strip("`.") or "message"
    if "unknown field" in reason or "missing required field" in reason:
        return reason.rsplit("`", 2)[1][:60]
    return "message"


def _label(name: str) -> str:
    return name if name in COMMANDS else "unknown"
