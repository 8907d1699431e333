"""The one way to PostgreSQL: connections with time limits, and its failures as our kinds of error."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scoring.errors import InvalidInputError, TransientError
from store.characters import storable_json


class StoreUnavailableError(TransientError):
    """PostgreSQL cannot be reached, is restarting, or took longer than its limits."""


# A connection that was used this recently is taken to be alive.
IDLE_SECONDS = 3.0
# A statement that takes this long is stuck behind a lock; the step is retried instead of holding a worker.
SERVER_LIMITS = "-c statement_timeout=20000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000"


def create_engine(database_url: str, pool_size: int = 4) -> sa.Engine:
    """An engine whose connections survive a restart of the server and give up rather than hang.

    Raises InvalidInputError for an address that cannot be read.
    """
    engine = sa.create_engine(
        address(database_url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        json_serializer=storable_json,
        hide_parameters=True,  # they hold candidates' words, and exceptions are logged
        connect_args={"connect_timeout": 5, "options": SERVER_LIMITS, "application_name": "icims-scoring"},
    )
    sa.event.listen(engine, "checkin", _note_idle)
    sa.event.listen(engine, "checkout", _test_if_idle)
    return engine


def address(database_url: str) -> sa.URL:
    """The address with our driver. Raises InvalidInputError, without repeating it: it holds a password."""
    try:
        return sa.make_url(database_url).set(drivername="postgresql+psycopg2")
    except (ArgumentError, ValueError):
        raise InvalidInputError("DATABASE_URL is not postgresql://user:password@host:port/database") from None


def _note_idle(_: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _test_if_idle(connection: Any, record: Any, _: Any) -> None:
    """SQLAlchemy's pool_pre_ping asks before every use, which costs a busy process three round trips a transaction."""
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        # The pool answers this one by connecting anew.
        raise DisconnectionError from error


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, committed at the end. Raises StoreUnavailableError where trying again can help."""
    with translated(), engine.begin() as connection:
        yield connection


@contextmanager
def statement(engine: sa.Engine) -> Iterator[sa.Connection]:
    """For a single statement, which is a transaction by itself: no round trip to begin and none to commit."""
    with translated(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Raise StoreUnavailableError instead of what the driver raises, where trying again can help."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise StoreUnavailableError(f"database: {type(error).__name__}", retry_after=5.0) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailableError("database: connection lost", retry_after=5.0) from error
        raise
