"""Veilleuse: a realtime safety network. `docs/architecture.md` draws the house."""
