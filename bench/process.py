"""A server under measurement: its processor time and memory, as the kernel counts them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bench.cores import on_core

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 15


class Process:
    """Started, ended with `close`. Its standard error goes to ours, unless it is silenced; `core`
    is where it runs; one that `listens` can be written to."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environ: Mapping[str, str] | None = None,
        log: Path | None = None,
        core: int | None = None,
        listens: bool = False,
    ) -> None:
        self._path = log
        self.log = log.open("ab") if log else None
        with on_core(core):
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(environ or {})},
                stdin=subprocess.PIPE if listens else subprocess.DEVNULL,
                stdout=self.log or subprocess.PIPE,
                stderr=self.log or sys.stderr,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def line(self) -> str:
        """The next line it prints (its port, as a rule). Raises RuntimeError when it has ended."""
        assert self._process.stdout is not None  # noqa: S101  not silenced
        text = self._process.stdout.readline().decode().strip()
        if not text:
            raise RuntimeError(f"{self._process.args!r} said nothing")
        return text

    def write(self, text: str) -> None:
        """A line on its standard input."""
        assert self._process.stdin is not None  # noqa: S101  it listens
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()

    def log_text(self) -> str:
        return self._path.read_text(errors="replace") if self._path else ""

    def cpu_s(self) -> float:
        return cpu_s(self.pid)

    def rss_bytes(self) -> int:
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        if self.log:
            self.log.close()


def cpu_s(pid: int) -> float:
    """User and system seconds of a process, all its threads, living or ended."""
    return _seconds(_stat(pid)[11:13])


def cpu_of_tree_s(pid: int) -> float:
    """The same, with every child, living or ended (a database server is a family)."""
    total = cpu_s(pid) + _seconds(_stat(pid)[13:15])
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                fields = _stat(int(entry.name))
                if int(fields[1]) == pid:
                    total += _seconds(fields[11:13])
    return total


def _stat(pid: int) -> list[str]:
    """From the third field of proc_pid_stat(5) on: what comes before may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _seconds(ticks: list[str]) -> float:
    return sum(map(int, ticks)) / TICKS
