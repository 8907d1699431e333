"""``icims-scoring db``: the schema of the ledger."""

import click

from scoring.errors import InvalidInputError
from settings import Settings
from store.migrations import head, upgrade


@click.group()
def db() -> None:
    """Prepare and inspect the PostgreSQL database named by DATABASE_URL."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the newest schema; safe to repeat and to run from several machines at once."""
    settings = Settings.from_environ()
    if not settings.database_url:
        raise InvalidInputError("DATABASE_URL is not set; `icims-scoring run` and `demo` start an embedded server")
    upgrade(settings.database_url)
    click.echo(f"database is at {head()}")
