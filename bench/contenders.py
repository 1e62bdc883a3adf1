"""Who is compared, each with the same number of full rooms: our own server on one or both engines,
python-socketio as it comes, and socket.io 4 on Node.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.community import centre_of
from bench.fanout import TEXT, Contender, Room, bare_rooms
from bench.house import House
from bench.process import ROOT, Process
from bench.swarm import Swarm

NODE = ROOT / "bench" / "node"
TOWNS = ("69123", "13055", "59350", "31555", "44109", "67482")
ROOMS = len(TOWNS)
MANY_ROOMS = 20


@contextmanager
def node_server() -> Iterator[tuple[Process, int]]:
    """Installs socket.io beside the server first, when it is not there. Raises FileNotFoundError
    without Node, RuntimeError when npm cannot install."""
    _install()
    with _bare([shutil.which("node") or "node", str(NODE / "server.mjs")]) as running:
        yield running


@contextmanager
def stock_server() -> Iterator[tuple[Process, int]]:
    with _bare([sys.executable, "-m", "bench.stock"]) as running:
        yield running


@contextmanager
def gateway_server() -> Iterator[tuple[Process, int]]:
    """Our own gateway without our application."""
    with _bare([sys.executable, "-m", "bench.bare"]) as running:
        yield running


@contextmanager
def _bare(command: list[str]) -> Iterator[tuple[Process, int]]:
    server = Process(command)
    try:
        port = int(server.line())
        _wait_listening(port)
        yield server, port
    finally:
        server.close()


def bare_contender(
    swarm: Swarm, name: str, running: tuple[Process, int], rooms: int = ROOMS
) -> Contender:
    server, port = running
    return Contender(name, swarm, bare_rooms(swarm, port, rooms), server.cpu_s)


def our_contender(swarm: Swarm, name: str, house: House) -> Contender:
    """One alert in each town; its fifty have opened the room."""
    taken = set[str]()
    callers = iter(reversed(house.community.callers()))
    rooms = [_alert_room(house, swarm, next(callers), town, taken) for town in TOWNS]
    return Contender(name, swarm, rooms, house.cpu_s)


def _alert_room(house: House, swarm: Swarm, caller: Any, town: str, taken: set[str]) -> Room:
    here = centre_of(town)
    fifty = house.community.fifty(here, taken)
    taken.update(person.id for person in fifty)
    ports = house.ports
    people = [house.connect(swarm, p, ports[n % len(ports)]) for n, p in enumerate(fifty)]
    her = house.connect(swarm, caller, ports[0])
    fix = {"lat": here.lat, "lon": here.lon, "accuracy_m": 12.0, "at": int(time.time() * 1000)}
    press = {"press": f"bench-{caller.id}", "fix": fix, "mixed": False}
    alert = _ok(swarm.call(her, "alert.start", press))
    for peer in (everybody := [*people, her]):
        _ok(swarm.call(peer, "alert.open", {"alert": alert["alert"]}))
    return Room(everybody, _payload(alert["room"]))


def _payload(room: str) -> Callable[[int], dict[str, Any]]:
    def payload(number: int) -> dict[str, Any]:
        client_id = f"bench-{number:08d}"
        return {"room": room, "channel": "her", "text": TEXT, "client_id": client_id}

    return payload


def _ok(answer: dict[str, Any]) -> dict[str, Any]:
    if "ok" not in answer:
        raise RuntimeError(str(answer))
    return dict(answer["ok"])


def interleave(contenders: list[Contender], rounds: int, seconds: float) -> dict[str, Any]:
    """A B C, A B C, …: whatever else the machine does meanwhile falls on all of them."""
    for contender in contenders:
        contender.warm_up()
    for _ in range(rounds):
        for contender in contenders:
            contender.run(seconds)
    return {contender.name: contender.figures for contender in contenders}


def _install() -> None:
    if (NODE / "node_modules" / "socket.io").is_dir():
        return
    if not shutil.which("npm"):
        raise FileNotFoundError("Node is not installed")
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
