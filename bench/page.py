"""The figures of bench.json as tables, between the two marks of docs/performance.md.

`python -m bench --page` runs the bench and writes them; `python -m bench.page` only writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from bench.process import ROOT

PAGE = ROOT / "docs" / "performance.md"
OPENS, CLOSES = "<!-- figures -->", "<!-- end of figures -->"
ENGINES = {"embedded": "embedded (SQLite)", "production": "production (PostgreSQL + Redis)"}
NAMES = {
    "embedded": "Veilleuse, embedded",
    "production": "Veilleuse, production",
    "gateway": "Veilleuse's gateway, bare",
    "python-socketio": "python-socketio, bare",
    "node": "socket.io on Node, bare",
}
STEPS = {
    "acknowledged_ms": "acknowledged to her",
    "alarm_at_fiftieth_ms": "alarm on the fiftieth screen",
    "room_open_at_fiftieth_ms": "room open on the fiftieth screen",
    "push_taken_fiftieth_ms": "fiftieth push taken by the push service",
}
Figures = dict[str, Any]


def write(figures: Figures) -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text()
    before, _, rest = text.partition(OPENS)
    _, _, after = rest.partition(CLOSES)
    parts = [_conditions(figures)]
    for name, made in (
        ("alert", _alert),
        ("fanout", _fanout),
        ("gateway", _gateway),
        ("nearest", _nearest),
        ("memory", _memory),
    ):
        if name in figures:
            parts.append(made(figures[name]))
    PAGE.write_text(f"{before}{OPENS}\n\n" + "\n\n".join(parts) + f"\n\n{CLOSES}{after}")


def _conditions(figures: Figures) -> str:
    machine = figures["machine"]
    return (
        f"Measured on {machine['cores']} shared cores, Python {machine['python']},"
        f" in {figures.get('seconds', '?')} s. Load average before and after:"
        f" {machine['load_before']} and {figures['load_after']} (a quiet machine stands near 0"
        " before)."
    )


def _alert(held: Figures) -> str:
    rows = [
        [STEPS[step], ENGINES[engine], *_spread(found[step]), found[step]["n"]]
        for step in STEPS
        for engine, found in _engines(held)
    ]
    costs = "; ".join(
        f"{ENGINES[engine]} {found['server_cpu_ms_per_alert']} ms"
        for engine, found in _engines(held)
    )
    head = ["milliseconds after the press", "engine", "p50", "p95", "p99", "worst", "alerts"]
    return (
        f"### One alert, {held['members']:,} members\n\n{_table(head, rows)}\n\n"
        f"Server processor per alert, fifty opened rooms and fifty pushes included: {costs}."
        f"{_stopped(held)}"
    )


def _engines(held: Figures) -> list[tuple[str, Figures]]:
    return [(e, held[e]) for e in ENGINES if e in held and "stopped" not in held[e]]


def _fanout(held: Figures) -> str:
    return _talk("Fan-out", held)


def _gateway(held: Figures) -> str:
    return _talk("The transports alone", held)


def _talk(title: str, held: Figures) -> str:
    if "stopped" in held:
        return f"### {title}\n\n{held['stopped']}"
    against = held.get("cpu_per_delivery_against_node", {})
    rows = [
        [
            NAMES[name],
            f"{held[name]['deliveries_per_s']:,.0f}",
            f"{held[name]['cpu_us_per_delivery']:.1f}",
            against.get(name, "–"),
            f"{held[name]['message_to_last_ms']:.1f}",
            f"{held[name]['server_cpu'] * 100:.0f} %",
            f"{held[name]['generator_cpu'] * 100:.0f} %",
        ]
        for name in NAMES
        if name in held
    ]
    head = [
        "server",
        "deliveries/s",
        "server CPU, µs per delivery",
        "times Node",
        "sent to last heard, ms",
        "server CPU",
        "generator CPU",
    ]
    return (
        f"### {title}, {held['rooms']} rooms of {held['people_per_room']}"
        f" (medians of interleaved stretches)\n\n{_table(head, rows)}"
    )


def _nearest(held: Figures) -> str:
    rows = [
        [f"{int(size):,}", engine, where, *_spread(found[key]), found[key]["n"]]
        for size, engines in held.items()
        if "stopped" not in engines
        for engine, found in engines.items()
        if isinstance(found, dict) and "stopped" not in found
        for key, where in (
            ("where_people_live_ms", "where people live"),
            ("far_from_everybody_ms", "far from everybody"),
        )
    ]
    head = ["members", "engine", "asked from", "p50", "p95", "p99", "worst", "asked"]
    return f"### The nearest fifty, milliseconds\n\n{_table(head, rows)}"


def _memory(held: Figures) -> str:
    if "stopped" in held:
        return f"### Memory\n\n{held['stopped']}"
    rows = [
        [NAMES[name], found["kib_per_connection"], found["server_mib_before"]]
        for name, found in held.items()
    ]
    head = ["server", "KiB per idle connection", "MiB of the process before"]
    return f"### Memory of a thousand idle connections\n\n{_table(head, rows)}"


def _spread(found: Figures) -> list[float]:
    return [found[name] for name in ("p50", "p95", "p99", "max")]


def _stopped(held: Figures) -> str:
    said = [f" {e}: {held[e]['stopped']}." for e in ENGINES if "stopped" in held.get(e, {})]
    return "".join(said)


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    write(json.loads((ROOT / "bench.json").read_text()))
