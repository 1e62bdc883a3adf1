"""One alert at a time, from the held button to fifty open screens: real sockets, real pushes."""

from __future__ import annotations

import json
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
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


Times = dict[str, list[float]]


@dataclass
class Trial:
    """Seconds from the press; of alarms and screens by alert, since those of the one before may
    come late. `screens`: the room came back to her who opened it on the alarm."""

    alert: str = ""
    acknowledged: float = 0.0
    alarms: Times = field(default_factory=lambda: defaultdict(list))
    screens: Times = field(default_factory=lambda: defaultdict(list))
    pushes: list[float] = field(default_factory=list)

    @property
    def told(self) -> float:
        """Until she is acknowledged and the fiftieth open screen has heard the alarm. One that was
        not, in the patience there is, counts with all of it."""
        heard = fiftieth(self.alarms[self.alert])
        return max(self.acknowledged, heard) if self.alert and heard else float(PATIENCE_S)

    @property
    def opened(self) -> float | None:
        return fiftieth(self.screens[self.alert])

    @property
    def whole(self) -> bool:
        return self.opened is not None and fiftieth(self.pushes) is not None


def fiftieth(times: list[float]) -> float | None:
    return sorted(times)[FIFTY - 1] if len(times) >= FIFTY else None


class AlertDrill:
    """Fifty people around one place, and one caller after the other."""

    def __init__(self, house: House, sink: str) -> None:
        self._house, self._sink = house, sink
        self._here = centre_of(WHERE)
        self._swarm = Swarm()
        self._swarm.listens.add(ALARM)
        self._swarm.heard = self._alarmed
        self._trial, self._pressed = Trial(), 0.0
        self._invited: list[tuple[Peer, str]] = []
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
        while len(done) < trials and time.monotonic() < ends:
            done.append(self._one(self._house.caller()))
            between()
        took = time.monotonic() - started
        return {
            "alerts": len(done),
            "late": sum(not t.whole for t in done),
            "told_ms": _ms([t.told for t in done]),
            "acknowledged_ms": _ms([t.acknowledged or None for t in done]),
            "alarm_at_fiftieth_ms": _ms([fiftieth(t.alarms[t.alert]) for t in done]),
            "room_open_at_fiftieth_ms": _ms([t.opened for t in done]),
            "push_taken_fiftieth_ms": _ms([fiftieth(t.pushes) for t in done]),
            "server_cpu_ms_per_alert": round((self._house.cpu_s() - cpu) / len(done) * 1e3, 1),
            "generator_cpu": round((time.process_time() - own) / took, 3),
        }

    def _one(self, caller: Inhabitant) -> Trial:
        """Press, let everybody open the room, wait for the pushes: the next starts from quiet."""
        self._trial = trial = Trial()
        peer = self._house.connect(self._swarm, caller, self._house.ports[0])
        self._pressed = time.perf_counter()
        peer.ask("alert.start", _press(caller.id, self._here), partial(self._acknowledged, trial))
        with suppress(TimeoutError):  # a hint was lost, or the machine is too busy: told as late
            self._swarm.run(lambda: self._all_open(trial), PATIENCE_S)
        self._collect_pushes(trial)
        self._swarm.leave(peer)
        return trial

    def _acknowledged(self, trial: Trial, answer: Any) -> None:
        trial.acknowledged = self._since()
        alarmed = answer.get("ok", {}).get("tally", {}).get("alarmed")
        if alarmed != FIFTY:
            raise RuntimeError(f"not fifty: {json.dumps(answer)[:300]}")
        trial.alert = answer["ok"]["alert"]

    def _alarmed(self, peer: Peer, _name: bytes, raw: bytes) -> None:
        heard = self._since()
        alert = json.loads(raw[2:])[1]["invitation"]["alert"]
        self._trial.alarms[alert].append(heard)
        self._invited.append((peer, alert))

    def _all_open(self, trial: Trial) -> bool:
        """Whoever has heard opens the room; after everything that was there to hear has been taken
        in, so that our own writing delays no reading."""
        invited, self._invited = self._invited, []
        for peer, alert in invited:
            peer.ask("alert.open", {"alert": alert}, partial(self._opened, trial, alert))
        return trial.opened is not None

    def _opened(self, trial: Trial, alert: str, answer: Any) -> None:
        if "ok" not in answer:
            raise RuntimeError(json.dumps(answer))
        trial.screens[alert].append(self._since())

    def _collect_pushes(self, trial: Trial) -> None:
        ends = time.perf_counter() + PATIENCE_S
        while len(trial.pushes) < FIFTY and time.perf_counter() < ends:
            with urllib.request.urlopen(f"{self._sink}/arrivals", timeout=5) as answer:  # noqa: S310
                taken = json.loads(answer.read())
            trial.pushes += [at - self._pressed for at in taken if at > self._pressed]
            self._swarm.turn(0.02)

    def _since(self) -> float:
        return time.perf_counter() - self._pressed


def _press(caller: str, here: Point) -> dict[str, Any]:
    fix = {"lat": here.lat, "lon": here.lon, "accuracy_m": 12.0, "at": int(time.time() * 1000)}
    return {"press": f"bench-{caller}", "fix": fix, "mixed": False}


def _ms(seconds: list[float | None]) -> dict[str, Any] | None:
    """Of those that came."""
    found = [s * 1000 for s in seconds if s is not None]
    return spread(found) if found else None
