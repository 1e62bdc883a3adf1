"""Measurements: `python -m bench`. Loopback only, bounded, figures as they are."""
