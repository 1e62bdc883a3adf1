"""Figures for the operator. Names of commands and codes only: nothing about anyone."""

from __future__ import annotations

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server

commands = Counter("veilleuse_commands", "Commands answered", ["command", "code"])
seconds = Histogram("veilleuse_command_seconds", "Time to answer", ["command"])
sockets = Gauge("veilleuse_sockets", "Open sockets of this process")
unread = Counter("veilleuse_sockets_unread", "Sockets cut because their client did not read")
held = Gauge("veilleuse_sockets_held_most_bytes", "Held for the one client that reads least")
pushes = Counter("veilleuse_pushes", "Push deliveries", ["outcome"])
unreadable = Counter(
    "veilleuse_unreadable", "Points, profiles, words whose key or bytes are damaged"
)
events = Counter("veilleuse_events", "Events told", ["event"])


def serve(port: int) -> None:
    """Metrics on a loopback port of their own."""
    start_http_server(port, addr="127.0.0.1", registry=REGISTRY)
