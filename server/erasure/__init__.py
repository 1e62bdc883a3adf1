"""Wipe, retention, destruction of keys."""
