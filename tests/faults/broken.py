"""Break a promise on purpose, and see that the runs notice.

    VEILLEUSE_FAULT_BREAK=ack_before_commit python -m tests.faults F1
    VEILLEUSE_FAULT_BREAK=skip_sync python -m tests.faults F2

Each must end with *lost* above nought. The server's own code stays as it is: `ack_before_commit`
starts it through this module, with one handler put in another's place; `skip_sync` gives the
readers a page that only listens and never asks (it misses also what was said before it was open).
"""

from __future__ import annotations

import asyncio
import os
from typing import Literal, cast, get_args

from websockets import ConnectionClosed

from server.conversations.messages import SAY, Entry, Said, Say
from server.gateway.dispatch import HANDLERS, Call
from tests.faults.device import Reader
from tests.faults.socket import opened

KEY = "VEILLEUSE_FAULT_BREAK"
COMMITS_LATER_S = 0.2
LISTENS_ON_S = 3.0
Break = Literal["", "ack_before_commit", "skip_sync"]


def broken() -> Break:
    """What is to be broken in this run. Raises ValueError for a promise nobody made."""
    found = os.environ.get(KEY, "")
    if found not in get_args(Break):
        raise ValueError(f"{KEY} is one of {get_args(Break)[1:]}")
    return cast(Break, found)


def module() -> str:
    """What the processes are started as."""
    return "tests.faults.broken" if broken() == "ack_before_commit" else "server"


def reader() -> type[Reader]:
    return Listener if broken() == "skip_sync" else Reader


class Listener(Reader):
    """Whatever is not told to her while her socket is open never reaches her."""

    async def reads(self) -> None:
        while not self.over.is_set():
            await self._hears()
        await asyncio.sleep(LISTENS_ON_S)

    async def _hears(self) -> None:
        try:
            async with opened(self.device, self.device.ports[0]) as socket:
                while not (socket.closed or self.over.is_set()):
                    await asyncio.sleep(0.05)
                    self._shows(socket.events("room.entry"))
                await asyncio.sleep(LISTENS_ON_S)
                self._shows(socket.events("room.entry"))
        except (OSError, AssertionError, ConnectionClosed, EOFError):
            await asyncio.sleep(0.2)

    def _shows(self, heard: list[dict[str, dict[str, object]]]) -> None:
        for event in heard:
            entry = event["entry"]
            mine = event["room"] == self.room and event["channel"] == self.channel
            if mine and entry["kind"] == "said" and int(str(entry["seq"])) > self.last:
                self.last = int(str(entry["seq"]))
                self._show(str(entry["text"]))


async def _say_too_early(call: Call, wish: Say) -> Said:
    """Answered now, written later: what a kill in between takes was acknowledged."""
    honest = HANDLERS["kept for later"]

    async def later() -> None:
        await asyncio.sleep(COMMITS_LATER_S)
        await honest(call, wish)

    _pending.add(task := asyncio.create_task(later()))
    task.add_done_callback(_pending.discard)
    return Said(entry=Entry(seq=0, kind="said", at=call.services.clock.now(), text=wish.text))


_pending: set[asyncio.Task[None]] = set()


def main() -> None:
    from server.commands import main as serve

    HANDLERS["kept for later"] = HANDLERS[SAY.name]
    HANDLERS[SAY.name] = _say_too_early
    serve()


if __name__ == "__main__":
    main()
