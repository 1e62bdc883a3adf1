"""An alert that reaches members and allies."""

from __future__ import annotations

from dataclasses import dataclass

from server.alerts.messages import Alert
from server.conversations.messages import Entry
from tests.people import PARIS, Someone, Town


@dataclass
class Scene:
    """Camille's mixed alert, with Nour and Inès (members), Sam and Tom (allies)."""

    town: Town
    alert: Alert
    camille: Someone
    nour: Someone
    ines: Someone
    sam: Someone
    tom: Someone


async def mixed_alert(town: Town) -> Scene:
    camille = await (await town.person("camille")).stands(*PARIS)
    names = {"nour": "member", "ines": "member", "sam": "ally", "tom": "ally"}
    found = {}
    for n, (name, role) in enumerate(names.items()):
        found[name] = await (await town.person(name, role)).stands(48.86 + n / 1000, 2.35)
    return Scene(town, await camille.launches(mixed=True), camille, **found)


def kinds(entries: list[Entry]) -> list[str]:
    return [entry.kind for entry in entries]
