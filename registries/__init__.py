"""Registries of credentials that answer over HTTP: a client, and a simulator to try it against."""
