"""Hold to alert: places, waves, the room's life, the 48 h window."""
