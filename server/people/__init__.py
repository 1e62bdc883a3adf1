"""Accounts, sessions, devices, settings."""
