"""The socket door: the only file that touches incoming Socket.IO.

connect: secure? our origin? recognised? — then the person's audiences. Any event: rate of the
socket, dispatch, acknowledgement `{ok}` or `{error}`. Every event recognises the session anew.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

import msgspec
import socketio
import structlog

from server import errors, limits, logs
from server.actor import Actor, Proof
from server.audience import Audience
from server.gateway import origin
from server.gateway.dispatch import Call, Dispatch
from server.gateway.fanout import SocketFanout
from server.gateway.line import Lines
from server.gateway.origin import Site
from server.gateway.outlet import holds_bytes
from server.settings import Settings
from server.wire import COMMANDS

log = structlog.get_logger("socket")

NAMED_WITHIN_S = 10.0
COOKIE = "__Host-veilleuse"
HTTPS_ONLY = {"session.open"}
READS = ("reading", "gathered")
PACE = limits.Rate("socket", limits.SOCKET_EVENTS_PER_SECOND * 3, 3_000)
AudiencesOf = Callable[[Actor], Awaitable[Sequence[Audience]]]
Presence = Callable[[Actor, bool], Awaitable[None]]


class _Json:
    """Answers are messages of ours: written as they are, not turned into plain values first."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return msgspec.json.encode(value).decode()


class _Packet(socketio.packet.Packet):  # type: ignore[misc]  # the library ships no types
    json = _Json
    data_is_binary = staticmethod(holds_bytes)


class _Server(socketio.AsyncServer):  # type: ignore[misc]  # the library ships no types
    """The library would run our own handlers for a client's event named `connect`, `disconnect` or
    `*`: a forged one would leave a socket that hears on and that nothing can cut."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._reads: set[asyncio.Task[None]] = set()

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        """Once she is in, nobody needs the headers of her handshake: they go, cookie and all."""
        await super()._handle_connect(eio_sid, namespace, data)
        if self.manager.sid_from_eio_sid(eio_sid, "/") is not None and eio_sid in self.environ:
            self.environ[eio_sid]["asgi.scope"]["headers"] = []
            self.environ[eio_sid].clear()

    async def _handle_event(self, eio_sid: str, namespace: str, id: int, data: list[Any]) -> None:
        if not isinstance(data[0], str) or data[0] in (*self.reserved_events, "*"):
            data = ["", *data[1:]]
        answering = super()._handle_event(eio_sid, namespace, id, data)
        if data[0] in COMMANDS and COMMANDS[data[0]].rate.lane in READS:
            self._keep(asyncio.create_task(answering))
        else:
            await answering

    def _keep(self, task: asyncio.Task[None]) -> None:
        """A read may wait for its turn among thousands. A press of the same person never waits
        behind it: only what changes something is answered in the order it came."""
        self._reads.add(task)
        task.add_done_callback(self._reads.discard)

    def _engineio_server_class(self) -> type[Lines]:
        return Lines

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        """A line on which nobody ever says who she is holds memory for nothing."""
        await super()._handle_eio_connect(eio_sid, environ)
        drop = partial(self.start_background_task, self._drop_unnamed, eio_sid)
        asyncio.get_running_loop().call_later(NAMED_WITHIN_S, drop)

    async def _drop_unnamed(self, eio_sid: str) -> None:
        known = self.manager.sid_from_eio_sid(eio_sid, "/") is not None
        if eio_sid in self.eio.sockets and not known:
            await self.eio.disconnect(eio_sid)


def make_server(manager: Any, origins: Sequence[str]) -> socketio.AsyncServer:
    return _Server(
        async_mode="asgi",
        client_manager=manager,
        serializer=_Packet,
        transports=["websocket"],
        async_handlers=False,  # keeps the order of one client's messages
        cors_allowed_origins=list(origins),  # the door checks again: it also refuses none
        max_http_buffer_size=limits.MESSAGE_BYTES,
        ping_interval=8,
        ping_timeout=6,
        http_compression=False,
        allow_upgrades=False,
        # Their own, if asked to be silent, would still print exceptions with their words.
        logger=logs.only_errors("socketio.server"),
        engineio_logger=logs.only_errors("engineio.server"),
    )


class SocketDoor:
    def __init__(
        self,
        sio: socketio.AsyncServer,
        dispatch: Dispatch,
        fanout: SocketFanout,
        settings: Settings,
        audiences_of: AudiencesOf,
        presence: Presence,
    ) -> None:
        self._sio, self._dispatch, self._fanout = sio, dispatch, fanout
        self._settings, self._audiences_of, self._presence = settings, audiences_of, presence
        sio.on("connect", self.connect)
        sio.on("disconnect", self.disconnect)
        sio.on("*", self.event)

    async def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        scope = environ["asgi.scope"]
        site = origin.site(scope, self._settings)
        if site is None or not origin.secure(scope, self._settings):
            raise socketio.exceptions.ConnectionRefusedError("origin_refused")
        async with self._dispatch.lanes.coming.seat(patience_s=None):
            actor = await self._enter(sid, scope, site, proof_of(environ, auth, site))
        await self._note(actor, here=True)
        if self._sio.manager.eio_sid_from_sid(sid, "/") not in self._sio.eio.sockets:
            await self._gone(sid, actor)  # the library tells nobody of a line that ends before this
            raise socketio.exceptions.ConnectionRefusedError("try_again")

    async def _enter(self, sid: str, scope: Any, site: Site, proof: Proof) -> Actor:
        """From here on this socket hears what it may. Raises ConnectionRefusedError."""
        try:
            actor = await self._dispatch.recognise(proof, site)
            audiences = await self._audiences_of(actor)
        except errors.Refused as refused:
            raise socketio.exceptions.ConnectionRefusedError(refused.code) from None
        except Exception as wrong:
            raise _not_now(wrong) from None
        address = origin.address(scope, self._settings)
        held = {"proof": proof, "actor": actor, "address": address, "site": site}
        await self._sio.save_session(sid, held)
        try:
            await self._fanout.arrived(sid, actor, audiences)
        except Exception as wrong:
            self._fanout.left(sid, actor)
            raise _not_now(wrong) from None
        return actor

    async def disconnect(self, sid: str, reason: str = "") -> None:
        held = await self._sio.get_session(sid)
        if actor := held.get("actor"):
            await self._gone(sid, actor)

    async def _gone(self, sid: str, actor: Actor) -> None:
        self._fanout.left(sid, actor)
        if not self._fanout.sockets_of(actor.person):
            await self._note(actor, here=False)

    async def _note(self, actor: Actor, *, here: bool) -> None:
        """Where nothing can be written she comes and goes all the same; it is noted later."""
        try:
            await self._presence(actor, here)
        except Exception as wrong:
            log.warning("not noted", here=here, kind=type(wrong).__name__)

    async def event(self, name: str, sid: str, *payload: Any) -> dict[str, Any]:
        held = await self._sio.get_session(sid)
        services, site = self._dispatch.services, held["site"]
        call = Call(services, held["actor"], "socket", held["address"], site)
        try:
            self._check_pace(sid)
            if name not in COMMANDS or name in HTTPS_ONLY or len(payload) > 1:
                raise errors.NotFound
            response = await self._dispatch.answer(
                name, payload[0] if payload else {}, held["proof"], call
            )
        except errors.Refused as refused:
            await self._after_refusal(sid, refused)
            known = call.actor if call.actor.person else held["actor"]
            return {"error": refused.refusal(known.language)}
        return {"ok": response}

    def _check_pace(self, sid: str) -> None:
        services = self._dispatch.services
        if wait := services.buckets.wait_ms(PACE, sid, services.clock.now()):
            raise errors.TooFast(retry_after_ms=wait)

    async def _after_refusal(self, sid: str, refused: errors.Refused) -> None:
        """A session that has ended takes its socket with it, once the answer has left."""
        if isinstance(refused, errors.SessionExpired | errors.Banned):
            self._sio.start_background_task(self._fanout.hang_up, sid)


def _not_now(wrong: Exception) -> socketio.exceptions.ConnectionRefusedError:
    """Anything else would leave a line that hears nothing and that the library never ends."""
    log.warning("not let in", kind=type(wrong).__name__)
    return socketio.exceptions.ConnectionRefusedError("try_again")


def proof_of(environ: dict[str, Any], auth: object, site: Site) -> Proof:
    """What the handshake shows: cookie and device secret, or a credential; at the helpline's
    address a visit, and nothing else. Nothing in the URL."""
    shown = auth if isinstance(auth, dict) else {}
    if site == "helpline":
        visit = shown.get("visit")
        return Proof(visit=visit[:200] if isinstance(visit, str) else "")
    device, credential = shown.get("device"), shown.get("credential")
    if isinstance(credential, str) and credential:
        return Proof(credential=credential[:200])
    return Proof(
        cookie=cookie_of(environ.get("HTTP_COOKIE", "")),
        device=device[:200] if isinstance(device, str) else "",
    )


def cookie_of(header: str) -> str:
    try:
        held = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return held.value if held else ""
