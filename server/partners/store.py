"""SQL of associations and agents."""

from __future__ import annotations

from typing import Any

from server.partners.tables import Agent, Association


async def association_of(person_id: str) -> Association | None:
    agent = await Agent.get_or_none(person_id=person_id)
    return await Association.get_or_none(id=agent.association_id) if agent else None


async def add_association(**values: Any) -> None:
    await Association.create(**values)


async def of_department(department: str) -> list[Association]:
    """Associations that help there, by name."""
    held = await Association.filter(departments__contains=department).order_by("name", "id")
    return [one for one in held if department in one.departments.split(",")]


async def add_agent(person_id: str, association_id: str) -> None:
    await Agent.create(person_id=person_id, association_id=association_id)
