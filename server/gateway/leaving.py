"""A process that goes (SIGTERM): what runs is finished, sockets are closed a few at a time, then it
is gone, within seconds.

    SIGTERM → no new connection → each line in its turn: its command answered, then closed
            → running HTTPS requests answered → the database closed

Whoever is closed comes back to another process by itself, at a moment of her own (the page waits
250 to 750 ms); a few at a time, so that the others are not met by everybody at once. Until her turn
has come she is served as ever.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn

from server.gateway.line import Line
from server.gateway.listening import line_of

AT_ONCE = 50
PAUSE_S = 0.05
"""A thousand in a second."""
LAST_COMMANDS_S = 2.0


class Leaver(uvicorn.Server):
    """uvicorn would close every socket in the same moment, in the middle of its command."""

    def __init__(self, config: uvicorn.Config, sio: Any) -> None:
        super().__init__(config)
        self._sio = sio

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        line_of(self.server_state).leave()
        await retire(self._sio.eio.sockets)
        await super().shutdown(sockets)


async def retire(lines: dict[str, Line]) -> None:
    """Every line, a few at a time; until all are gone, or nobody waits for them any longer."""
    waiting = list(lines.values())
    for start in range(0, len(waiting), AT_ONCE):
        for line in waiting[start : start + AT_ONCE]:
            line.retire()
        await asyncio.sleep(PAUSE_S)
    for _ in range(round(LAST_COMMANDS_S / PAUSE_S)):
        if not lines:
            return
        await asyncio.sleep(PAUSE_S)
