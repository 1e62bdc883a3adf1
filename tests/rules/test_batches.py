"""Group commit: everybody is answered after the write, and one bad wish harms nobody else."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence

import pytest

from server import batches, errors
from server.batches import AT_ONCE, Batch, Batches, Question

WITHIN = contextvars.ContextVar("within", default="nothing")


class Writer:
    """Writes names down; refuses `mallory`; waits at the gate when it is shut."""

    def __init__(self) -> None:
        self.written: list[list[str]] = []
        self.context = ""
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, names: Sequence[str]) -> list[str]:
        await self.gate.wait()
        self.context = WITHIN.get()
        if "mallory" in names:
            raise ValueError("mallory")
        self.written.append(list(names))
        return [name.upper() for name in names]


async def test_a_quiet_moment_writes_at_once() -> None:
    write = Writer()
    assert await Batch(write).add("nour") == "NOUR"
    assert write.written == [["nour"]]


async def test_who_comes_while_one_is_written_goes_together_into_the_next() -> None:
    write = Writer()
    batch = Batch(write)
    write.gate.clear()
    first = asyncio.create_task(batch.add("nour"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(batch.add(name)) for name in ("ines", "camille")]
    write.gate.set()
    assert [await task for task in (first, *others)] == ["NOUR", "INES", "CAMILLE"]
    assert write.written == [["nour"], ["ines", "camille"]]


async def test_one_that_cannot_be_written_takes_nobody_with_it() -> None:
    write = Writer()
    batch = Batch(write)
    wishes = [asyncio.create_task(batch.add(n)) for n in ("nour", "mallory", "ines")]
    found = await asyncio.gather(*wishes, return_exceptions=True)
    assert [found[0], found[2]] == ["NOUR", "INES"]
    assert isinstance(found[1], ValueError)


async def test_where_there_is_no_database_it_is_not_tried_for_everybody() -> None:
    tried = list[int]()

    async def gone(names: Sequence[str]) -> list[str]:
        tried.append(len(names))
        raise OSError("no database")

    batch = Batch(gone)
    wishes = [asyncio.create_task(batch.add(f"nour {n}")) for n in range(100)]
    found = await asyncio.gather(*wishes, return_exceptions=True)
    assert all(isinstance(one, OSError) for one in found)
    assert tried == [100, 1, 1, 1]


async def test_those_who_gave_up_do_not_count_as_refused() -> None:
    write = Writer()
    batch = Batch(write)
    write.gate.clear()
    names = ("aya", "zoe", "lea", "mallory", "ines", "nour")
    wishes = [asyncio.create_task(batch.add(name)) for name in names]
    await turns(3)
    for gone in wishes[:3]:
        gone.cancel()
    write.gate.set()
    assert await asyncio.gather(*wishes[4:]) == ["INES", "NOUR"]
    assert isinstance(wishes[3].exception(), ValueError)


async def test_somebody_who_gives_up_holds_nobody_up() -> None:
    write = Writer()
    batch = Batch(write)
    write.gate.clear()
    gone, here = (asyncio.create_task(batch.add(n)) for n in ("nour", "ines"))
    await asyncio.sleep(0)
    gone.cancel()
    write.gate.set()
    assert await here == "INES"


async def test_it_writes_outside_the_transaction_of_whoever_was_first() -> None:
    write = Writer()
    WITHIN.set("a transaction")
    await Batch(write).add("nour")
    assert write.context == "nothing"


async def test_where_nobody_else_is_expected_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "EVERY_S", 60.0)
    batch = Batch(Writer())
    await batch.add("nour")
    second = asyncio.create_task(batch.add("ines"))
    await turns(1)
    batch.hurry()
    assert await asyncio.wait_for(second, 5) == "INES"
    third = asyncio.create_task(batch.add("camille"))
    await turns(3)
    assert not third.done()
    third.cancel()


async def test_closing_waits_for_what_was_asked() -> None:
    write = Writer()
    batch = Batch(write)
    asked = [asyncio.create_task(batch.add(n)) for n in ("nour", "ines")]
    await asyncio.sleep(0)
    await batch.settle()
    assert [name for names in write.written for name in names] == ["nour", "ines"]
    assert await asyncio.gather(*asked) == ["NOUR", "INES"]


async def test_one_that_waits_holds_up_no_other_that_is_kept_apart() -> None:
    house, shut, open_ = Batches(), Writer(), Writer()
    shut.gate.clear()
    waiting = asyncio.create_task(house.writing("one alert", shut).add("nour"))
    assert await house.writing("another", open_).add("ines") == "INES"
    assert not waiting.done()
    shut.gate.set()
    assert await waiting == "NOUR"


async def test_one_that_is_stuck_keeps_those_after_it_only_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "STUCK_S", 0.0)
    begun, gate = asyncio.Event(), asyncio.Event()

    async def write(names: Sequence[str]) -> list[str]:
        if "nour" in names:
            begun.set()
            await gate.wait()
        return list(names)

    batch = Batch(write)
    stuck = asyncio.create_task(batch.add("nour"))
    await begun.wait()
    async with asyncio.timeout(20):
        assert await batch.add("ines") == "ines"
    assert not stuck.done()
    gate.set()
    assert await stuck == "nour"


async def test_closing_waits_for_what_an_answer_asks_to_be_written() -> None:
    house, write, ask = Batches(), Writer(), Writer()
    await house.writing("positions", write).add("nour")
    await house.settle()

    async def look_and_write() -> None:
        name = await house.reading("who", ask).add("ines")
        await house.writing("positions", write).add(name)

    write.gate.clear()
    looking = asyncio.create_task(look_and_write())
    await asyncio.sleep(0)
    settling = asyncio.create_task(house.settle())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not settling.done()
    write.gate.set()
    await settling
    assert write.written == [["nour"], ["INES"]]
    await looking


async def test_a_batch_with_nothing_left_to_write_is_forgotten() -> None:
    house, write = Batches(), Writer()
    for alert in range(3):
        await house.writing(alert, write).add("nour")
    await house.settle()
    assert house.held == 0
    assert await house.writing(0, write).add("ines") == "INES"


async def test_an_answer_too_few_is_told_and_not_swallowed() -> None:
    async def careless(names: Sequence[str]) -> list[str]:
        return []

    with pytest.raises(ValueError, match="shorter"):
        await asyncio.wait_for(Batch(careless).add("nour"), 5)


async def test_nobody_is_given_the_answer_to_a_question_that_had_left_before_hers() -> None:
    read = Writer()
    question = Question(read)
    read.gate.clear()
    first = asyncio.create_task(question.add("nour"))
    await turns(3)
    again = asyncio.create_task(question.add("nour"))
    await turns(3)
    read.gate.set()
    assert await asyncio.gather(first, again) == ["NOUR", "NOUR"]
    assert read.written == [["nour"], ["nour"]]


async def test_a_question_is_of_so_many_at_most() -> None:
    read = Writer()
    question = Question(read)
    names = [f"nour {n}" for n in range(AT_ONCE + 5)]
    assert len(await asyncio.gather(*map(question.add, names))) == len(names)
    assert [len(asked) for asked in read.written] == [AT_ONCE, 5]


async def test_a_question_that_hangs_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "ALONE_S", 0.0)
    read = Writer()
    question = Question(read)
    read.gate.clear()
    hanging = asyncio.create_task(question.add("nour"))
    await turns(6)
    read.gate = asyncio.Event()
    read.gate.set()
    assert await asyncio.wait_for(question.add("ines"), 5) == "INES"
    assert not hanging.done()
    hanging.cancel()


async def test_a_question_that_hangs_is_asked_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """On another connection; what hangs twice is refused, and keeps nobody's seat."""
    monkeypatch.setattr(batches, "ALONE_S", 0.0)
    monkeypatch.setattr(batches, "HANGS_S", 0.2)
    read, gates = Writer(), [asyncio.Event(), asyncio.Event(), asyncio.Event()]
    gates[1].set()

    async def hangs_first(names: Sequence[str]) -> list[str]:
        await gates.pop(0).wait()
        return await read(names)

    question = Question(hangs_first)
    assert await asyncio.wait_for(question.add("nour"), 5) == "NOUR"
    gates[0:1] = [asyncio.Event(), asyncio.Event()]
    with pytest.raises(errors.TryAgain):
        await asyncio.wait_for(question.add("ines"), 5)


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)
