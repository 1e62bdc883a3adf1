"""Far too much, by either door: refused or cut, little memory, others answered meanwhile."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import websockets

from server import limits
from server.gateway.socket import COOKIE
from server.wire import COMMANDS
from tests.faults.device import Device
from tests.faults.ledger import Verdict
from tests.faults.runs import Size
from tests.faults.stage import stage

JUST_OVER = limits.MESSAGE_BYTES + 1
GROWS_MIB = 10
CHUNK = b"a" * 60_000
DEEP = 10**6
DEEPER = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
PLACEHOLDERS = 10_000
ENDS_S = 20.0
CUT, REFUSED, TAKEN, HELD = "cut", "refused", "taken", "held"


@dataclass
class Watch:
    """The server's memory at its highest, and how long others wait."""

    pid: int
    other: Device
    before: int = 0
    most: int = 0
    worst_s: float = 0.0
    answered: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def resident(self) -> int:
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * 4096

    async def memory(self) -> None:
        self.before = self.most = self.resident()
        while not self.over.is_set():
            self.most = max(self.most, self.resident())
            await asyncio.sleep(0.01)

    async def others(self) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            answer = await self.other.asks("alert.mine")
            self.answered += answer is not None and "code" not in answer
            self.worst_s = max(self.worst_s, time.monotonic() - began)
            await asyncio.sleep(0.1)

    @property
    def grown_mib(self) -> float:
        return (self.most - self.before) / 2**20


async def send_bombs(size: Size) -> Verdict:
    """The greatest has `times` MiB; with `seconds`, one comes so slowly that it must be refused."""
    async with stage() as town:
        caller, other = await town.callers(2)
        await _all(caller, replace(size, times=1, seconds=0), 2)  # a first time costs, once
        watch = Watch(town.webs[0].process.pid, other)
        watching = [asyncio.create_task(task()) for task in (watch.memory, watch.others)]
        found = await _all(caller, size, len(COMMANDS))
        watch.over.set()
        await asyncio.gather(*watching)
    bad = [name for name, ended in found if ended in (TAKEN, HELD)]
    note = f"{len(found)} bombs of up to {size.times} MiB; {watch.grown_mib:.1f} MiB more at most"
    failed = " ".join(bad if watch.answered else [*bad, "nobody else was answered"])
    if watch.grown_mib > GROWS_MIB:
        failed = f"{failed} it grew by {watch.grown_mib:.1f} MiB".strip()
    worst = round(watch.worst_s * 1000)
    return Verdict("F12 far too much", len(found), len(bad), 0, 0, worst, 2_000, note, failed)


async def _all(device: Device, size: Size, commands: int) -> list[tuple[str, str]]:
    found = []
    for command in [*COMMANDS][:commands]:
        post = Post(device, command)
        found.append((f"{command} just over", await post.sends(JUST_OVER, CHUNK)))
        found.append((f"{command} deep", await post.says(b"[" * 30_000 + b"]" * 30_000)))
        found.append((f"{command} deeper", await post.says(DEEPER)))
    post = Post(device, "room.say")
    found += [
        ("great body", await post.sends(size.times << 20, CHUNK)),
        ("great body in chunks", await post.sends(size.times << 20, CHUNK, chunked=True)),
        ("deep body", await post.sends(2 * DEEP, b"[" * len(CHUNK))),
    ]
    if size.seconds:
        found.append(("slow body", await post.sends(10_000, b"a", pause_s=0.5)))
    for name, bomb in BOMBS.items():
        found.append((f"socket {name}", await _socket(device, bomb(size.times))))
    return found


@dataclass
class Post:
    device: Device
    command: str

    async def says(self, body: bytes) -> str:
        return await self.sends(len(body), body)

    async def sends(
        self, size: int, piece: bytes, *, chunked: bool = False, pause_s: float = 0.0
    ) -> str:
        """The piece again and again until it is so much, or until we are stopped."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.device.ports[0])
        sending = asyncio.create_task(self._send(writer, size, piece, chunked, pause_s))
        try:
            async with asyncio.timeout(ENDS_S):
                status = await reader.readline()
        except TimeoutError:
            return HELD
        except OSError:
            return CUT
        finally:
            sending.cancel()
            writer.transport.abort()
        if not status:
            return CUT
        return TAKEN if status.split()[1].startswith(b"2") else REFUSED

    async def _send(
        self,
        writer: asyncio.StreamWriter,
        size: int,
        piece: bytes,
        chunked: bool,
        pause_s: float,
    ) -> None:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
        shown = {"Origin": self.device.origin, "Content-Type": "application/json"}
        shown |= {"Cookie": f"{COOKIE}={self.device.proof.cookie}", "Host": "localhost"}
        shown["X-Veilleuse-Device"] = self.device.proof.device
        head = "".join(f"{name}: {value}\r\n" for name, value in shown.items())
        with suppress(OSError):
            writer.write(f"POST /api/{self.command} HTTP/1.1\r\n{head}{length}\r\n\r\n".encode())
            while size > 0:
                part = piece[:size]
                frame = b"%x\r\n%s\r\n" % (len(part), part) if chunked else part
                writer.write(frame)
                await writer.drain()
                await asyncio.sleep(pause_s)
                size -= len(part)
            if chunked:
                writer.write(b"0\r\n\r\n")


Frames = Iterator[str | bytes | list[str]]


def _one_great(mib: int) -> Frames:
    yield '420["room.say",{"text":"' + "a" * (mib << 20) + '"}]'


def _fragments(mib: int) -> Frames:
    yield ["a" * 30_000 for _ in range((mib << 20) // 30_000)]


def _just_over(mib: int) -> Frames:
    yield "420" + json.dumps(["room.say", {"text": "a" * JUST_OVER}])


def _deep(mib: int) -> Frames:
    for start, end in (("[", "]"), ('{"a":', "}")):
        depth = 60_000 // (len(start) + len(end))
        yield f'420["room.say",{start * depth}1{end * depth}]'
    yield "420" + "[" * DEEP + "]" * DEEP


def _placeholders(mib: int) -> Frames:
    """So many attachments are announced, and then they come."""
    one = '{"_placeholder":true,"num":0}'
    yield f'45{PLACEHOLDERS}-0["room.say",{",".join([one] * 1_500)}]'
    for _ in range((mib << 20) // len(CHUNK)):
        yield CHUNK


def _few_placeholders(mib: int) -> Frames:
    for _ in range((mib << 20) // len(CHUNK)):
        yield '459-0["room.say",{"_placeholder":true,"num":0}]'
        for _ in range(8):
            yield CHUNK


def _binary(mib: int) -> Frames:
    for _ in range((mib << 20) // len(CHUNK)):
        yield CHUNK


BOMBS: dict[str, Callable[[int], Frames]] = {
    "one great frame": _one_great,
    "great in fragments": _fragments,
    "just over": _just_over,
    "deep": _deep,
    "placeholders": _placeholders,
    "placeholders, few at a time": _few_placeholders,
    "bytes": _binary,
}


async def _socket(device: Device, frames: Frames) -> str:
    """Until it is cut; held, if everything was taken and the line still stands."""
    async with _connected(device) as ws:
        try:
            async with asyncio.timeout(ENDS_S):
                for frame in frames:
                    await ws.send(frame)
                await ws.send('421["me",{}]')
                async for said in ws:
                    if str(said).startswith("431"):
                        return HELD
        except websockets.ConnectionClosed:
            return CUT
        except TimeoutError:
            return HELD
    return CUT


@asynccontextmanager
async def _connected(device: Device) -> AsyncIterator[websockets.ClientConnection]:
    shown = {"Origin": device.origin, "Cookie": f"{COOKIE}={device.proof.cookie}"}
    url = f"ws://127.0.0.1:{device.ports[0]}/socket.io/?EIO=4&transport=websocket"
    async with websockets.connect(url, additional_headers=shown, compression=None) as ws:
        await ws.send("40" + json.dumps({"device": device.proof.device}))
        await ws.recv()
        await ws.recv()
        yield ws
