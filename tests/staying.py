"""An evening after which two wish to stay in touch, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from server.alerts.messages import Alert
from server.clock import HOUR
from server.conversations import actions as rooms
from server.conversations.messages import Entry, Say, Sync
from server.direct import actions as direct
from server.direct import wishing
from server.direct.messages import Chat, Wish, Wished
from tests.people import PARIS, Someone, Town

WINDOW = 48 * HOUR
_numbers = count(1)


@dataclass
class Scene:
    """Camille's mixed alert, stopped. Nour and Sam (an ally) wrote to her; Inès only opened."""

    town: Town
    alert: Alert
    camille: Someone
    nour: Someone
    ines: Someone
    sam: Someone

    async def closes(self) -> None:
        await self.town.later(WINDOW)


async def evening(town: Town, role: str = "member") -> Scene:
    camille = await (await town.person("camille", role)).stands(*PARIS)
    found = {}
    for n, (name, side) in enumerate({"nour": "member", "ines": "member", "sam": "ally"}.items()):
        found[name] = await (await town.person(name, side)).stands(48.86 + n / 1000, 2.35)
    alert = await camille.launches(mixed=True)
    for somebody in found.values():
        await somebody.opens(alert)
    await found["nour"].says(alert, "je suis là")
    await found["sam"].says(alert, "moi aussi", "her_ally")
    return Scene(town, alert, camille, **found)


async def offered(somebody: Someone, alert: Alert) -> list[Wished]:
    services = somebody.town.house.services
    return (await wishing.wishes(services, somebody.actor, alert.alert)).people


async def wish(somebody: Someone, alert: Alert, about: str, wished: bool = True) -> list[Wished]:
    """She wishes to stay in touch with whom she knows by this name (or no longer)."""
    (who,) = [person.who for person in await offered(somebody, alert) if person.name == about]
    request = Wish(alert=alert.alert, who=who, wished=wished)
    services = somebody.town.house.services
    return (await wishing.do_wish(services, somebody.actor, request)).people


async def both_wish(scene: Scene) -> None:
    await wish(scene.camille, scene.alert, "nour")
    await wish(scene.nour, scene.alert, "Camille")


async def chats(somebody: Someone) -> list[Chat]:
    return (await direct.mine(somebody.town.house.services, somebody.actor)).chats


async def chat(scene: Scene) -> Chat:
    """Camille's with Nour, as Camille has it."""
    await both_wish(scene)
    await scene.closes()
    (held,) = await chats(scene.camille)
    return held


async def say(somebody: Someone, room: str, text: str) -> Entry:
    client_id = f"client-{next(_numbers):06}"
    wish = Say(room=room, channel="direct", text=text, client_id=client_id)
    return (await rooms.do_say(somebody.town.house.services, somebody.actor, wish)).entry


async def texts(somebody: Someone, room: str) -> list[str | None]:
    wish = Sync(room=room, channel="direct", after=0)
    found = await rooms.sync(somebody.town.house.services, somebody.actor, wish)
    return [entry.text for entry in found.entries]


async def block(somebody: Someone, room: str, who: str) -> None:
    await rooms.do_block(somebody.town.house.services, somebody.actor, room, who)


async def again(town: Town) -> Scene:
    """The same people, another night."""
    people = town.people
    for name in people:
        await people[name].stands(*PARIS)
    alert = await people["camille"].launches(mixed=True)
    for name in ("nour", "ines", "sam"):
        await people[name].opens(alert)
    await people["nour"].says(alert, "je suis là")
    await people["sam"].says(alert, "moi aussi", "her_ally")
    return Scene(town, alert, **people)
