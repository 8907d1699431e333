"""The one way to PostgreSQL: connections with time limits, and its failures as our kinds of error."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scoring.errors import TransientError


class StoreUnavailableError(TransientError):
    """PostgreSQL cannot be reached, is restarting, or took longer than its limits."""


# A statement that takes this long is stuck behind a lock; the step is retried instead of holding a worker.
SERVER_LIMITS = "-c statement_timeout=20000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000"


def create_engine(database_url: str, pool_size: int = 4) -> sa.Engine:
    """An engine whose connections survive a restart of the server and give up rather than hang."""
    url = sa.make_url(database_url).set(drivername="postgresql+psycopg2")
    return sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": SERVER_LIMITS, "application_name": "icims-scoring"},
    )


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, committed at the end. Raises StoreUnavailableError where trying again can help."""
    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise StoreUnavailableError(f"database: {type(error).__name__}", retry_after=5.0) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailableError("database: connection lost", retry_after=5.0) from error
        raise
