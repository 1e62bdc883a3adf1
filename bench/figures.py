"""Figures out of samples."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any


def quantile(samples: Sequence[float], share: float) -> float:
    """The nearest-rank quantile: a sample that was really seen."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(samples: Sequence[float], digits: int = 1) -> dict[str, Any]:
    """p50, p95, p99 and the worst, with the number of samples they stand on."""
    return {
        "n": len(samples),
        "p50": round(quantile(samples, 0.50), digits),
        "p95": round(quantile(samples, 0.95), digits),
        "p99": round(quantile(samples, 0.99), digits),
        "max": round(max(samples), digits),
    }


def median(samples: Sequence[float]) -> float:
    return statistics.median(samples)
