"""Tests: one folder per kind, one file per behaviour."""
