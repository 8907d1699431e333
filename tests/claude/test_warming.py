"""Filling the prompt cache once before a fan-out, against the simulated Messages API and a real Redis."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from messages_lab import AS_OF, MODEL, RUBRIC, Lab, simulated
from redis import Redis

from claude.asking import Asker
from claude.assessor import ClaudeAssessor
from claude.breaker import CircuitBreaker
from claude.limits import Pace, RateLimiter
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import model_profile
from claude.warming import CacheWarmer
from scoring.assessment import Assessment
from scoring.errors import QuotaExhaustedError
from scoring.model_call import CallContext
from scoring.profile import read_profile
from scoring.resume import Resume
from store import Store

FAST = Pace(requests=60_000, input_tokens=60_000_000, output_tokens=60_000_000)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(latency_seconds=0.2) as opened:
        yield opened


@pytest.fixture
def asker(lab: Lab, store: Store, redis: Redis) -> Iterator[Asker]:
    client = MessagesClient(ClaudeAccess("test-key", lab.url, timeout_seconds=5.0))
    profile = replace(model_profile(MODEL), timeout_seconds=5.0, max_samples=1)
    limiter = RateLimiter(redis, MODEL, FAST)
    yield Asker(client, limiter, CircuitBreaker(redis, MODEL), store.calls, profile)
    client.close()


def assess(asker: Asker, store: Store, redis: Redis, number: int, not_after: float | None = None) -> Assessment:
    text = f"Number {number}\n\nExperience\nData Engineer, Acme Corp, January 2016 - Present\n- Built Python pipelines"
    context, warmer = CallContext("1234", "7"), CacheWarmer(redis)
    assessor = ClaudeAssessor(asker, store.answers, store.redactions, context, warmer=warmer, not_after=not_after)
    return assessor.assess(RUBRIC, Resume(text, "f" * 64, "text/plain"), read_profile(text, AS_OF), (), AS_OF)


def test_one_call_fills_the_cache_that_twenty_parallel_applications_read(
    lab: Lab, asker: Asker, store: Store, redis: Redis
) -> None:
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda number: assess(asker, store, redis, number), range(20)))

    calls = lab.switch("GET", "/journal").json()["calls"]
    written = [call["cache_creation_input_tokens"] for call in calls if call["cache_creation_input_tokens"]]
    read = sum(call["cache_read_input_tokens"] for call in calls)
    assert len(calls) >= 21
    assert len(written) == 1
    assert read / (read + written[0]) > 0.9


def test_a_failure_to_fill_the_cache_is_no_failure_of_the_run(
    lab: Lab, asker: Asker, store: Store, redis: Redis
) -> None:
    lab.fault(kind="status", status=500, times=1)

    assessment = assess(asker, store, redis, 1)

    assert assessment.provenance.answer_keys
    assert store.calls.outcomes() == {"answered": 1, "server_error": 1}


def test_nobody_waits_long_for_a_filling_that_does_not_end(
    lab: Lab, asker: Asker, store: Store, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claude.warming.WAIT_SECONDS", 0.3)
    assess(asker, store, redis, 1)
    [key] = redis.keys("icims:claude:warm:*")
    redis.set(key, b"filling")

    started = time.monotonic()
    assess(asker, store, redis, 2)

    assert time.monotonic() - started < 2.0


def test_a_prefix_that_is_too_short_for_the_cache_is_not_sent_ahead(
    lab: Lab, asker: Asker, store: Store, redis: Redis
) -> None:
    short = replace(asker, profile=replace(asker.profile, model="claude-haiku-5-5"))

    assess(short, store, redis, 1)

    assert len(lab.switch("GET", "/journal").json()["calls"]) == 1


def test_a_call_that_could_outlast_the_lease_is_not_begun(lab: Lab, asker: Asker, store: Store, redis: Redis) -> None:
    not_after = time.monotonic() + asker.profile.timeout_seconds

    with pytest.raises(QuotaExhaustedError) as refused:
        assess(asker, store, redis, 1, not_after)

    assert refused.value.retry_after < 1
    assert store.calls.outcomes() == {"answered": 1}  # the one that fills the cache


def test_a_bill_that_waits_for_a_person_is_asked_about_once_a_minute(
    lab: Lab, asker: Asker, store: Store, redis: Redis
) -> None:
    lab.fault(kind="status", status=429, error_code="enforced_spend_limit_reached")

    for number in range(5):
        with pytest.raises(QuotaExhaustedError, match="enforced_spend_limit_reached"):
            assess(asker, store, redis, number)

    assert store.calls.outcomes() == {"spend_limit": 1}
