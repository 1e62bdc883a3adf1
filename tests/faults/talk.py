"""Alert rooms of a crowd, in which pages write."""

from __future__ import annotations

import asyncio

from tests.faults.crowd import Crowd, press_of
from tests.faults.page import Page
from tests.faults.stage import Room

EVERY_S = 1.1
"""A person may say sixty things a minute."""


async def open_room(held: Crowd, writers: int) -> list[Page]:
    """An alert, and the pages of those who write in it."""
    caller = next(held.callers)
    alert = await held.device(caller).insists("alert.start", press_of(caller))
    alarmed = await held.alarmed(alert["alert"])
    near = [one for one in alarmed if one.index not in held.pages][: writers - 1]
    for one in near:
        await held.device(one).insists("alert.open", {"alert": alert["alert"]})
    room = Room(alert["alert"], alert["room"], [])
    return [held.page(one, room) for one in (caller, *near)]


async def writes(page: Page, over: asyncio.Event, every_s: float = EVERY_S, tail: str = "") -> None:
    number = 0
    while not over.is_set():
        await page.says(f"{page.name} {number}{tail}", number)
        number += 1
        await asyncio.sleep(every_s)


def owed(pages: list[Page]) -> dict[str, list[str]]:
    """Everybody is owed all that was said in her room."""
    return {page.name: [other.name for other in pages if other.room == page.room] for page in pages}
