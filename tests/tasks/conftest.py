"""The doorbell of these tests is their own Redis."""

from collections.abc import Iterator

import pytest
from kombu import pools
from redis import Redis
from writing_desk import Desk, open_desk

from settings import Settings
from store import Store
from tasks import pipeline
from tasks.celery import app
from tasks.deps import Deps


@pytest.fixture
def deps(store: Store, redis: Redis, redis_url: str) -> Iterator[Deps]:
    """A ledger, Redis and the doorbell; no tenant."""
    app.conf.broker_url = redis_url
    pools.reset()
    app._pool = app.amqp._producer_pool = None
    pipeline._silent_until = 0.0
    made = Deps(Settings(step_lease_seconds=60, max_attempts=3), store, redis)
    app.deps = made
    yield made
    app.deps = None
    pools.reset()


@pytest.fixture
def desk(deps: Deps, redis: Redis) -> Iterator[Desk]:
    with open_desk(deps, redis) as opened:
        yield opened
