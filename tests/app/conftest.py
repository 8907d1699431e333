"""The web application on a real socket, with a real database; Redis as each test wants it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kombu import pools

from app.web import create_app
from icims.simulator import serve
from settings import Settings
from tasks import pipeline
from tasks.celery import app as celery_app

CUSTOMER = "4560"


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a-secret-key-that-is-long-enough-for-tests",
        operator_password="operator-password",
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
