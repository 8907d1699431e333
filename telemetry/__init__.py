"""Logging and metrics; no business words."""
