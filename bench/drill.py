"""One alert at a time, from the held button to fifty open screens: real sockets, real pushes."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bench.community import FIFTY, centre_of
from bench.figures import spread
from bench.house import House
from bench.swarm import Peer, Swarm
from server.demo.community import Inhabitant
from server.geo import Point

ALARM = b"alert.alarm"
WHERE = "69123"
WARM_UP = 5
PATIENCE_S = 10


@dataclass
class Trial:
    """Seconds from the press. `screens`: the room came back to her who opened it on the alarm."""

    acknowledged: float = 0.0
    alarms: list[float] = field(default_factory=list)
    screens: list[float] = field(default_factory=list)
    pushes: list[float] = field(default_factory=list)

    @property
    def reached(self) -> bool:
        return bool(self.acknowledged) and len(self.screens) >= FIFTY

    @property
    def told(self) -> float:
        """Until she is acknowledged and the fiftieth open screen has heard the alarm."""
        return max(self.acknowledged, sorted(self.alarms)[FIFTY - 1])

    @property
    def whole(self) -> bool:
        return self.reached and len(self.pushes) >= FIFTY


class AlertDrill:
    """Fifty people around one place, and one caller after the other."""

    def __init__(self, house: House, sink: str) -> None:
        self._house, self._sink = house, sink
        self._here = centre_of(WHERE)
        self._swarm = Swarm()
        self._swarm.listens.add(ALARM)
        self._swarm.heard = self._alarmed
        self._trial, self._pressed = Trial(), 0.0
        for number, person in enumerate(house.community.fifty(self._here)):
            house.connect(self._swarm, person, house.ports[number % len(house.ports)])

    def __enter__(self) -> AlertDrill:
        return self

    def __exit__(self, *_: object) -> None:
        self._swarm.close()

    def warm_up(self) -> None:
        for _ in range(WARM_UP):
            self._one(self._house.caller())

    def run(self, trials: int, seconds: float, between: Callable[[], None]) -> dict[str, Any]:
        """At most so many alerts in at most so long; `between` is called after each."""
        done: list[Trial] = []
        ends, cpu, own = time.monotonic() + seconds, self._house.cpu_s(), time.process_time()
        started = time.monotonic()
        late = 0
        while len(done) < trials and time.monotonic() < ends:
            trial = self._one(self._house.caller())
            late += not trial.whole
            done += [trial] if trial.whole else []
            between()
        took = time.monotonic() - started
        if not done:
            raise TimeoutError(f"none of {late} alerts reached fifty screens in {PATIENCE_S} s")
        return {
            "alerts": len(done),
            "late": late,
            "told_ms": _ms([t.told for t in done]),
            "acknowledged_ms": _ms([t.acknowledged for t in done]),
            "alarm_at_fiftieth_ms": _ms([sorted(t.alarms)[FIFTY - 1] for t in done]),
            "room_open_at_fiftieth_ms": _ms([sorted(t.screens)[FIFTY - 1] for t in done]),
            "push_taken_fiftieth_ms": _ms([sorted(t.pushes)[FIFTY - 1] for t in done]),
            "server_cpu_ms_per_alert": round((self._house.cpu_s() - cpu) / len(done) * 1e3, 1),
            "generator_cpu": round((time.process_time() - own) / took, 3),
        }

    def _one(self, caller: Inhabitant) -> Trial:
        """Press, let everybody open the room, wait for the pushes: the next starts from quiet."""
        self._trial = trial = Trial()
        peer = self._house.connect(self._swarm, caller, self._house.ports[0])
        self._pressed = time.perf_counter()
        peer.ask("alert.start", _press(caller.id, self._here), self._acknowledged)
        with suppress(TimeoutError):  # a hint was lost, or the machine is too busy: told as late
            self._swarm.run(lambda: trial.reached, PATIENCE_S)
        self._collect_pushes(trial)
        self._swarm.leave(peer)
        return trial

    def _acknowledged(self, answer: Any) -> None:
        self._trial.acknowledged = self._since()
        alarmed = answer.get("ok", {}).get("tally", {}).get("alarmed")
        if alarmed != FIFTY:
            raise RuntimeError(f"not fifty: {json.dumps(answer)[:300]}")

    def _alarmed(self, peer: Peer, _name: bytes, raw: bytes) -> None:
        self._trial.alarms.append(self._since())
        alert = json.loads(raw[2:])[1]["invitation"]["alert"]
        peer.ask("alert.open", {"alert": alert}, self._opened)

    def _opened(self, answer: Any) -> None:
        if "ok" not in answer:
            raise RuntimeError(json.dumps(answer))
        self._trial.screens.append(self._since())

    def _collect_pushes(self, trial: Trial) -> None:
        ends = time.perf_counter() + PATIENCE_S
        while len(trial.pushes) < FIFTY and time.perf_counter() < ends:
            with urllib.request.urlopen(f"{self._sink}/arrivals", timeout=5) as answer:  # noqa: S310
                trial.pushes += [at - self._pressed for at in json.loads(answer.read())]
            self._swarm.turn(0.02)

    def _since(self) -> float:
        return time.perf_counter() - self._pressed


def _press(caller: str, here: Point) -> dict[str, Any]:
    fix = {"lat": here.lat, "lon": here.lon, "accuracy_m": 12.0, "at": int(time.time() * 1000)}
    return {"press": f"bench-{caller}", "fix": fix, "mixed": False}


def _ms(seconds: list[float]) -> dict[str, Any]:
    return spread([s * 1000 for s in seconds])
