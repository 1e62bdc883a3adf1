"""Goal 5. Press, acknowledgement, fiftieth open screen: beside its floors, measured in turn with
the alerts; then under five thousand sockets and five hundred positions a second."""

from __future__ import annotations

from typing import Any

from bench import crowd
from bench.community import centre_of
from bench.compiled import Absent
from bench.drill import WHERE, AlertDrill
from bench.floors import Floors
from bench.generator import Generator
from bench.house import House
from bench.run import Figures, Run

ROOMS = 98
POSITIONS_PER_S = 500
SAMPLES = 3  # of the floors, to each alert


def measure(run: Run) -> Figures:
    found: Figures = {"members": run.people}
    for engine in ("embedded", "production"):
        try:
            found[engine] = _quiet(run, run.house(engine))
        except Absent as what:
            found[engine] = {"missing": str(what)}
    return found


def _quiet(run: Run, house: House) -> Figures:
    trials, seconds = run.pick((120, 30.0), (8, 15.0))
    run.say(f"alerts, {house.engine}")
    here = centre_of(WHERE)
    with Floors(house, here) as floors:
        floors.weigh(lambda: crowd.launch(house, here))
        with AlertDrill(house, run.sink) as drill:
            drill.warm_up()
            return _against(drill.run(trials, seconds, lambda: floors.samples_of(SAMPLES)), floors)


def measure_loaded(run: Run) -> Figures:
    """The floors are those of a quiet machine, asked just before."""
    rooms, trials, seconds = run.pick((ROOMS, 60, 40.0), (6, 5, 12.0))
    them = run.crowd(rooms)
    house, plan = them.house, them.plan()
    here = centre_of(WHERE)
    with Floors(house, here) as floors, Generator(plan) as clients:
        floors.weigh(lambda: crowd.launch(house, here))
        floors.samples_of(trials * SAMPLES)
        run.say(f"{plan.clients:,} open their rooms")
        came = clients.come()
        them.opened = True
        with AlertDrill(house, run.sink) as drill:
            drill.warm_up()
            clients.begin(seconds, moved=POSITIONS_PER_S * rooms / ROOMS)
            found = drill.run(trials, seconds - 2, lambda: None)
            moved = clients.finished()["moved"]
        return {
            **_against(found, floors),
            "sockets": plan.clients,
            "came_in_s": came["seconds"],
            "positions": {name: moved[name] for name in ("said", "expected", "heard", "each_ms")},
        }


def _against(found: dict[str, Any], floors: Floors) -> Figures:
    under = floors.figures
    ratios = {
        f"{name}_vs_floor": round(found["told_ms"][name] / under["sum_ms"][name], 2)
        for name in ("p50", "p99")
    }
    return {**found, "floors": under, **ratios}
