"""Reports of abuse, as moderators see them."""

from __future__ import annotations

from typing import Literal

from server import limits
from server.wire import Id, Line, Message, Millis, Nothing, Text, Who, command

Outcome = Literal["dismissed", "banned"]
About = Literal["alert", "chat"]


class ReportView(Message):
    """`launcher` is who was reported: of an alert, or the other person of a direct chat."""

    report: Id
    about: About
    alert: Id
    at: Millis
    reason: Text
    reporter: Line
    launcher: Line
    launches_24h: int
    flagged: bool
    outcome: Outcome | None
    note: Line | None


class Reports(Message):
    reports: list[ReportView]


class Settle(Message):
    """`banned` bans the launcher at once and cuts every session; it never ends her window."""

    report: Id
    outcome: Outcome
    note: Line


LIST = command(
    "reports.list",
    Nothing,
    Reports,
    who=Who.MODERATOR | Who.ADMIN,
    rate=limits.STAFF,
    about="Reports, open ones first.",
)
SETTLE = command(
    "reports.settle",
    Settle,
    Reports,
    who=Who.MODERATOR | Who.ADMIN,
    rate=limits.STAFF,
    about="Decide a report.",
)
