"""The ledger for commands: opened from the settings, closed at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from scoring.errors import InvalidInputError
from settings import Settings
from store import Store


@contextmanager
def ledger() -> Iterator[tuple[Settings, Store]]:
    """Raises InvalidInputError, in one line, when no database is configured."""
    settings = Settings.from_environ()
    if not settings.database_url:
        raise InvalidInputError("DATABASE_URL is not set")
    store = Store(settings.database_url)
    try:
        yield settings, store
    finally:
        store.close()


def acting_user() -> str:
    """Who is put on record for what a command changes."""
    return f"user:{os.environ.get('SUDO_USER') or os.environ.get('USER') or 'unknown'}"


def only_customer(settings: Settings, given: str) -> str:
    """The customer named, or the only one that is configured."""
    configured = [tenant.customer_id for tenant in settings.tenants()]
    if given:
        return given
    if len(configured) != 1:
        raise InvalidInputError(f"name the customer with --customer ({', '.join(configured) or 'none is configured'})")
    return configured[0]
