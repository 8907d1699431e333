"""Alembic's environment: one connection, one advisory lock, short lock time-outs."""

import sqlalchemy as sa
from alembic import context

import store.access_tables
import store.contract_tables
import store.model_tables
import store.notice_tables
import store.review_tables
import store.rollout_tables
import store.trial_tables  # noqa: F401  so that Base knows them
from store.engine import address
from store.tables import Base

# Any constant: it only has to be the same for everyone who migrates.
ADVISORY_LOCK = 7_264_153

engine = sa.create_engine(address(context.config.attributes["database_url"]), poolclass=sa.NullPool)
with engine.connect() as connection:
    # A second caller waits here for as long as the first one takes; tables are waited for briefly only.
    connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.execute(sa.text("SET lock_timeout = '5s'"))
    connection.commit()
    try:
        context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
        connection.commit()
engine.dispose()
