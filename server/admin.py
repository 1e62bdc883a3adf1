"""The command line's part for people: accounts, associations, teams of the helpline."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import typer

from server import app as house_app
from server import errors, logs, settings
from server.app import House
from server.desk import actions as desk
from server.helpline import rules, teams
from server.helpline.messages import Kind
from server.partners import actions as partners
from server.people import actions as people

cli = typer.Typer(no_args_is_help=True, help="Accounts, associations, teams of the helpline.")
KINDS: dict[str, tuple[Kind, ...]] = {
    "officer": ("officer",),
    "expert": ("psychologist", "social_worker"),
    "supervisor": ("supervisor",),
}
"""Of a role at the helpline, the first unless another is named."""


def with_house(verb: Callable[[House], Awaitable[Any]]) -> Any:
    """Run a verb in an opened house."""

    async def run() -> Any:
        house = house_app.build(settings.read())
        await house.open()
        try:
            return await verb(house)
        finally:
            await house.close()

    logs.configure()
    return asyncio.run(run())


@cli.command("create")
def create(
    email: Annotated[str, typer.Option(prompt=True)],
    pseudonym: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    role: str = "member",
    first_name: str = "",
    association: str = "",
    team: str = "",
    kind: str = "",
) -> None:
    """Create a verified account: member, ally, minor, partner, moderator or admin; at the helpline
    officer, expert or supervisor, with `--team`, and `--kind` psychologist or social_worker."""
    held = _kind_of(role, kind) if team else None

    async def run(house: House) -> str:
        person = await people.do_create(
            house.services,
            email=email,
            password=password,
            role=role,
            pseudonym=pseudonym,
            first_name=first_name,
        )
        if association:
            await partners.do_add_agent(house.services, person, association)
        if held:
            await desk.do_add_officer(house.services, person, team, held)
        return person

    typer.echo(with_house(run))


def _kind_of(role: str, kind: str) -> Kind:
    """Who is counted as an officer must be able to answer. Raises Invalid."""
    fitting = KINDS.get(role, ())
    found = next((one for one in fitting if kind in ("", one)), None)
    if found is None:
        raise errors.Invalid("kind")
    return found


@cli.command("association")
def association(
    name: str,
    departments: list[str],
    about: str | None = None,
    number: str | None = None,
) -> None:
    """Create a partner association for these départements; prints its id. `--about` and `--number`
    are shown to visitors of the helpline who are sent there."""

    async def run(house: House) -> str:
        return await partners.do_create_association(
            house.services, name, departments, about=about, number=number
        )

    typer.echo(with_house(run))


@cli.command("team")
def team(
    name: str,
    departments: Annotated[list[str] | None, typer.Argument()] = None,
    hours: Annotated[list[str] | None, typer.Option()] = None,
    zone: str = "Europe/Paris",
) -> None:
    """Create a team of the helpline; prints its id. Without départements the national one. Hours of
    the week as `--hours mon:0900-1700` (several), none: day and night."""
    try:
        shifts = [rules.shift(one) for one in hours or ()]
    except ValueError as wrong:
        raise errors.Invalid(f"hours: {wrong}") from None

    async def run(house: House) -> str:
        return await teams.do_create(
            house.services, name, departments or (), hours=shifts, zone=zone
        )

    typer.echo(with_house(run))


@cli.command("ban")
def ban(person: str) -> None:
    """Close an account at once and cut its sessions."""
    ended = with_house(lambda house: people.do_ban(house.services, person))
    typer.echo(f"{ended} sessions ended.")
