"""How much memory a process and its children hold, over time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


def mib(pid: int) -> float:
    """What it allocated (Linux: Pss_Anon and Pss_Shmem). Shared between its children it counts
    once; files and libraries, which others share too, do not count."""
    return sum(_allocated_kib(one) for one in [pid, *_children(pid)]) / 1024


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _allocated_kib(pid: int) -> int:
    found = 0
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                found += int(line.split()[1])
    return found


@dataclass
class Growth:
    """Samples of (seconds, MiB)."""

    samples: list[tuple[float, float]] = field(default_factory=list)

    def add(self, seconds: float, held: float) -> None:
        self.samples.append((seconds, held))

    def slope_per_hour(self, after_s: float) -> float | None:
        """By least squares, MiB per hour; None with fewer than three samples."""
        counted = [(t, m) for t, m in self.samples if t >= after_s]
        if len(counted) < 3:
            return None
        mean_t = sum(t for t, _ in counted) / len(counted)
        mean_m = sum(m for _, m in counted) / len(counted)
        spread = sum((t - mean_t) ** 2 for t, _ in counted)
        return sum((t - mean_t) * (m - mean_m) for t, m in counted) / spread * 3600

    def figures(self, after_s: float) -> dict[str, float | int | None]:
        slope = self.slope_per_hour(after_s)
        held = [m for _, m in self.samples]
        return {
            "first_mib": round(held[0], 1),
            "last_mib": round(held[-1], 1),
            "highest_mib": round(max(held), 1),
            "mib_per_hour": None if slope is None else round(slope, 2),
            "samples": len(held),
        }
