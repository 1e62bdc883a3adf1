"""The room engine: one ordered, encrypted log per channel of a room."""
