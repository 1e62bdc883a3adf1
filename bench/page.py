"""The figures of bench.json between the two marks of docs/performance.md, and docs/performance.svg.

`python -m bench --page` runs the bench and writes them; `python -m bench.page` only writes them.
What stopped us at a goal is told by hand in bench/missed.md, and included; so is the last soak.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bench import goals, picture, tables
from bench.process import ROOT

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "performance.svg"
SOAK = ROOT / "docs" / "soak.json"
MISSED = ROOT / "bench" / "missed.md"
OPENS, CLOSES = "<!-- figures -->", "<!-- end of figures -->"
Figures = dict[str, Any]
PARTS: dict[str, tuple[str, Callable[[Figures], str]]] = {
    "fanout": ("Fan-out: one in, fifty out, 1,020 connections", tables.talk),
    "fanout5000": ("The same, 5,000 connections", tables.talk),
    "positions": ("All 51 of 20 rooms move, once a second", tables.talk),
    "latency": ("12,000 deliveries a second, offered to each", tables.talk),
    "redis": ("Two processes over Redis", tables.talk),
    "alert": ("One alert", tables.alert),
    "loaded": ("One alert, under 5,000 sockets and 500 positions a second", tables.loaded),
    "memory": ("Memory of a thousand idle connections", tables.memory),
    "storm": ("Five thousand come back", tables.storm),
    "whole": ("Chat through the whole server, beside bare ones", tables.talk),
    "pushes": ("Fifty pushes", tables.pushes),
    "nearest": ("The nearest fifty, milliseconds", tables.nearest),
}


def write(figures: Figures) -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text()
    before, _, rest = text.partition(OPENS)
    _, _, after = rest.partition(CLOSES)
    parts = [_conditions(figures), _goals(figures), MISSED.read_text().strip(), _picture()]
    parts += [_part(name, figures[name]) for name in PARTS if name in figures]
    if SOAK.exists():
        parts.append(f"### The soak\n\n{tables.soak(json.loads(SOAK.read_text()))}")
    PAGE.write_text(f"{before}{OPENS}\n\n" + "\n\n".join(parts) + f"\n\n{CLOSES}{after}")
    PICTURE.write_text(picture.drawn(figures))


def _conditions(figures: Figures) -> str:
    machine = figures["machine"]
    return (
        f"`{figures['command']}`, on {machine['cores']} shared cores, Python {machine['python']},"
        f" in {figures.get('seconds', '?')} s. Load average before and after:"
        f" {machine['load_before']} and {figures['load_after']} (a quiet machine stands near 0"
        " before)."
        + (f" It was ended early: {figures['stopped']}." if "stopped" in figures else "")
        + (" Tried quickly: no figures worth keeping." if figures["quick"] else "")
    )


def _goals(figures: Figures) -> str:
    head = ["", "goal", "reached", "reached ÷ goal", ""]
    return f"### Goals\n\n{tables.table(head, goals.table(figures))}"


def _picture() -> str:
    return "![Ours and the others as bars: shorter is better](performance.svg)"


def _part(name: str, held: Figures) -> str:
    title, made = PARTS[name]
    for why in ("missing", "stopped"):
        if why in held:
            return f"### {title}\n\nNot measured ({why}): {held[why]}"
    return f"### {title}\n\n{made(held)}"


if __name__ == "__main__":
    write(json.loads((ROOT / "bench.json").read_text()))
