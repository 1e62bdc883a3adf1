"""One conversation of the helpline, from both sides, and what must never be seen of it elsewhere.

Every text carries the mark of its visitor. Whoever receives a mark that is not hers, by whatever
event or answer, has been shown what is not hers.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from tests.faults.device import AGAIN_S, GaveUp
from tests.faults.ledger import Ledger
from tests.faults.link import GIVES_UP_S, Answer, Link
from tests.faults.page import Log

MARK = re.compile(r"~([0-9a-f]{8})~( note)?")
PAGE = 200
End = Literal["wiped", "ended", "stays"]
SIDES = ("visitor", "officer")


def _both() -> dict[str, asyncio.Event]:
    return {side: asyncio.Event() for side in SIDES}


@dataclass(eq=False)
class Case:
    """`words` each side says. `finished`: who has said all; `read`: who has read all of it from the
    beginning."""

    mark: str
    words: int
    ends: End
    visit: str = ""
    room: str = ""
    taken: bool = False
    """Her page was told that she is answered; `helped`: an officer's page has the conversation."""
    helped: bool = False
    helped_at: float = float("inf")
    gone: bool = False
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    finished: dict[str, asyncio.Event] = field(default_factory=_both)
    read: dict[str, asyncio.Event] = field(default_factory=_both)
    logs: dict[str, list[str]] = field(default_factory=dict)

    def word(self, side: str, number: int) -> str:
        return f"~{self.mark}~ {side} {number}"

    def author(self, side: str) -> str:
        return f"{side} {self.mark}"

    def entitled(self) -> dict[str, list[str]]:
        """Each side is owed both sides' words, as it read along and as it read again from the
        beginning; the officers their notes too."""
        both = [self.author(side) for side in SIDES]
        owed = {self.author(f"{side} {how}"): both for side in SIDES for how in ("along", "again")}
        return owed | {self.author("notes again"): [self.author("note")]}


@dataclass
class Watch:
    """What everybody received: words in the ledger, marks that were not theirs, how late."""

    ledger: Ledger = field(default_factory=Ledger)
    wrong: list[str] = field(default_factory=list)
    sent_at: dict[str, float] = field(default_factory=dict)
    lates: list[tuple[float, float]] = field(default_factory=list)
    frames: Counter[str] = field(default_factory=Counter)

    def look(self, text: str, who: str, mine: set[str], *, notes: bool) -> None:
        for mark, note in MARK.findall(text):
            if mark not in mine or (note and not notes):
                self.wrong.append(f"{who}: {mark}{note}")

    def said(self, author: str, word: str) -> None:
        self.ledger.acknowledge(author, word)

    def shown(self, reader: str, word: str, late: float | None) -> None:
        """`late`: since the other side sent it, or came, if that was later."""
        self.ledger.show(reader, word)
        if late is not None:
            self.lates.append((self.sent_at[word], late))


@dataclass(eq=False)
class Channel:
    """One channel on a page: it reads along, and asks for what is missing."""

    link: Link
    watch: Watch
    case: Case
    side: str
    name: str = "all"
    log: Log = field(default_factory=Log)
    filling: bool = False
    marking: bool = False

    def meets(self, *entries: Answer) -> None:
        now = asyncio.get_running_loop().time()
        for entry in self.log.meets(*entries):
            if entry["kind"] == "said" and self.name == "all":
                others = f" {self.side} " not in entry["text"]
                reader = self.case.author(f"{self.side} along")
                late = now - max(self.case.helped_at, self.watch.sent_at.get(entry["text"], now))
                self.watch.shown(reader, entry["text"], late if others else None)
                if others and not self.marking:
                    self.marking = True
                    self.link.aside(self._marks_read())

    async def _marks_read(self) -> None:
        """Whoever looks at what was said says so."""
        seq = 0
        while seq < self.log.through:
            seq = self.log.through
            wish = {"room": self.case.room, "channel": self.name, "seq": seq}
            await self.link.call("room.read", wish)
        self.marking = False

    def goes_to(self, seq: int) -> None:
        if seq > self.log.through:
            self.link.aside(self.fill())

    async def fill(self) -> bool:
        """Whether everything there is has been read."""
        if self.filling:
            return False
        self.filling = True
        try:
            while True:
                answer = await self.link.call("room.sync", self._wish(self.log.through))
                if not answer or "entries" not in answer:
                    return False
                if not answer["entries"]:
                    return True
                self.meets(*answer["entries"])
        finally:
            self.filling = False

    async def catches_up(self) -> None:
        """Raises GaveUp."""
        ends = asyncio.get_running_loop().time() + GIVES_UP_S
        while not await self.fill():
            if asyncio.get_running_loop().time() > ends:
                raise GaveUp(f"{self.case.author(self.side)}: the last words")
            await asyncio.sleep(AGAIN_S)

    async def reads_again(self) -> None:
        """From the beginning, as a page opened now would. Raises GaveUp."""
        entries: list[Answer] = []
        while True:
            after = entries[-1]["seq"] if entries else 0
            answer = await self.link.insists("room.sync", self._wish(after))
            if "entries" not in answer:
                raise GaveUp(f"{self.case.author(self.side)}: {answer['code']}")
            if not answer["entries"]:
                break
            entries += answer["entries"]
        self._note([entry["text"] for entry in entries if entry["kind"] == "said"])

    def _wish(self, after: int) -> Answer:
        return {"room": self.case.room, "channel": self.name, "after": after, "limit": PAGE}

    def _note(self, words: list[str]) -> None:
        who = "notes" if self.name == "officers" else self.side
        reader = self.case.author(f"{who} again")
        self.watch.ledger.shown[reader] = words
        if self.name == "all":
            self.case.logs[self.side] = words
