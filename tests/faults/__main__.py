"""`python -m tests.faults`: the whole, as a table and as faults.json. A run's name picks it."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

import uvloop

from server import logs
from server.gateway import garbage
from server.settings import ROOT
from tests.faults import starving
from tests.faults.bombs import send_bombs
from tests.faults.clocks import jump_the_clock
from tests.faults.deaf import deaf
from tests.faults.helping import kill_the_helpline, queue_and_talk
from tests.faults.herd import herd
from tests.faults.ledger import Verdict
from tests.faults.network import weather
from tests.faults.pushes import push_badly
from tests.faults.replay import replay
from tests.faults.restart import restart
from tests.faults.restoring import restore_a_backup
from tests.faults.runs import (
    Size,
    kill_redis,
    kill_the_server,
    many_presses,
    stop_postgres,
)
from tests.faults.storm import storm

WHOLE = {
    "F1": (kill_the_server, Size(100, 1_000, 40, 4, 125, seconds=2.5)),
    "F2": (kill_redis, Size(20, 100, 20, 4, 40)),
    "F3": (stop_postgres, Size(10, 100, 20, 4, 40, seconds=60)),
    "F4": (weather, Size(2, 0, 10, 4, 0, seconds=30)),
    "F5": (deaf, Size(2, 99, 3, 10, 0, seconds=12)),
    "F6": (jump_the_clock, Size(8, 5, 0, 0, 0, seconds=20)),
    "F7": (herd, Size(2, 5, 0, 5_000, 0)),
    "F8": (push_badly, Size(1, 10, 150, 0, 0)),
    "F9": (many_presses, Size(1, 50, 0, 0, 0)),
    "F10": (replay, Size(5_000, 0, 0, 0, 0)),
    "F12": (send_bombs, Size(100, 0, 0, 0, 0, seconds=15)),
    "F16": (restore_a_backup, Size(1, 0, 20, 4, 40)),
    "F17-disk": (starving.fill_the_disk, Size(3, 60, 10, 4, 60, seconds=10)),
    "F17-disk-embedded": (starving.fill_the_small_disk, Size(3, 60, 10, 4, 60, seconds=10)),
    "F17-descriptors": (starving.no_descriptors, Size(3, 60, 10, 4, 60, seconds=10)),
    "F17-frozen": (starving.freeze_processes, Size(3, 60, 10, 4, 60, seconds=10)),
    "H1": (kill_the_helpline, Size(60, 1_000, 5, 40, 5, seconds=6)),
    "H2": (queue_and_talk, Size(60, 500, 5, 50, 12, seconds=10)),
    "R1": (restart, Size(2, 5_000, 10, 4, 0)),
    "S1": (storm, Size(10, 1_000, 0, 0, 0)),
}
HEAD = ("run", "tried", "lost", "duplicated", "reordered", "worst delay, ms", "pass", "how")
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- table -->\n", "<!-- /table -->\n"


def table(verdicts: Sequence[Verdict]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "| --- " * len(HEAD) + "|"]
    return "\n".join([*lines, *map(row, verdicts)]) + "\n"


def row(verdict: Verdict) -> str:
    held = verdict.as_json()
    found = [held[name] for name in ("run", "tried", "lost", "duplicated", "reordered")]
    note = f"{verdict.note} {verdict.failed}".strip()
    cells = [*found, verdict.worst_delay_ms, "yes" if verdict.passed else "NO", note]
    return "| " + " | ".join(map(str, cells)) + " |"


async def tried(name: str) -> Verdict:
    """A run that breaks down has not passed; the others go on."""
    run, size = WHOLE[name]
    try:
        return await run(size)
    except Exception as wrong:
        traceback.print_exc()
        failed = f"broke down: {type(wrong).__name__}: {str(wrong)[:200]}"
        return Verdict(name, 0, 0, 0, 0, 0, 0, failed=failed)


async def main(names: list[str]) -> list[Verdict]:
    verdicts = []
    for name in names or list(WHOLE):
        began = time.monotonic()
        verdicts.append(await tried(name))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        print(row(verdicts[-1]), file=sys.stderr, flush=True)
        told = [verdict.as_json() for verdict in verdicts]
        (ROOT / "faults.json").write_text(json.dumps(told, indent=2) + "\n")
    return verdicts


def write_page(verdicts: Sequence[Verdict], command: str) -> None:
    """The table of docs/reliability.md, and the command that made it."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    made = f"`{command}`, {datetime.now(UTC).date().isoformat()}:\n\n{table(verdicts)}"
    PAGE.write_text(before + BEGIN + made + END + rest.partition(END)[2])


if __name__ == "__main__":
    garbage.calm()  # beside thousands of pages
    logs.configure()  # what libraries say of a database that is gone is a page each
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("names", nargs="*", choices=[*WHOLE, []], help="all, unless named")
    asked.add_argument("--page", action="store_true", help="write docs/reliability.md as well")
    options = asked.parse_args()
    found = uvloop.run(main(options.names))
    print(table(found), end="")
    if options.page:
        write_page(found, " ".join(["python -m tests.faults", *sys.argv[1:]]))
    raise SystemExit(0 if all(verdict.passed for verdict in found) else 1)
