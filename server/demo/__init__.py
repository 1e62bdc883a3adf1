"""The demo: a synthetic community, and people who really answer. Nothing leaves this machine."""
