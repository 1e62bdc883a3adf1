"""What is counted of an address lives in memory, and no longer than it counts."""

from __future__ import annotations

from server.clock import MINUTE
from server.limits import TALK, Buckets, Recent

ADDRESS = "198.51.100.23"


def test_what_happened_fades_within_a_minute() -> None:
    recent = Recent()
    for _ in range(10):
        recent.note(ADDRESS, 0)
    assert recent.count(ADDRESS, 0) == 10
    assert recent.count(ADDRESS, MINUTE // 2) == 5
    assert recent.count(ADDRESS, MINUTE) == 0


def test_an_address_is_forgotten_when_the_next_one_comes_a_minute_later() -> None:
    recent = Recent()
    recent.note(ADDRESS, 0)
    recent.note("another", MINUTE + 1)
    assert ADDRESS not in str(vars(recent))


def test_its_rate_is_forgotten_too() -> None:
    buckets = Buckets()
    buckets.wait_ms(TALK, ADDRESS, 0)
    assert ADDRESS in str(vars(buckets))
    buckets.wait_ms(TALK, "another", MINUTE + 1)
    assert ADDRESS not in str(vars(buckets))


def test_a_spent_rate_is_not_forgotten_sooner() -> None:
    buckets = Buckets()
    for _ in range(TALK.events):
        assert buckets.wait_ms(TALK, ADDRESS, 0) == 0
    assert buckets.wait_ms(TALK, "another", MINUTE // 60) == 0
    assert buckets.wait_ms(TALK, ADDRESS, 0) > 0
