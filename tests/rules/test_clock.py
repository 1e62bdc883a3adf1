"""The clock that no jump of the machine's clock moves."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from server.clock import DAY, HOUR, MINUTE, SETTLES, SteadyClock

START = 1_800_000_000_000
ROUNDED = 2

steps = some.lists(
    some.tuples(
        some.integers(0, 6 * HOUR),
        some.sampled_from([0, 0, 0, HOUR, -HOUR, 48 * HOUR, -48 * HOUR, 3_000, -3_000]),
        some.booleans(),
    ),
    max_size=30,
)
unhurried = settings(deadline=None)


@dataclass
class Machine:
    """`true` passes; its own clock is wrong by what jumped. `folder` outlives its processes."""

    folder: Path
    true: int = START
    awake: int = SETTLES
    wrong: int = 0
    boot: str = "first"
    clock: SteadyClock = field(init=False)

    def __post_init__(self) -> None:
        self.starts()

    def starts(self) -> None:
        """A process, now."""
        self.clock = SteadyClock(
            self.folder, self.boot, lambda: self.true + self.wrong, lambda: self.awake
        )
        self.clock.now()

    def passes(self, ms: int) -> None:
        self.true += ms
        self.awake += ms

    @property
    def error(self) -> int:
        return abs(self.clock.now() - self.true)


def machine() -> Machine:
    return Machine(Path(tempfile.mkdtemp()))


@unhurried
@given(steps)
def test_whatever_jumps_a_window_ends_within_a_minute_of_48_hours(
    happens: list[tuple[int, int, bool]],
) -> None:
    """Processes killed and started in between, under whatever clock."""
    here = machine()
    for passes, jumps, restarts in happens:
        here.passes(passes)
        here.wrong += jumps
        if restarts:
            here.starts()
        if here.true - START <= 48 * HOUR:
            assert here.error <= 20_000 + MINUTE * 1e-4 * len(happens)


@unhurried
@given(steps)
def test_it_never_goes_back(happens: list[tuple[int, int, bool]]) -> None:
    here = machine()
    before = here.clock.now()
    for passes, jumps, _ in happens:
        here.passes(passes)
        here.wrong += jumps
        now = here.clock.now()
        assert now >= before - ROUNDED
        before = now


@unhurried
@given(steps)
def test_two_processes_agree(happens: list[tuple[int, int, bool]]) -> None:
    """One runs all the while, the other was started last."""
    here = machine()
    first = here.clock
    for passes, jumps, restarts in happens:
        here.passes(passes)
        here.wrong += jumps
        first.now()
        if restarts:
            here.starts()
        assert abs(first.now() - here.clock.now()) <= MINUTE * 1e-4 * 2 + ROUNDED


def test_what_drifts_is_followed() -> None:
    here = machine()
    here.wrong = 5_000
    here.passes(DAY)
    assert abs(here.clock.now() - here.true - here.wrong) <= ROUNDED
    assert abs(here.clock.off()) <= ROUNDED


def test_the_first_minutes_of_a_machine_are_believed_at_once() -> None:
    here = Machine(Path(tempfile.mkdtemp()), awake=MINUTE, wrong=-48 * HOUR)
    here.wrong = 0
    here.passes(MINUTE)
    assert here.error <= ROUNDED


def test_a_machine_started_anew_takes_its_clock() -> None:
    here = machine()
    here.wrong = HOUR
    here.boot = "second"
    here.starts()
    assert here.error == HOUR


def test_whoever_set_the_clock_right_may_say_so() -> None:
    here = machine()
    here.wrong = HOUR
    here.passes(MINUTE)
    assert abs(here.clock.off() - HOUR) < 100
    here.clock.believe()
    assert here.clock.off() <= ROUNDED
    here.starts()
    assert here.clock.off() <= ROUNDED


def test_a_disk_that_is_full_stops_no_clock(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    here = Machine(tmp_path / "data")
    here.passes(MINUTE)
    assert here.error <= ROUNDED
