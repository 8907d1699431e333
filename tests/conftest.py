"""Real servers for tests that need them: one PostgreSQL and one Valkey per test process, a fresh database per test."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from chromium import FLAGS, NEEDED, find_chromium, may_be_left_out
from playwright.sync_api import Browser, sync_playwright
from redis import Redis

from demo.servers import EmbeddedServers
from store import Store
from store.migrations import upgrade


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a laptop without a browser its tests are left out, which the summary says; on a build server they fail."""
    in_a_browser = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if in_a_browser and may_be_left_out():
        config.hook.pytest_deselected(items=in_a_browser)
        items[:] = [item for item in items if item not in in_a_browser]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if may_be_left_out():
        terminalreporter.write_line(f"tests in a browser are left out: {NEEDED}")


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    """Embedded servers of this test process, for tests that stop and start them."""
    with EmbeddedServers(tmp_path_factory.mktemp("servers"), durable=False, discard=True) as running:
        yield running


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest) -> str:
    """A PostgreSQL server: the one of DATABASE_URL, or an embedded one."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return given
    running: EmbeddedServers = request.getfixturevalue("servers")
    return running.database_url


def _execute(url: str, statement: str) -> None:
    engine = sa.create_engine(_driven(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def _driven(url: str) -> sa.URL:
    return sa.make_url(url).set(drivername="postgresql+psycopg2")


def _named(url: str, database: str) -> str:
    return sa.make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """The name of a migrated, empty database."""
    name = f"template_{uuid4().hex[:12]}"
    _execute(server_url, f"CREATE DATABASE {name}")
    upgrade(_named(server_url, name))
    yield name
    _execute(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(server_url: str, template: str) -> Iterator[str]:
    """A migrated database of this test's own."""
    name = f"test_{uuid4().hex[:12]}"
    _execute(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(server_url, name)
    _execute(server_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def query(database_url: str) -> Iterator[Callable[[str], list[Any]]]:
    """Run a statement on the test's database behind the store's back; its rows as tuples."""
    engine = sa.create_engine(_driven(database_url), poolclass=sa.NullPool)

    def run(statement: str) -> list[Any]:
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []

    yield run
    engine.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def redis_url(request: pytest.FixtureRequest) -> str:
    """A Redis server: the one of REDIS_URL, or an embedded one."""
    given = os.environ.get("REDIS_URL", "")
    if given:
        return given
    running: EmbeddedServers = request.getfixturevalue("servers")
    return running.redis_url


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """The test's Redis, emptied."""
    client = Redis.from_url(redis_url)
    client.flushdb()
    yield client
    client.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine; one for all, as Playwright runs one loop a process."""
    path = find_chromium()
    if path is None:
        pytest.fail(NEEDED)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
