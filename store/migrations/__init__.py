"""Numbered migrations, and the one function that applies them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from store.engine import translated

HERE = Path(__file__).parent


def _config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the database to ``revision``. Two callers at once are harmless: the second waits, then finds it done.

    Raises StoreUnavailableError when it cannot be reached.
    """
    with translated():
        command.upgrade(_config(database_url), revision)


def head() -> str:
    """The newest revision that this code knows."""
    found = ScriptDirectory.from_config(_config("")).get_current_head()
    assert found is not None
    return found
