"""`python -m bench`: figures as JSON on standard output and in bench.json, progress beside them.

Everything runs on loopback and ends by itself: at most fifteen minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import traceback
from collections.abc import Callable
from contextlib import ExitStack

from bench import (
    alert,
    bus,
    fanout,
    goals,
    latency,
    memory,
    nearest,
    page,
    positions,
    pushes,
    storm,
    whole,
)
from bench.compiled import Absent, compiler
from bench.generator import Generator
from bench.process import ROOT
from bench.run import Figures, Run
from bench.stopping import Stopped, more_files, stoppable
from server.demo.community import PEOPLE
from tests.services import missing

LIMIT_S = 900
PARTS: dict[str, Callable[[Run], Figures]] = {
    "memory": memory.measure,  # first: whoever has held a thousand keeps their memory
    "fanout": fanout.measure,
    "fanout5000": fanout.measure_many,
    "latency": latency.measure,
    "positions": positions.measure,
    "redis": bus.measure,
    "alert": alert.measure,
    "loaded": alert.measure_loaded,
    "storm": storm.measure,
    "whole": whole.measure,
    "pushes": pushes.measure,
    "nearest": nearest.measure,  # last: what there is no time for, it leaves out
}


def measure(parts: list[str], figures: Figures, *, quick: bool, people: int) -> None:
    """Each part into its place, as it comes: whatever ends it early, the rest stands."""
    with ExitStack() as stack:
        run = Run(stack, quick=quick, people=people)
        try:
            for name in [name for name in PARTS if name in parts]:
                run.say(name)
                figures[name] = _tried(PARTS[name], run)
        finally:
            figures["seconds"] = round(run.seconds)


def _tried(part: Callable[[Run], Figures], run: Run) -> Figures:
    """A part that fails, however it fails, says so in its place; the others are still measured."""
    try:
        return part(run)
    except Absent as what:
        return {"missing": str(what)}
    except Exception as reason:
        traceback.print_exc()
        return {"stopped": f"{type(reason).__name__}: {reason}"}


def _machine() -> Figures:
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
        "missing": _missing(),
    }


def _missing() -> list[str]:
    """What is not here. (Node is looked for when it is needed.)"""
    try:
        compiler()
    except Absent as what:
        return [*missing(), str(what)]
    return missing()


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, unless named")
    asked.add_argument("--quick", action="store_true", help="to try the bench, not for figures")
    asked.add_argument("--people", type=int, default=PEOPLE, help="members of the community")
    asked.add_argument("--page", action="store_true", help="write docs/performance.* as well")
    options = asked.parse_args()
    stoppable(LIMIT_S)
    more_files()
    command = " ".join(["python -m bench", *sys.argv[1:]])
    figures: Figures = {"command": command, "machine": _machine(), "quick": options.quick}
    try:
        measure(options.parts or list(PARTS), figures, quick=options.quick, people=options.people)
    except Stopped as reason:
        figures["stopped"] = str(reason)
    figures["generator_cpu"] = round(Generator.highest_cpu, 3)
    figures = {**goals.keys(figures), **figures, "load_after": round(os.getloadavg()[0], 2)}
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    (ROOT / "bench.json").write_text(text + "\n")
    if options.page:
        page.write(figures)
    print(text)


if __name__ == "__main__":
    main()
