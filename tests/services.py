"""Temporary PostgreSQL and Redis on free loopback ports, gone when the block ends.

    with postgres() as pg, redis() as bus:
        settings = {"VEILLEUSE_DATABASE_URL": pg.fresh(), "VEILLEUSE_REDIS_URL": bus.url}

When the binaries are not installed, `missing()` names them and the blocks raise Missing: a suite
that needs them skips with that name.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

PATIENCE_S = 30
POSTGRES_USER = "postgres"


class Missing(Exception):
    """A server that is not installed here. The message is its name."""


def missing() -> list[str]:
    """Names of what is not installed; empty when both engines can be tested."""
    found = {"PostgreSQL": _postgres_bin(), "Redis": shutil.which("redis-server")}
    return [name for name, place in found.items() if not place]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Postgres:
    """A running cluster. Any local connection is trusted: it listens on loopback only."""

    port: int
    folder: Path
    bin: Path
    _names: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgres://{POSTGRES_USER}@127.0.0.1:{self.port}/{database}"

    def fresh(self, template: str | None = None) -> str:
        """The address of a new database, empty or a copy of `template`."""
        name = f"veilleuse_{next(self._names)}"
        copy = ["--template", template] if template else []
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), *copy, name)
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("/")[2]
        self._run("dropdb", "-h", "127.0.0.1", "-p", str(self.port), "--force", name)

    def start(self) -> None:
        self._control("start", "--log", str(self.folder / "log"))

    def stop(self) -> None:
        """At once, as a power cut would; `start` recovers it."""
        self._control("stop", "--mode", "immediate")

    def _control(self, verb: str, *options: str) -> None:
        data = str(self.folder / "data")
        self._run("pg_ctl", verb, "--wait", "--silent", "--pgdata", data, *options)

    def _run(self, program: str, *arguments: str) -> None:
        _run_as_postgres([str(self.bin / program), *arguments])


@contextmanager
def postgres(*, durable: bool = False, within: Path | None = None) -> Iterator[Postgres]:
    """A PostgreSQL of one's own. `durable` keeps fsync on (for measuring); `within` says on which
    disk it lies. Raises Missing."""
    binaries = _postgres_bin()
    if not binaries:
        raise Missing("PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="veilleuse-pg-", dir=within))
    cluster = Postgres(free_port(), folder, binaries)
    try:
        _create(cluster, durable)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(cluster: Postgres, durable: bool) -> None:
    if os.geteuid() == 0:
        shutil.chown(cluster.folder, POSTGRES_USER)
    data = cluster.folder / "data"
    how = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    cluster._run("initdb", f"--username={POSTGRES_USER}", *how, f"--pgdata={data}")
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(cluster.port),
        "unix_socket_directories": "",
        "max_connections": "100",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
    }
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


def _postgres_bin() -> Path | None:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3])
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


def _run_as_postgres(command: list[str]) -> None:
    """PostgreSQL refuses to run as root. Raises RuntimeError with what it said."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", POSTGRES_USER, "--", *command]
    else:
        command = ["env", f"PGUSER={POSTGRES_USER}", *command]
    with tempfile.TemporaryFile() as said:  # not a pipe: the server it starts would keep it open
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=60, cwd="/"
        )
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command}: {said.read().decode(errors='replace')}")


@dataclass
class Redis:
    """A running Redis without any file. Killed and restarted, it comes back empty."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        quiet = ["--save", "", "--appendonly", "no", "--daemonize", "no", "--logfile", ""]
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            ["redis-server", *where, *quiet],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        _until_ready(self.process)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(PATIENCE_S)
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None


@contextmanager
def redis() -> Iterator[Redis]:
    """A Redis of one's own. Raises Missing."""
    if not shutil.which("redis-server"):
        raise Missing("Redis")
    with tempfile.TemporaryDirectory(prefix="veilleuse-redis-") as folder:
        server = Redis(free_port(), Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _until_ready(process: subprocess.Popen[bytes]) -> None:
    said = b""
    for line in process.stdout or ():
        said += line
        if b"Ready to accept connections" in line:
            return
    raise RuntimeError(f"redis-server did not start: {said.decode(errors='replace')}")
