"""`python -m bench.soak --minutes 60`: the production shape under steady load, for long.

PostgreSQL, Redis, two web processes and a worker; a hundred alerts with all their fifty in the
room; 500 positions and 20 messages a second in all. Memory is sampled every ten seconds, waits are
told every minute, and at the end every member asks for every acknowledged message. It ends by
itself.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import crowd, growth, held
from bench.crowd import AlertRoom
from bench.generator import Generator
from bench.growth import Growth
from bench.house import House
from bench.process import ROOT, cpu_of_tree_s
from bench.run import Figures, Run
from bench.stopping import Stopped, more_files, stoppable
from server.demo.community import PEOPLE

MINUTE_S = 60.0
SAMPLE_EVERY_S = 10.0
SETTLING_S = 600.0
LAST_WORDS_S = 900


class Soak:
    """One house, its crowd, and what was seen of them so far (`figures`)."""

    def __init__(self, run: Run, rooms: int, minutes: float, offered: dict[str, float]) -> None:
        self._run, self._minutes, self._offered = run, minutes, offered
        self._house: House = run.house("production")
        self._rooms: list[AlertRoom] = crowd.launched(self._house, rooms)
        self._clients = run.stack.enter_context(Generator(crowd.plan_of(self._house, self._rooms)))
        self._grown = {name: Growth() for name in self._processes()}
        self.figures: Figures = {
            "commit": _commit(),
            "people": run.people,
            "sockets": self._clients.plan.clients,
            "rooms": rooms,
            "positions_per_s": offered["moved"],
            "said_per_s": offered["said"],
            "each_minute": [],
        }

    def hold(self) -> None:
        self._run.say(f"{self.figures['sockets']:,} open their rooms")
        self.figures["came_in_s"] = self._clients.come()["seconds"]
        self._began = time.monotonic()
        left = self._minutes * MINUTE_S
        while left > 0:
            self._minute(min(left, MINUTE_S))
            left -= MINUTE_S
        self._run.say("everybody asks for everything")
        self.figures |= held.by_everybody(self._house, self._rooms, self._clients)

    def _minute(self, seconds: float) -> None:
        self._clients.begin(seconds, **{k: much for k, much in self._offered.items() if much})
        ends, cpu = time.monotonic() + seconds, self._cpu()
        while time.monotonic() < ends:
            self._sample()
            time.sleep(max(0.0, min(SAMPLE_EVERY_S, ends - time.monotonic())))
        minute = _told(self._clients.finished())
        minute["cpu"] = {
            name: round((now - cpu[name]) / seconds, 2) for name, now in self._cpu().items()
        }
        self.figures["each_minute"].append(minute)
        self.figures["memory"] = self._memory()
        self.figures |= _worst(self.figures["each_minute"])
        self._run.say(f"minute {len(self.figures['each_minute'])}: {json.dumps(minute)}")

    def _processes(self) -> dict[str, int]:
        web, other, worker = self._house.processes
        beside = {"postgresql": self._house.database_pid, "redis": self._house.redis_pid}
        ours = {"web 1": web.pid, "web 2": other.pid, "worker": worker.pid}
        return ours | {name: pid for name, pid in beside.items() if pid}

    def _cpu(self) -> dict[str, float]:
        return {name: cpu_of_tree_s(pid) for name, pid in self._processes().items()}

    def _sample(self) -> None:
        for name, pid in self._processes().items():
            self._grown[name].add(time.monotonic() - self._began, growth.mib(pid))

    def _memory(self) -> Figures:
        """Growth counts after ten minutes (in a short run, after its first third)."""
        after = min(SETTLING_S, self._minutes * MINUTE_S / 3)
        return {name: grown.figures(after) for name, grown in self._grown.items()}


def _told(found: dict[str, Any]) -> Figures:
    """A minute in a line: milliseconds from saying to the last member of the room."""
    said, moved = found["said"], found["moved"]
    return {
        "said": said["said"],
        "said_last_p95_ms": said["last_ms"]["p95"],
        "said_unheard": said["expected"] - said["heard"],
        "said_refused": said["refused"],
        "moved": moved["said"],
        "moved_p95_ms": moved["each_ms"]["p95"],
        "moved_unheard": moved["expected"] - moved["heard"],
        "moved_refused": moved["refused"],
        "cut": found["cut"],
        "generator_cpu": round(found["cpu"], 3),
    }


def _worst(minutes: list[Figures]) -> Figures:
    names = ("said_last_p95_ms", "moved_p95_ms")
    sums = ("said_unheard", "moved_unheard", "said_refused", "moved_refused")
    return {
        **{f"worst_{name}": max(minute[name] for minute in minutes) for name in names},
        **{name: sum(minute[name] for minute in minutes) for name in sums},
        "cut": minutes[-1]["cut"],
    }


def _commit() -> str:
    """What it ran on; with a plus when the tree had changes of its own."""
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--rooms", type=int, default=100)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--positions", type=float, default=500, help="a second, in all")
    asked.add_argument("--said", type=float, default=20, help="messages a second, in all")
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "soak.json")
    options = asked.parse_args()
    stoppable(int(options.minutes * MINUTE_S) + LAST_WORDS_S)
    more_files()
    figures: Figures = {}
    try:
        with ExitStack() as stack:
            run = Run(stack, quick=False, people=options.people)
            offered = {"moved": options.positions, "said": options.said}
            soak = Soak(run, options.rooms, options.minutes, offered)
            figures = soak.figures
            soak.hold()
    except Stopped as reason:
        figures["stopped"] = str(reason)
    text = json.dumps(figures, indent=2)
    options.out.write_text(text + "\n")
    print(text)
    sys.exit(1 if figures.get("lost") or "stopped" in figures else 0)


if __name__ == "__main__":
    main()
