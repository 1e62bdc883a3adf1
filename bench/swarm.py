"""Many Socket.IO clients in one thread, as cheap as Python can make them: raw sockets, epoll, no
copy beyond what the kernel hands over.

A load generator that costs more than the server measures itself. This one counts deliveries by
their first bytes and decodes only what a measurement asks for. Frames are masked with a zero key,
which the protocol allows and which leaves the payload as it is.
"""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE_S = 10.0
EVENT = b'42["'


class Cut(Exception):
    """A connection that should have stood did not."""


@dataclass(eq=False)
class Peer:
    """One client. `waits` are its open calls by acknowledgement number."""

    number: int
    sock: socket.socket
    held: bytes = b""
    asked: int = 0
    room: Any = None
    waits: dict[int, Callable[[Any], None]] = field(default_factory=dict)

    def send(self, text: bytes) -> None:
        size = len(text)
        if size < 126:
            head = bytes((0x81, 0x80 | size))
        else:
            head = bytes((0x81, 0xFE)) + size.to_bytes(2, "big")
        self.sock.sendall(head + b"\0\0\0\0" + text)

    def ask(self, command: str, payload: Any, then: Callable[[Any], None]) -> None:
        """Send a command; `then` gets the acknowledgement's payload."""
        number = self.asked = self.asked + 1
        self.waits[number] = then
        self.send(b"42%d" % number + json.dumps([command, payload]).encode())


class Swarm:
    """`heard(peer, name, raw)` is called for events whose name is in `listens`; every other event
    only counts, by name. For the one event of a throughput run there is a shorter way: a packet
    that starts with `counted` is not looked at any further, `count(peer)` is called."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.counts: dict[bytes, int] = {}
        self.listens: set[bytes] = set()
        self.heard: Callable[[Peer, bytes, bytes], None] = lambda *_: None
        self.counted = b""
        self.count: Callable[[Peer], None] = lambda _: None
        self._by_fd: dict[int, Peer] = {}
        self._poll = select.epoll()

    def connect(
        self,
        port: int,
        *,
        auth: Any = None,
        cookie: str = "",
        origin: str = "",
        linger: bool = True,
    ) -> Peer:
        """Engine.IO and Socket.IO handshakes, one after the other. Raises Cut."""
        sock = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(len(self.peers), sock)
        sock.sendall(_upgrade(port, cookie, origin))
        peer.held = _after_headers(sock)
        self._expect(peer, b"0")
        peer.send(b"40" + (json.dumps(auth).encode() if auth is not None else b""))
        self._expect(peer, b"40")
        self.peers.append(peer)
        self._by_fd[sock.fileno()] = peer
        self._poll.register(sock.fileno(), select.EPOLLIN)
        if linger:
            self.turn(0)  # those already connected must answer their pings
        return peer

    def leave(self, peer: Peer) -> None:
        self._poll.unregister(peer.sock.fileno())
        del self._by_fd[peer.sock.fileno()]
        self.peers.remove(peer)
        peer.sock.close()

    def close(self) -> None:
        for peer in list(self.peers):
            self.leave(peer)
        self._poll.close()

    def call(self, peer: Peer, command: str, payload: Any) -> Any:
        """Ask and wait; the answer, decoded."""
        answers: list[Any] = []
        peer.ask(command, payload, answers.append)
        self.run(lambda: bool(answers), PATIENCE_S)
        return answers[0]

    def run(self, done: Callable[[], bool], patience_s: float) -> None:
        """Take in what comes until `done`. Raises TimeoutError."""
        ends = time.perf_counter() + patience_s
        while not done():
            left = ends - time.perf_counter()
            if left <= 0:
                raise TimeoutError
            self.turn(min(left, 0.5))

    def turn(self, wait_s: float) -> None:
        """Take in what is there, waiting at most so long for the first of it."""
        by_fd, counted, count = self._by_fd, self.counted, self.count
        for fd, _ in self._poll.poll(wait_s):
            peer = by_fd[fd]
            data = peer.sock.recv(65536)
            if counted and data.startswith(counted, 4) and _is_one_frame(data) and not peer.held:
                count(peer)
            elif data:
                peer.held = self._take(peer, peer.held + data if peer.held else data)
            else:
                raise Cut(f"client {peer.number} was cut")

    def _take(self, peer: Peer, data: bytes) -> bytes:
        """Every whole frame of `data`; what remains of the last one is returned."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                if end - at < 4:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                if end - at < 10:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if end - start < size:
                break
            self._frame(peer, data[at] & 15, data, start, start + size)
            at = start + size
        return data[at:] if at < end else b""

    def _frame(self, peer: Peer, kind: int, data: bytes, start: int, end: int) -> None:
        if kind == 8:
            said = data[start + 2 : end].decode(errors="replace")
            raise Cut(f"client {peer.number} was closed by the server: {said}")
        if kind == 9:
            peer.sock.sendall(bytes((0x8A, 0x80 | (end - start))) + b"\0\0\0\0" + data[start:end])
            return
        if self.counted and data.startswith(self.counted, start):
            self.count(peer)
        elif data.startswith(EVENT, start):
            name = data[start + 4 : data.index(b'"', start + 4)]
            self.counts[name] = self.counts.get(name, 0) + 1
            if name in self.listens:
                self.heard(peer, name, data[start:end])
        elif data.startswith(b"43", start):
            self._acknowledged(peer, data[start + 2 : end])
        elif data.startswith(b"2", start):
            peer.send(b"3")

    def _acknowledged(self, peer: Peer, raw: bytes) -> None:
        number, _, rest = raw.partition(b"[")
        then = peer.waits.pop(int(number))
        then(json.loads(b"[" + rest)[0])

    def _expect(self, peer: Peer, start: bytes) -> None:
        """Wait for a packet of the handshake. Raises Cut with what came instead."""
        while True:
            if len(peer.held) >= 2:
                size = peer.held[1]
                head = 4 if size == 126 else 2
                if size == 126 and len(peer.held) >= 4:
                    size = int.from_bytes(peer.held[2:4], "big")
                if len(peer.held) >= head + size:
                    text = peer.held[head : head + size]
                    peer.held = peer.held[head + size :]
                    if text.startswith(b"42"):
                        continue  # told while she is let in: client libraries keep it until then
                    if not text.startswith(start):
                        raise Cut(f"expected {start!r}, got {text[:100]!r}")
                    return
            more = peer.sock.recv(65536)
            if not more:
                raise Cut("cut during the handshake")
            peer.held += more


def _is_one_frame(data: bytes) -> bool:
    return data[1] == 126 and len(data) == 4 + (data[2] << 8) + data[3]


def _upgrade(port: int, cookie: str, origin: str) -> bytes:
    lines = [
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    if origin:
        lines.append(f"Origin: {origin}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _after_headers(sock: socket.socket) -> bytes:
    held = b""
    while b"\r\n\r\n" not in held:
        more = sock.recv(65536)
        if not more:
            raise Cut(f"no upgrade: {held[:200]!r}")
        held += more
    head, _, rest = held.partition(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n", 1)[0]:
        raise Cut(f"no upgrade: {head[:200]!r}")
    return rest
