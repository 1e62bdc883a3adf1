"""The figures of each part as a table of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Figures = dict[str, Any]
ENGINES = {"embedded": "embedded (SQLite)", "production": "production (PostgreSQL + Redis)"}
NAMES = {
    "embedded": "Veilleuse, embedded",
    "production": "Veilleuse, production",
    "gateway": "Veilleuse's gateway, bare",
    "python-socketio": "python-socketio, bare",
    "node": "socket.io on Node, bare",
    "floor": "a plain C server, one `send` per delivery",
}
STEPS = {
    "told_ms": "acknowledged, and alarm on the fiftieth screen",
    "acknowledged_ms": "acknowledged to her",
    "alarm_at_fiftieth_ms": "alarm on the fiftieth screen",
    "room_open_at_fiftieth_ms": "room open on the fiftieth screen",
    "push_taken_fiftieth_ms": "fiftieth push taken by the push service",
}
FLOORS = {
    "commit_ms": "floor: a commit of as many bytes",
    "nearest_ms": "floor: one query for the nearest fifty",
    "writes_ms": "floor: fifty writes",
    "sum_ms": "floors together",
}
TALK = {
    "deliveries_per_s": "deliveries/s",
    "cpu_us_per_delivery": "server CPU, µs per delivery",
    "p50_ms": "p50, ms",
    "p99_ms": "p99, ms",
    "server_cpu": "server CPU",
    "generator_cpu": "generator CPU",
}


def talk(held: Figures) -> str:
    """Medians of interleaved stretches."""
    rows = [
        [named(name), *(_figure(key, found[key]) for key in TALK)]
        for name, found in held["servers"].items()
    ]
    return table(["server", *TALK.values()], rows)


def named(name: str) -> str:
    first, comma, rest = name.partition(", ")
    return NAMES.get(first, first) + (f"; {rest}" if comma else "")


def _figure(key: str, value: float) -> str:
    if key.endswith("_cpu"):
        return f"{value:.0%}"
    return f"{value:,.0f}" if key == "deliveries_per_s" else f"{value:.2f}"


def alert(held: Figures) -> str:
    found = [(e, held[e]) for e in ENGINES if "told_ms" in held.get(e, {})]
    rows = [
        [what, ENGINES[engine], *_spread(one[step]), (one[step] or {}).get("n", 0)]
        for step, what in STEPS.items()
        for engine, one in found
    ]
    rows += [
        [what, ENGINES[engine], *_spread(one["floors"][step]), one["floors"][step]["n"]]
        for step, what in FLOORS.items()
        for engine, one in found
    ]
    costs = "; ".join(f"{ENGINES[e]} {one['server_cpu_ms_per_alert']} ms" for e, one in found)
    head = ["milliseconds after the press", "engine", "p50", "p95", "p99", "worst", "alerts"]
    after = f"Server processor per alert, fifty opened rooms and fifty pushes included: {costs}."
    return f"{table(head, rows)}\n\n{after}"


def loaded(held: Figures) -> str:
    rows = [
        [what, *_spread(held[step]), (held[step] or {}).get("n", 0)] for step, what in STEPS.items()
    ]
    moved = held["positions"]
    rows.append(["a position, to each of its fifty", *_spread(moved["each_ms"]), moved["heard"]])
    head = ["milliseconds", "p50", "p95", "p99", "worst", "samples"]
    lost = moved["expected"] - moved["heard"]
    return (
        f"{table(head, rows)}\n\n{held['sockets']:,} sockets. Of {moved['expected']:,} deliveries"
        f" of positions {lost:,} did not come."
    )


def storm(held: Figures) -> str:
    rows = [
        [named(name), one["seconds"], one["cpu_ms_each"], f"{one['generator_cpu']:.0%}"]
        for name, one in held["servers"].items()
    ]
    return table(["server", "seconds", "server CPU, ms each", "generator CPU"], rows)


def pushes(held: Figures) -> str:
    rows = [
        ["our outbox", *_spread(held["outbox_ms"])],
        ["`webpush_async`, one session", *_spread(held["webpush_ms"])],
        ["our loop's longest pause", *_spread(held["gaps_ms"])],
    ]
    return table(["milliseconds, for fifty", "p50", "p95", "p99", "worst"], rows)


def nearest(held: Figures) -> str:
    rows = [
        [f"{int(size):,}", engine, where, *_spread(found[key]), found[key]["n"]]
        for size, engines in held.items()
        if "stopped" not in engines
        for engine, found in engines.items()
        if isinstance(found, dict)
        for key, where in (
            ("where_people_live_ms", "where people live"),
            ("far_from_everybody_ms", "far from everybody"),
        )
    ]
    return table(["members", "engine", "asked from", "p50", "p95", "p99", "worst", "asked"], rows)


def memory(held: Figures) -> str:
    rows = [
        [NAMES[name], held[name]["kib_per_connection"], held[name]["server_mib_before"]]
        for name in NAMES
        if name in held
    ]
    return table(["server", "KiB per idle connection", "MiB of the process before"], rows)


def soak(held: Figures) -> str:
    minutes = held["each_minute"]
    after = f", {held['lost']:,} lost" if "lost" in held else " (ended before they were counted)"
    said = (
        f"{len(minutes)} minutes on commit `{held['commit'][:12]}`: {held['sockets']:,} sockets,"
        f" {held['positions_per_s']:g} positions and {held['said_per_s']:g} messages a second."
        f" Worst minute's p95: {held['worst_said_last_p95_ms']:,.0f} ms until the last member heard"
        f" a message, {held['worst_moved_p95_ms']:,.0f} ms for a position. Acknowledged messages:"
        f" {held.get('acknowledged', 0):,}{after}. Sockets cut: {held['cut']}."
    )
    rows = [
        [name, one["first_mib"], one["last_mib"], one["highest_mib"], one["mib_per_hour"]]
        for name, one in held["memory"].items()
    ]
    head = ["process", "MiB at first", "at last", "at most", "MiB per hour"]
    return f"{said}\n\n{table(head, rows)}"


def _spread(found: Figures | None) -> list[Any]:
    """Nothing came in time: dashes."""
    if found is None:
        return ["–"] * 4
    return [found[name] for name in ("p50", "p95", "p99", "max")]


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
