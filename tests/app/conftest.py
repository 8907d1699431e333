"""The web application on a real socket, with a real database; Redis as each test wants it."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result
from kombu import pools
from playground import Playground, open_playground
from playwright.sync_api import Browser, Page
from showcase import Showcase
from signed_in import SignedIn, a_session, everything

from app.cli import cli
from app.web import create_app
from demo.servers import EmbeddedServers
from icims.simulator import serve
from scoring.access import Grant, Role
from settings import Settings
from store import Store
from store.migrations import upgrade
from tasks import pipeline
from tasks.celery import app as celery_app

CUSTOMER = "4560"
IN_ICIMS = "https://ats.example.com/{customer_id}/applications?id={workflow_id}"


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a-secret-key-that-is-long-enough-for-tests",
        icims_customer_id=CUSTOMER,
        icims_user_id="7",
        icims_webhook_client_id="hook",
        icims_webhook_client_secret="hook-secret",
        icims_webhook_hmac_user="signer",
        icims_webhook_hmac_key="signing-key",
    )


@pytest.fixture
def ring(redis_url: str) -> Iterator[Callable[[str], None]]:
    """Point the doorbell at this Redis, and back afterwards."""

    def point(url: str) -> None:
        celery_app.conf.broker_url = url
        pools.reset()
        celery_app._pool = celery_app.amqp._producer_pool = None
        pipeline._silent_until = 0.0

    point(redis_url)
    yield point
    pools.reset()


@pytest.fixture
def web(settings: Settings, ring: Callable[[str], None]) -> Iterator[str]:
    app = create_app(settings)
    with serve(app) as url:
        yield url
    app.extensions["site"].store.close()


@pytest.fixture
def everybody(web: str, store: Store) -> Iterator[SignedIn]:
    """Somebody who has every role."""
    with SignedIn(web, store, *everything()) as session:
        yield session


@pytest.fixture
def sign_in(web: str, store: Store) -> Iterator[Callable[..., SignedIn]]:
    """Somebody new with these grants; a recruiter of the whole customer without any."""
    opened = []

    def somebody(*grants: Grant) -> SignedIn:
        opened.append(SignedIn(web, store, *(grants or (Grant(Role.RECRUITER, CUSTOMER),))))
        return opened[-1]

    yield somebody
    for session in opened:
        session.close()


@pytest.fixture(scope="session")
def showcase(servers: EmbeddedServers) -> Iterator[Showcase]:
    """The web application on a socket, with a run in every state that a page can show."""
    settings = Settings(
        database_url=servers.create_database("showcase"),
        redis_url=servers.redis_url,
        secret_key="a-secret-key-that-is-long-enough-for-tests",
        icims_customer_id=CUSTOMER,
        icims_application_url=IN_ICIMS,
        flower_url="http://127.0.0.1:9",  # a port where nothing answers
        flower_basic_auth="flower:hush",
    )
    upgrade(settings.database_url)
    app = create_app(settings)
    store = app.extensions["site"].store
    with serve(app) as url:
        yield Showcase.filled(url, store)
    store.close()


@pytest.fixture(scope="session")
def playground(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A web application of two customers, with markup in every word; for tests that change nothing in it."""
    with open_playground(servers, "playground", tmp_path_factory.mktemp("playground")) as playground:
        yield playground


@pytest.fixture
def visit(browser: Browser, showcase: Showcase) -> Iterator[Callable[..., Page]]:
    """Open a page of the showcase as somebody who has every role, on a screen of this width."""
    contexts = []
    token = a_session(showcase.store, *everything())

    def open_page(path: str, width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
        )
        context.add_cookies([{"name": "session", "value": token, "url": showcase.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{showcase.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def policy(database_url: str) -> Iterator[Callable[..., Result]]:
    """``icims-scoring policy ...`` against the test's database; what it sets up for logging ends with it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def run(*arguments: str, **environ: str) -> Result:
        env = {"DATABASE_URL": database_url, "ICIMS_CUSTOMER_ID": CUSTOMER, "ASSESSOR": "local", **environ}
        return CliRunner().invoke(cli, ["policy", *arguments], env=env)

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
