"""docs/performance.svg: ours and the others as bars. Text follows the reader's light or dark."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from bench.contenders import FLOOR, OURS, PEER, STOCK

Figures = dict[str, Any]
COLOURS = {OURS: "#7c5cd6", PEER: "#5f9e6e", STOCK: "#c98a3d", FLOOR: "#8a8f98"}
NAMES = {
    OURS: "Veilleuse",
    PEER: "Node's socket.io",
    STOCK: "python-socketio",
    FLOOR: "plain C",
}
WIDTH, LEFT, LINE, GAP = 760, 170, 24, 16
LONGEST = WIDTH - LEFT - 90
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}"
)


@dataclass(frozen=True)
class Group:
    """One comparison; the shorter bar is the better one."""

    title: str
    part: str
    figure: str
    unit: str
    suffix: str = ""

    def bars(self, figures: Figures) -> list[tuple[str, float]]:
        held = figures.get(self.part, {}).get("servers", {})
        names = [(name, held.get(f"{name}{self.suffix}")) for name in COLOURS]
        return [(name, found[self.figure]) for name, found in names if found]


EACH = "Processor per delivery"
COST = "cpu_us_per_delivery"
ONE, BOTH = ", rooms on one process", ", rooms on both"
GROUPS = (
    Group(f"{EACH}, 1,020 connections", "fanout", COST, "µs"),
    Group(f"{EACH}, 5,000 connections", "fanout5000", COST, "µs"),
    Group(f"{EACH}, all 51 of each room move once a second", "positions", COST, "µs"),
    Group(f"{EACH}, two processes over Redis, rooms on one", "redis", COST, "µs", ONE),
    Group(f"{EACH}, two processes over Redis, rooms on both", "redis", COST, "µs", BOTH),
    Group("99 in 100 deliveries within, at 12,000 a second", "latency", "p99_ms", "ms"),
)


def drawn(figures: Figures) -> str:
    """The whole file. What was not measured is not in it."""
    y, parts = GAP, []
    for group in GROUPS:
        if bars := group.bars(figures):
            parts.append(_text(0, y + 13, group.title, "t"))
            y += LINE
            for name, value in bars:
                parts.append(_bar(y, name, value, max(v for _, v in bars), group.unit))
                y += LINE
            y += GAP
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img">'
    title = "<title>Shorter is better</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", *parts, "</svg>"]) + "\n"


def _bar(y: int, name: str, value: float, most: float, unit: str) -> str:
    length = max(2, round(LONGEST * value / most))
    bar = f'<rect x="{LEFT}" y="{y}" width="{length}" height="16" rx="3" fill="{COLOURS[name]}"/>'
    said = _text(LEFT + length + 8, y + 13, f"{value:.3g} {unit}")
    return _text(12, y + 13, NAMES[name]) + bar + said


def _text(x: int, y: int, words: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{named}>{escape(words)}</text>'
