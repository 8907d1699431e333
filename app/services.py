"""What an operator asks first: do messages flow, does iCIMS answer, does Claude answer."""

from dataclasses import dataclass

from redis import Redis

from app.site import site
from claude.breaker import BreakerState, CircuitBreaker
from icims.client_quota import Allowance, DailyQuota
from scoring.errors import TransientError
from store import Doings, StepTimes
from tasks.queues import queue_lengths

PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Services:
    """``queues`` is None, and a breaker too, where Redis does not answer. An allowance is what iCIMS last said of the
    calls left today, None where it has said nothing."""

    queues: dict[str, int] | None
    breakers: dict[str, BreakerState | None]
    allowances: dict[str, Allowance | None]
    doings: Doings
    times: tuple[StepTimes, ...]


def services() -> Services:
    """Asked of Redis and the ledger now; nobody else is called."""
    store, patience = site().store, PATIENCE_SECONDS
    with Redis.from_url(site().settings.redis_url, socket_timeout=patience, socket_connect_timeout=patience) as redis:
        return Services(
            queue_lengths(redis),
            {model: _state(CircuitBreaker(redis, model)) for model in store.calls.models()},
            {customer_id: DailyQuota(customer_id, redis).allowance() for customer_id in site().tenants},
            store.workings.doings(),
            store.workings.step_times(),
        )


def _state(breaker: CircuitBreaker) -> BreakerState | None:
    try:
        return breaker.state()
    except TransientError:
        return None
