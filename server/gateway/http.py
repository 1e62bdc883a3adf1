"""The HTTPS door: `POST /api/<command>`, the same commands and answers as the socket."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import errors, limits
from server.actor import STRANGER, Proof
from server.gateway import origin
from server.gateway.dispatch import Call, Dispatch
from server.gateway.origin import Site
from server.gateway.socket import COOKIE, cookie_of
from server.wire import Message

COOKIE_SECONDS = 90 * 24 * 3600
CLEAR = '"cache", "cookies", "storage"'


class HttpDoor:
    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._settings = dispatch.services.settings

    def routes(self) -> list[Route]:
        return [Route("/api/{command}", self.command, methods=["POST"])]

    async def command(self, request: Request) -> Response:
        address = origin.address(request.scope, self._settings)
        call = Call(self._dispatch.services, STRANGER, "https", address)
        try:
            call.site = self._site(request)
            body = await _json(request)
            name = request.path_params["command"]
            response = await self._dispatch.answer(name, body, proof_of(request, call.site), call)
        except errors.Refused as refused:
            return self._refuse(refused, call, request)
        return self._accept(response, call)

    def _site(self, request: Request) -> Site:
        """Whose page asks. Raises OriginRefused, Invalid."""
        site = origin.site(request.scope, self._settings)
        if site is None or not origin.secure(request.scope, self._settings):
            raise errors.OriginRefused
        if request.headers.get("content-type", "").split(";")[0] != "application/json":
            raise errors.Invalid("content-type")
        return site

    def _refuse(self, refused: errors.Refused, call: Call, request: Request) -> Response:
        asked = request.headers.get("accept-language", "")[:2]
        known = call.actor.language if call.actor.person else ("en" if asked == "en" else "fr")
        answer = _answer(refused.refusal(known), refused.status)
        if isinstance(refused, errors.TooSlow):
            answer.headers["Connection"] = "close"
        return answer

    def _accept(self, response: Message, call: Call) -> Response:
        answer = _answer(response, 200)
        if call.cookie is not None:
            answer.headers.append("Set-Cookie", _cookie(call))
        if call.forget_site:
            answer.headers["Clear-Site-Data"] = CLEAR
        return answer


def proof_of(request: Request, site: Site) -> Proof:
    if site == "helpline":
        return Proof(visit=request.headers.get("x-veilleuse-visit", "")[:200])
    credential = request.headers.get("x-veilleuse-credential", "")[:200]
    if credential:
        return Proof(credential=credential)
    return Proof(
        cookie=cookie_of(request.headers.get("cookie", "")),
        device=request.headers.get("x-veilleuse-device", "")[:200],
    )


async def _json(request: Request) -> Any:
    """The body as JSON, at most 64 KiB of it. Raises TooLarge, TooSlow or Invalid."""
    try:
        async with asyncio.timeout(limits.BODY_WITHIN_S):
            held = await _body(request)
    except TimeoutError:
        raise errors.TooSlow from None
    try:
        return msgspec.json.decode(held) if held else {}
    except (msgspec.DecodeError, RecursionError):
        raise errors.Invalid("body") from None


async def _body(request: Request) -> bytearray:
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > limits.MESSAGE_BYTES:
            raise errors.TooLarge
    return held


def _answer(message: Message, status: int) -> Response:
    return Response(msgspec.json.encode(message), status, media_type="application/json")


def _cookie(call: Call) -> str:
    """Set, or (empty) clear. On a shared device the cookie ends with the browser."""
    lifetime = f"; Max-Age={COOKIE_SECONDS if call.cookie else 0}" if call.cookie_lasts else ""
    return f"{COOKIE}={call.cookie}; Path=/; Secure; HttpOnly; SameSite=Strict{lifetime}"
