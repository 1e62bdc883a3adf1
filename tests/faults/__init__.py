"""What breaks in real life, done on purpose: `python -m tests.faults`."""
