"""The whole interface in real Chromium, two people and more at once, against a real server."""
