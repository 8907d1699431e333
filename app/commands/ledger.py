"""The ledger for commands: opened from the settings, closed at the end."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.errors import InvalidInputError
from settings import Settings
from store import Store


@contextmanager
def ledger() -> Iterator[tuple[Settings, Store]]:
    """Of the settings, or of the embedded servers that ``make run`` has started from here.

    Raises InvalidInputError, in one line, when there is neither, or no schema.
    """
    settings = _with_embedded(Settings.from_environ())
    if not settings.database_url:
        raise InvalidInputError("DATABASE_URL is not set, and no embedded servers are running here")
    store = Store(settings.database_url, review_rules=settings.review_rules())
    try:
        if store.reports.migration() is None:
            raise InvalidInputError("the database is empty; `icims-scoring db upgrade` prepares it")
        yield settings, store
    finally:
        store.close()


def _with_embedded(settings: Settings) -> Settings:
    if settings.database_url:
        return settings
    try:
        running = json.loads((Path(settings.var_dir) / "servers.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    # Celery reads the address of its broker from the environment.
    os.environ.setdefault("REDIS_URL", running["redis_url"])
    return settings.with_servers(running["database_url"], settings.redis_url or running["redis_url"])


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
