"""`python -m bench`: figures as JSON on standard output and in bench.json, progress beside them.

Everything runs on loopback and ends by itself: at most eight minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from bench import contenders, memory, nearest, page
from bench.alert import AlertDrill
from bench.community import Community
from bench.house import House, embedded, production
from bench.process import ROOT, Process
from bench.swarm import Lost, Swarm
from server.demo.community import PEOPLE
from tests.services import missing

LIMIT_S = 480
MILLION_S = 170
PARTS = ("alert", "fanout", "memory", "nearest")


class Bench:
    """`quick` is for trying the bench itself, not for figures."""

    def __init__(self, parts: list[str], *, quick: bool, people: int) -> None:
        self.parts, self.quick = parts, quick
        self.figures: dict[str, Any] = {"machine": _machine(), "quick": quick}
        self._started = time.monotonic()
        self._people = 5_000 if quick else people

    def run(self) -> None:
        if {"alert", "fanout", "memory"} & set(self.parts):
            self._with_servers()
        if "nearest" in self.parts:
            self._nearest()
        self.figures["seconds"] = round(time.monotonic() - self._started)

    def _with_servers(self) -> None:
        with ExitStack() as stack:
            sink = stack.enter_context(_sink())
            community = Community.of(self._people)
            houses = self._houses(stack, community, sink)
            if "alert" in self.parts:
                self.figures["alert"] = {"members": self._people}
                for name, house in houses.items():
                    self.figures["alert"][name] = _tried(partial(self._alert, house, sink))
            if {"fanout", "memory"} & set(self.parts):
                self._beside(stack, houses)

    def _houses(self, stack: ExitStack, community: Community, sink: str) -> dict[str, House]:
        self._say(f"embedded engine, {len(community.people)} people")
        houses = {"embedded": stack.enter_context(embedded(community, sink))}
        if absent := missing():
            self.figures["missing"] = absent
            return houses
        self._say("production engine: PostgreSQL, Redis, two web processes, a worker")
        return {**houses, "production": stack.enter_context(production(community, sink))}

    def _alert(self, house: House, sink: str) -> dict[str, Any]:
        self._say(f"alerts, {house.engine}")
        drill = AlertDrill(house, sink)
        try:
            return drill.run(*((20, 10) if self.quick else (150, 45)))
        finally:
            drill.close()

    def _beside(self, stack: ExitStack, houses: dict[str, House]) -> None:
        """Our server, the stock one and Node's, in the same minutes."""
        self._say("servers to compare with")
        bare = {
            "gateway": stack.enter_context(contenders.gateway_server()),
            "python-socketio": stack.enter_context(contenders.stock_server()),
        }
        try:
            bare["node"] = stack.enter_context(contenders.node_server())
        except (FileNotFoundError, RuntimeError) as reason:
            self.figures["node"] = f"missing: {reason}"
        # first: a server that has held a thousand keeps their memory for the next thousand
        if "memory" in self.parts:
            self.figures["memory"] = _tried(partial(self._memory, houses["embedded"], bare))
        if "fanout" in self.parts:
            self.figures["fanout"] = _tried(partial(self._fanout, houses, bare))
            self.figures["gateway"] = _tried(partial(self._gateway, bare))
            self.figures |= _paired(self.figures["gateway"])

    def _fanout(
        self, houses: dict[str, House], bare: dict[str, tuple[Process, int]]
    ) -> dict[str, Any]:
        self._say("fan-out: rooms fill")
        swarm = Swarm()
        try:
            ours = [contenders.our_contender(swarm, n, house) for n, house in houses.items()]
            others = [contenders.bare_contender(swarm, n, held) for n, held in bare.items()]
            self._say("fan-out: everybody talks, in turn")
            found = contenders.interleave(ours + others, *self._rounds)
        finally:
            swarm.close()
        return {"rooms": contenders.ROOMS, "people_per_room": 51, **found, **_ratios(found)}

    def _gateway(self, bare: dict[str, tuple[Process, int]]) -> dict[str, Any]:
        """The transports alone, a thousand connections each."""
        rooms = 3 if self.quick else contenders.MANY_ROOMS
        self._say(f"fan-out: the bare servers, {rooms} rooms each")
        swarm = Swarm()
        try:
            them = [contenders.bare_contender(swarm, n, held, rooms) for n, held in bare.items()]
            found = contenders.interleave(them, *self._rounds)
        finally:
            swarm.close()
        return {"rooms": rooms, "people_per_room": 51, **found, **_ratios(found)}

    @property
    def _rounds(self) -> tuple[int, float]:
        return (2, 1.0) if self.quick else (5, 2.0)

    def _memory(
        self, house: House, bare: dict[str, tuple[Process, int]]
    ) -> dict[str, dict[str, Any]]:
        self._say("memory of idle connections")
        crowd = [p for p in house.community.people if not p.email]
        port = house.ports[0]
        found = {
            "embedded": memory.per_connection(
                house.processes[0], lambda swarm, n: house.connect(swarm, crowd[n], port)
            )
        }
        for name, (server, at) in bare.items():
            found[name] = memory.per_connection(server, _connector(at))
        return found

    def _nearest(self) -> None:
        sizes = (self._people,) if self.quick else (PEOPLE, 1_000_000)
        alerts = 30 if self.quick else 200
        self.figures["nearest"] = {}
        for size in sizes:
            if size > PEOPLE and time.monotonic() - self._started > LIMIT_S - MILLION_S:
                self.figures["nearest"][str(size)] = {"stopped": "no time left"}
                continue
            self._say(f"the nearest fifty of {size}")
            self.figures["nearest"][str(size)] = {
                "sqlite": _tried(partial(nearest.on_sqlite, size, alerts)),
                "postgresql": _tried(partial(nearest.on_postgres, size, alerts)),
            }

    def _say(self, what: str) -> None:
        print(f"{time.monotonic() - self._started:5.0f} s  {what}", file=sys.stderr, flush=True)


def _tried(part: Callable[[], Any]) -> Any:
    """A part that fails says so in its place; the others are still measured."""
    try:
        return part()
    except (Lost, TimeoutError, RuntimeError, OSError) as reason:
        return {"stopped": f"{type(reason).__name__}: {reason}"}


def _connector(port: int) -> Callable[[Swarm, int], Any]:
    return lambda swarm, _: swarm.connect(port)


def _ratios(found: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Processor per delivery, in units of Node's."""
    node = found.get("node", {}).get("cpu_us_per_delivery")
    if not node:
        return {}
    costs = {name: held["cpu_us_per_delivery"] for name, held in found.items()}
    return {"cpu_per_delivery_against_node": {n: round(c / node, 1) for n, c in costs.items()}}


def _paired(found: dict[str, Any]) -> dict[str, float]:
    """How many times cheaper a delivery of ours is, by the processor."""
    rivals = {"fanout_vs_stock": "python-socketio", "fanout_vs_node": "node"}
    if "gateway" not in found:
        return {}
    own = found["gateway"]["cpu_us_per_delivery"]
    return {
        key: round(found[name]["cpu_us_per_delivery"] / own, 2)
        for key, name in rivals.items()
        if name in found
    }


@contextmanager
def _sink() -> Iterator[str]:
    server = Process([sys.executable, "-m", "bench.sink"])
    try:
        yield f"http://127.0.0.1:{server.line()}"
    finally:
        server.close()


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
    }


class TooLong(Exception):
    """The whole bench has a limit."""


def _too_long(*_: Any) -> None:
    raise TooLong(f"ended before its end (it has {LIMIT_S} s)")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, unless named")
    asked.add_argument("--quick", action="store_true", help="to try the bench, not for figures")
    asked.add_argument("--people", type=int, default=PEOPLE, help="members of the community")
    asked.add_argument("--page", action="store_true", help="write docs/performance.md as well")
    options = asked.parse_args()
    for told in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(told, _too_long)
    signal.alarm(LIMIT_S)
    bench = Bench(options.parts or list(PARTS), quick=options.quick, people=options.people)
    try:
        bench.run()
    except TooLong as reason:
        bench.figures["stopped"] = str(reason)
    figures = {**bench.figures, "load_after": round(os.getloadavg()[0], 2)}
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    (ROOT / "bench.json").write_text(text + "\n")
    if options.page:
        page.write(figures)
    print(text)


if __name__ == "__main__":
    main()
