"""Associations and their watch board."""
