import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import store.access_tables
import store.contract_tables
import store.model_tables
import store.notice_tables
import store.review_tables
import store.rollout_tables
import store.trial_tables  # noqa: F401  so that Base knows them
from store.migrations import upgrade
from store.tables import Base


def connected(database_url: str) -> sa.Engine:
    return sa.create_engine(sa.make_url(database_url).set(drivername="postgresql+psycopg2"), poolclass=sa.NullPool)


def test_the_migrations_build_exactly_the_tables_the_code_expects(database_url: str) -> None:
    engine = connected(database_url)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()

    assert difference == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    upgrade(database_url)

    engine = connected(database_url)
    with engine.connect() as connection:
        versions = connection.execute(sa.text("SELECT count(*) FROM alembic_version")).scalar_one()
    engine.dispose()
    assert versions == 1
