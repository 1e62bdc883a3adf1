"""What a bad network does to packets: again, out of order, several at once. Thousands of stories,
each a person's alert with somebody who comes; the real actions on the embedded engine."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.alerts import room
from server.alerts.messages import Alert
from server.clock import MINUTE, SECOND
from server.conversations import actions as rooms
from server.conversations.messages import Entry, MarkRead
from server.positions import actions as positions
from server.positions.messages import PositionMoved
from tests import engines
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.runs import Size
from tests.people import PARIS, Someone, Town, live_in

STEPS = 20
NAME = "F10 replayed, reordered, doubled"
Found = TypeVar("Found")
whoever = some.integers(0, 1)
earlier = some.integers(0, 1_000)


@dataclass
class Lived:
    """A town that all the stories share, and the loop it lives in."""

    runner: asyncio.Runner
    town: Town
    stories: int = 0
    steps: int = 0

    def run(self, what: Coroutine[Any, Any, Found]) -> Found:
        return self.runner.run(what)


class Story(RuleBasedStateMachine):
    lived: Lived

    def __init__(self) -> None:
        super().__init__()
        self.lived.stories += 1
        self.lived.run(self._begins(self.lived.stories))

    async def _begins(self, number: int) -> None:
        self.town = self.lived.town
        self.town.clock.advance(10 * MINUTE)  # whoever was online is not any more
        camille = await (await self.town.person(f"camille{number}")).stands(*PARIS)
        nour = await (await self.town.person(f"nour{number}")).stands(48.86, 2.35)
        self.people: list[Someone] = [camille, nour]
        self.press = f"press-{number:08}"
        self.alert: Alert = await camille.launches(self.press)
        await nour.opens(self.alert)
        self.said: list[tuple[Someone, str, Entry]] = []
        self.marks: dict[str, int] = {}
        self.reported: list[int] = []
        self.shown = 0
        self.kept: dict[str, int] = {}

    @rule(fresh=some.booleans())
    def presses_again(self, fresh: bool) -> None:
        press = f"{self.press}-{len(self.said)}" if fresh else self.press
        again = self.lived.run(self.people[0].launches(press))
        assert again.alert == self.alert.alert

    @rule(who=whoever, times=some.integers(1, 4))
    def says(self, who: int, times: int) -> None:
        """The same packet, so many times at once."""
        client_id = f"client-{self.lived.stories}-{len(self.said):04}"
        text = f"mot {len(self.said)}"
        entries = self.lived.run(self._together(self.people[who], text, client_id, times))
        assert len({entry.seq for entry in entries}) == 1
        assert {entry.text for entry in entries} == {text}
        self.said.append((self.people[who], client_id, entries[0]))

    async def _together(self, who: Someone, text: str, client_id: str, times: int) -> list[Entry]:
        saying = (who.says(self.alert, text, client_id=client_id) for _ in range(times))
        return list(await asyncio.gather(*saying))

    @precondition(lambda self: self.said)
    @rule(which=earlier, changed=some.booleans())
    def an_old_packet_comes_again(self, which: int, changed: bool) -> None:
        who, client_id, first = self.said[which % len(self.said)]
        text = "un tout autre mot" if changed else str(first.text)
        again = self.lived.run(who.says(self.alert, text, client_id=client_id))
        assert again == first

    @rule(who=whoever, at=earlier, back=some.booleans())
    def reads_on(self, who: int, at: int, back: bool) -> None:
        """From anywhere, and again: no gap, nothing twice, in the order of `seq`."""
        head = self.said[-1][2].seq if self.said else 0
        after = min(at, head) if back else max(0, head - 1)
        entries = self.lived.run(self.people[who].reads(self.alert, after=after))
        seqs = [entry.seq for entry in entries]
        assert seqs == list(range(after + 1, after + 1 + len(seqs)))
        assert not seqs or seqs[-1] >= head
        words = [(entry.client_id, entry.text) for entry in entries if entry.kind == "said"]
        assert words == [(id, e.text) for _, id, e in self.said if e.seq > after]

    @rule(who=whoever, seq=earlier)
    def marks_read(self, who: int, seq: int) -> None:
        head = self.said[-1][2].seq if self.said else 0
        wish = MarkRead(room=self.alert.room, channel="her", seq=min(seq, head))
        person = self.people[who]
        mark = self.lived.run(rooms.do_mark_read(self.town.house.services, person.actor, wish))
        self.marks[person.id] = max(self.marks.get(person.id, 0), min(seq, head))
        assert mark.seq == self.marks[person.id]

    @rule(passes=some.integers(0, 40))
    def time_passes(self, passes: int) -> None:
        self.town.clock.advance(passes * SECOND)

    @rule(ago=some.integers(-30, 90), times=some.integers(1, 3))
    def moves(self, ago: int, times: int) -> None:
        """A reading from then arrives now; from ahead of us it reads now."""
        now = self.town.clock.now()
        self._arrives(now - ago * SECOND, times)
        self.reported.append(now - ago * SECOND)

    @precondition(lambda self: self.reported)
    @rule(which=earlier)
    def an_old_reading_comes_again(self, which: int) -> None:
        self._arrives(self.reported[which % len(self.reported)], 1)

    def _arrives(self, at: int, times: int) -> None:
        before, news = self.shown, min(at, self.town.clock.now())
        told = len(self.town.heard.told)
        self.lived.run(self._reports(self.town.clock.now() - at, times))
        self.shown = self.lived.run(self._shown())
        assert self.shown in (before, news)
        assert self.shown >= before
        events = [event for _, event in self.town.heard.told[told:]]
        assert all(e.fix.at > before for e in events if isinstance(e, PositionMoved))
        if news >= before + positions.rules.KEEP_EVERY_IN_ALERT:
            assert self.shown == news

    async def _reports(self, ago: int, times: int) -> None:
        moving = (self.people[0].moves(*PARIS, ago=ago) for _ in range(times))
        await asyncio.gather(*moving)

    async def _shown(self) -> int:
        services, nour = self.town.house.services, self.people[1]
        fix = (await room.do_open(services, nour.actor, self.alert.alert)).caller.fix
        return fix.at if fix else 0

    @invariant()
    def her_last_known_point_never_goes_back(self) -> None:
        self.lived.steps += 1
        for person in self.people[:1]:
            held = self.lived.run(positions.last_known(self.town.house.services, person.id))
            at = held.at if held else 0
            assert at >= self.kept.get(person.id, 0)
            self.kept[person.id] = at


async def replay(size: Size) -> Verdict:
    """So many stories."""
    drawn = dice("F10").getrandbits(32)
    return await asyncio.to_thread(_told, size.times, drawn)


def _told(stories: int, drawn: int) -> Verdict:
    with tempfile.TemporaryDirectory(dir=_quick()) as folder, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        town = runner.run(stack.enter_async_context(live_in(engines.Embedded(Path(folder)))))
        lived = Lived(runner, town)
        try:
            failed = _run(type("Tale", (Story,), {"lived": lived}), stories, drawn)
        finally:
            runner.run(stack.aclose())
    note = f"{lived.stories} stories, {lived.steps} steps"
    return Verdict(NAME, lived.stories, 0, 0, int(bool(failed)), 0, 0, note, failed)


def _quick() -> str | None:
    """In memory where that is offered: nothing is killed here, so nothing need outlive a crash."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def _run(tale: type[Story], stories: int, drawn: int) -> str:
    """What does not hold, in the words of the shortest story that shows it."""
    how = settings(
        max_examples=stories,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(drawn)(tale), settings=how)
    except Exception as wrong:
        said = " ".join([repr(wrong), *getattr(wrong, "__notes__", [])])
        return " ".join(said.split())
    return ""
