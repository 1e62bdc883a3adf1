"""Programs in C, compiled at first use, beside their source."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.process import ROOT

FLAGS = ("-O2", "-std=c11", "-D_GNU_SOURCE")


class Absent(Exception):
    """What a part needs and this machine does not have. The message is its name."""


def program(folder: str) -> Path:
    """Of bench/<folder>. Raises Absent, RuntimeError when the compiler refuses it."""
    source = ROOT / "bench" / folder
    files = sorted(source.glob("*.[ch]"))
    name = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    made = source / "dist" / name
    if not made.exists():
        _compile([str(file) for file in files if file.suffix == ".c"], made)
    return made


def compiler() -> str:
    """Raises Absent."""
    if found := shutil.which("cc") or shutil.which("gcc") or shutil.which("clang"):
        return found
    raise Absent("a C compiler (cc)")


def _compile(files: list[str], made: Path) -> None:
    with TemporaryDirectory(prefix="veilleuse-bench-") as folder:
        fresh = Path(folder) / "program"
        command = [compiler(), *FLAGS, "-o", str(fresh), *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr[-500:]}")
        shutil.rmtree(made.parent, ignore_errors=True)  # of an earlier version
        made.parent.mkdir(exist_ok=True)
        shutil.move(fresh, made)
