"""The data keys: made, opened, re-wrapped, destroyed."""
