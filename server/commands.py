"""The command line: serve, work, migrate, demo, admin, keys, doctor, backup, restore, protocol."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

import typer

from server import admin, engines, errors, logs, protocol, settings
from server import app as house_app
from server import backup as backups
from server import doctor as health
from server.app import House
from server.clock import SteadyClock
from server.gateway import garbage, listening
from server.gateway.leaving import Leaver
from server.keyring import KeyringUnsafe
from server.places import communes
from server.push import actions as push
from server.vault import actions as vault

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
keys = typer.Typer(no_args_is_help=True, help="The master key and the VAPID keys.")
cli.add_typer(admin.cli, name="admin")
cli.add_typer(keys, name="keys")


@cli.command()
def serve() -> None:
    """Serve the web application (and, on the embedded engine, do the worker's part)."""
    logs.configure()
    house = house_app.build(settings.read())
    config = house_app.uvicorn_config(house.services.settings, house_app.asgi(house))
    with garbage.put_off():
        communes.load()
    garbage.calm()
    Leaver(config, house.sio).run(_doors(config.host, config.port))


def _doors(host: str, port: int) -> list[socket.socket]:
    try:
        return listening.doors(host, port)
    except OSError as wrong:
        raise settings.Nonsense(f"{host}:{port} cannot be listened to: {wrong}") from None


@cli.command()
def work() -> None:
    """Do due work: outbox, refills, windows, retention, keys. Any number may run."""

    with garbage.put_off():
        communes.load()

    async def run(house: House) -> None:
        async with house.worker.sender:
            watching = engines.watch(house.services.settings)
            await asyncio.gather(house.worker.run(), watching)

    admin.with_house(run)


@cli.command()
def migrate() -> None:
    """Bring the database to this version."""

    async def run(house: House) -> None:
        await house.services.db.migrate()
        await house.services.db.survey()

    admin.with_house(run)
    typer.echo("The database is up to date.")


@cli.command()
def demo() -> None:
    """A synthetic community of 51,129, with simulated responders, on http://localhost:8000."""
    from server.demo import stage  # nobody who serves waits for it

    logs.configure()
    stage.main()


@cli.command()
def doctor() -> None:
    """Check what the promises depend on; exit code 1 if something is wrong."""
    findings = admin.with_house(lambda house: health.everything(house.services))
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.ok else 'FAIL'} {finding.name:<12} {finding.about}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command()
def backup(target: Path) -> None:
    """Write a backup while running. It never holds the master key."""
    backups.take(settings.read(), target)
    typer.echo(f"Written: {target}")


@cli.command()
def restore(source: Path) -> None:
    """Restore a backup; the server must be stopped. What was destroyed since stays so."""
    held = settings.read()
    backups.restore(held, source, house_app.clock_of(held).now())
    keys = admin.with_house(lambda house: vault.living(house.services))
    typer.echo(f"Restored. {keys} data keys can be opened.")


@cli.command("believe-clock")
def believe_clock() -> None:
    """Take over this machine's clock after it was set right, while every process is stopped."""
    clock = house_app.clock_of(settings.read())
    if isinstance(clock, SteadyClock):
        typer.echo(f"Ours is corrected by {clock.off()} ms.")
        clock.believe()


@cli.command("protocol")
def write_protocol(check: bool = False) -> None:
    """Write web/src/protocol.ts, docs/asyncapi.yaml and docs/openapi.yaml (or check them)."""
    if not check:
        protocol.write(settings.ROOT)
    elif stale := protocol.stale(settings.ROOT):
        typer.echo(f"Not fresh (make protocol): {', '.join(path.name for path in stale)}")
        raise typer.Exit(1)


@keys.command("vapid")
def show_vapid() -> None:
    """The VAPID public key that browsers subscribe with."""

    async def run(house: House) -> str:
        return push.public_key(house.services)

    typer.echo(admin.with_house(run))


@keys.command("epochs")
def show_epochs() -> None:
    """The living epochs of the master key (numbers only)."""

    async def run(house: House) -> str:
        return ", ".join(str(epoch.number) for epoch in house.services.keyring.epochs)

    typer.echo(admin.with_house(run))


@keys.command("turn")
def turn() -> None:
    """Open a due epoch, re-wrap the living keys, destroy the ended ones (the worker does it)."""
    admin.with_house(lambda house: vault.do_turn_epochs(house.services))


def main() -> None:
    """What was refused is said in one line: no traceback, and nobody's address in it."""
    try:
        cli()
    except (errors.Refused, settings.Nonsense, KeyringUnsafe, backups.BackupFailed) as wrong:
        typer.echo(f"{type(wrong).__name__}: {wrong}", err=True)
        sys.exit(1)
