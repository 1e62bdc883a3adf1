"""Who is compared: our own gateway without our application, python-socketio as it comes, socket.io
4 on Node; each alone, or several over one Redis. And the floor, a plain server in C: one `send` for
every delivery, and nothing else.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench.compiled import Absent, program
from bench.cores import SERVER
from bench.process import ROOT, Process

NODE = ROOT / "bench" / "node"
NEEDED = ("socket.io", "redis", "@socket.io/redis-adapter")
OURS, STOCK, PEER, FLOOR = "gateway", "python-socketio", "node", "floor"
BARE = (OURS, STOCK, PEER)


@dataclass
class Server:
    """Processes of one kind, and where they listen."""

    name: str
    processes: list[Process]
    ports: list[int]

    def cpu_s(self) -> float:
        return sum(process.cpu_s() for process in self.processes)


@contextmanager
def bare(name: str, redis: str = "", processes: int = 1) -> Iterator[Server]:
    """Raises Absent without Node, RuntimeError when npm cannot install."""
    command = [*_command(name), *([redis] if redis else [])]
    with ExitStack() as stack:
        server = Server(name, [], [])
        for _ in range(processes):
            started = Process(command, core=SERVER)
            stack.callback(started.close)
            server.processes.append(started)
            server.ports.append(int(started.line()))
        for port in server.ports:
            _wait_listening(port)
        yield server


def _command(name: str) -> list[str]:
    if name == PEER:
        _install()
        return [shutil.which("node") or "node", str(NODE / "server.mjs")]
    if name == FLOOR:
        return [str(program("floor"))]
    return [sys.executable, "-m", "bench.bare" if name == OURS else "bench.stock"]


def _install() -> None:
    """Beside the server, by its lock file, when it is not there."""
    if all((NODE / "node_modules" / name).is_dir() for name in NEEDED):
        return
    if not shutil.which("npm"):
        raise Absent("Node")
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError(f"npm: {done.stderr[-500:]}")


def _wait_listening(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody listens on {port}")
