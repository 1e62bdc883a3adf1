"""SQL of associations and agents."""

from __future__ import annotations

from server.partners.tables import Agent, Association


async def association_of(person_id: str) -> Association | None:
    agent = await Agent.get_or_none(person_id=person_id)
    return await Association.get_or_none(id=agent.association_id) if agent else None


async def add_association(association_id: str, name: str, departments: str) -> None:
    await Association.create(id=association_id, name=name, departments=departments)


async def add_agent(person_id: str, association_id: str) -> None:
    await Agent.create(person_id=person_id, association_id=association_id)
