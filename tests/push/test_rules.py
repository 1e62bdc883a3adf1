"""Which addresses a push may go to, and when it is tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.push.rules import (
    LONGEST_RETRY_MS,
    TTL_S,
    Outcome,
    allowed,
    next_try,
    outcome_of,
)

LOCAL = "127.0.0.1:9999"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://fcm.googleapis.com:443/wp/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://eu.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGx",
        "https://api.push.apple.com/3/device",
        "https://wns2-par02p.notify.windows.com/w/?token=BQY%2b",
    ],
)
def test_push_services_of_the_browsers_are_taken(endpoint: str) -> None:
    assert allowed(endpoint, ())


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://user:word@fcm.googleapis.com/fcm",
        "https://fcm.googleapis.com@10.0.0.1/fcm",
        "https://fcm.googleapis.com.evil.example/fcm",
        "https://evilfcm.googleapis.com/fcm",
        "https://evil.example/fcm.googleapis.com",
        "https://.push.apple.com/x",
        "https://a..push.apple.com/x",
        "https://notify.windows.com/x",
        "https://evil.example\\.notify.windows.com/x",
        "https://evil.example#.notify.windows.com/x",
        "https://evil.example?.notify.windows.com",
        "https://fcm.googleapis.com\t/x",
        "https://fcm.googleapis.com\r\nHost: evil/x",
        "https://ｆcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://127.0.0.1:9998/x",
        "https://[::1]/x",
        "https://[broken/x",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/x",
        "https://localhost/x",
        "ftp://127.0.0.1:9999/x",
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "",
    ],
)
def test_every_other_address_is_refused(endpoint: str) -> None:
    assert not allowed(endpoint, (LOCAL,))


def test_a_loopback_service_is_taken_only_when_the_settings_name_it() -> None:
    assert allowed(f"http://{LOCAL}/push/a", (LOCAL,))
    assert not allowed(f"http://{LOCAL}/push/a", ())
    assert not allowed(f"http://user@{LOCAL}/push/a", (LOCAL,))


@given(st.text())
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert allowed(text, ()) in (True, False)
    assert not allowed(f"https://{text}.example/", ())


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome.DELIVERED),
        (202, Outcome.DELIVERED),
        (307, Outcome.POISON),
        (400, Outcome.POISON),
        (403, Outcome.POISON),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (413, Outcome.POISON),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
        (503, Outcome.LATER),
    ],
)
def test_what_an_answer_means(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) is outcome


attempts = st.integers(min_value=1, max_value=10_000)
jitters = st.floats(min_value=0, max_value=1, exclude_max=True)
lives = st.integers(min_value=0, max_value=TTL_S * 1000)
waits = st.none() | st.integers(min_value=0, max_value=10_000_000)


@given(attempts, st.sampled_from(Outcome), waits, jitters, lives)
def test_only_what_may_pass_later_is_tried_again(
    attempt: int, outcome: Outcome, wait: int | None, jitter: float, left: int
) -> None:
    if outcome is not Outcome.LATER:
        assert next_try(attempt, outcome, wait, jitter, left_ms=left) is None


@given(attempts, waits, jitters, lives)
def test_a_retry_keeps_within_the_life_of_the_message(
    attempt: int, wait: int | None, jitter: float, left: int
) -> None:
    delay = next_try(attempt, Outcome.LATER, wait, jitter, left_ms=left)
    assert delay is None or 1_000 <= delay < left


@given(attempts, st.integers(min_value=0, max_value=2_000_000), jitters)
def test_retry_after_is_never_cut_short(attempt: int, wait: int, jitter: float) -> None:
    delay = next_try(attempt, Outcome.LATER, wait, jitter)
    assert delay is not None
    assert delay >= wait


@given(attempts, jitters)
def test_without_retry_after_nobody_waits_much_longer_than_a_minute(
    attempt: int, jitter: float
) -> None:
    delay = next_try(attempt, Outcome.LATER, None, jitter)
    assert delay is not None
    assert delay <= LONGEST_RETRY_MS * 5 // 4


@given(jitters)
def test_tries_go_on_for_the_whole_life_and_then_end(jitter: float) -> None:
    left, attempt = TTL_S * 1000, 0
    while delay := next_try(attempt := attempt + 1, Outcome.LATER, None, jitter, left_ms=left):
        left -= delay
    assert left <= LONGEST_RETRY_MS * 5 // 4
    assert 45 <= attempt <= 70


def test_the_first_waits_double() -> None:
    delays = [next_try(n, Outcome.LATER, None, 0.0) for n in range(1, 9)]
    assert delays == [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]
