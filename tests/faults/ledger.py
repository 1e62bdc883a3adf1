"""What was acknowledged, and what each reader was shown. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """One line of the table. *Lost*: acknowledged, and missing for an entitled reader."""

    run: str
    tried: int
    lost: int
    duplicated: int
    reordered: int
    worst_delay_ms: int
    limit_ms: int
    note: str = ""
    failed: str = ""
    """A promise of this run's own that was not kept."""

    @property
    def whole(self) -> bool:
        """Nothing missing, nothing twice, nothing out of order, however slow the machine."""
        return not (self.lost or self.duplicated or self.reordered)

    @property
    def passed(self) -> bool:
        return self.whole and not self.failed and self.worst_delay_ms <= self.limit_ms

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "pass": self.passed}


@dataclass
class Ledger:
    """Words by author and number, as acknowledged; and as shown, in the order shown."""

    acknowledged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    late_ms: int = 0

    def acknowledge(self, author: str, word: str) -> None:
        self.acknowledged[author].append(word)

    def show(self, reader: str, word: str) -> None:
        self.shown[reader].append(word)

    def delayed(self, ms: float) -> None:
        self.late_ms = max(self.late_ms, round(ms))

    @property
    def said(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    def verdict(
        self, run: str, limit_ms: int, readers: Mapping[str, Sequence[str]], note: str = ""
    ) -> Verdict:
        """`readers`: the authors whose every word each reader is entitled to."""
        lost = duplicated = reordered = 0
        for reader, authors in readers.items():
            counts = Counter(self.shown[reader])
            duplicated += sum(n - 1 for n in counts.values())
            for author in authors:
                words = self.acknowledged[author]
                lost += sum(word not in counts for word in words)
                reordered += disorder(self.shown[reader], words)
        return Verdict(run, self.said, lost, duplicated, reordered, self.late_ms, limit_ms, note)


def disorder(shown: Sequence[str], words: Sequence[str]) -> int:
    """How often one of these words was shown before the one acknowledged before it."""
    first: dict[str, int] = {}
    for place, word in enumerate(shown):
        first.setdefault(word, place)
    places = [first[word] for word in words if word in first]
    return sum(later < earlier for earlier, later in pairwise(places))
