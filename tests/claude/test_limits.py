import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from claude.breaker import FAILURES_TO_OPEN, CircuitBreaker, CircuitOpenError
from claude.errors import ModelUnavailableError
from claude.limits import Pace, RateLimiter
from claude.messages import Allowance

PACE = Pace(requests=600, input_tokens=60_000_000, output_tokens=60_000_000)
FOREVER = 10_000.0


def warmed(redis: Redis, pace: Pace = PACE) -> RateLimiter:
    """A limiter whose ramp is over, with nobody in its queue."""
    limiter = RateLimiter(redis, "test", pace)
    now = time.time()
    redis.hset("icims:claude:limits:test", mapping={"started": now - 60, "last": now})
    return limiter


def test_places_in_the_queue_keep_the_pace(redis: Redis) -> None:
    limiter = warmed(redis)

    waits = [limiter.reserve(1, 1, FOREVER) for _ in range(110)]

    # Ten a second, a second's worth of them at once.
    assert waits[5] == 0
    assert waits[109] == pytest.approx(9.9, abs=0.5)
    assert waits == sorted(waits)


def test_workers_in_many_threads_share_one_queue(redis: Redis) -> None:
    limiter = warmed(redis)
    other = RateLimiter(redis, "test", PACE)

    with ThreadPoolExecutor(8) as pool:
        waits = sorted(pool.map(lambda n: (limiter, other)[n % 2].reserve(1, 1, FOREVER), range(210)))

    assert waits[-1] == pytest.approx(19.9, abs=0.5)


def test_tokens_are_a_queue_of_their_own(redis: Redis) -> None:
    limiter = warmed(redis, Pace(requests=6000, input_tokens=60_000, output_tokens=60_000))

    waits = [limiter.reserve(5_000, 1, FOREVER) for _ in range(4)]

    assert waits[3] == pytest.approx(14.0, abs=0.5)


def test_whoever_would_wait_too_long_takes_no_place(redis: Redis) -> None:
    limiter = warmed(redis)
    for _ in range(60):
        limiter.reserve(1, 1, FOREVER)

    refused = [limiter.reserve(1, 1, 2.0) for _ in range(20)]

    assert min(refused) > 2.0
    assert limiter.reserve(1, 1, FOREVER) == pytest.approx(5.0, abs=0.5)


def test_the_pace_rises_after_a_quiet_minute(redis: Redis) -> None:
    limiter = RateLimiter(redis, "test", PACE)

    waits = [limiter.reserve(1, 1, FOREVER) for _ in range(10)]

    # A fifth of ten a second.
    assert waits[9] == pytest.approx(3.5, abs=0.5)


def test_what_an_answer_states_takes_over(redis: Redis) -> None:
    limiter = warmed(redis, Pace(requests=60, input_tokens=6_000_000, output_tokens=6_000_000))

    limiter.feed({"requests": Allowance(6000, 5900)})

    waits = [limiter.reserve(1, 1, FOREVER) for _ in range(110)]
    assert waits[109] < 1.0


def test_nothing_left_slows_everybody_down(redis: Redis) -> None:
    limiter = warmed(redis)
    before = limiter.reserve(1, 1, FOREVER)

    for _ in range(30):
        limiter.feed({"requests": Allowance(600, 0)})

    assert before == 0
    assert limiter.reserve(1, 1, FOREVER) == pytest.approx(3.0, abs=0.5)


def test_a_block_holds_for_every_worker(redis: Redis) -> None:
    warmed(redis).block(7.0)

    assert RateLimiter(redis, "test", PACE).reserve(1, 1, FOREVER) == pytest.approx(7.0, abs=0.5)


def test_the_circuit_opens_after_failures_in_a_row_and_closes_with_an_answer(redis: Redis) -> None:
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")
    for _ in range(FAILURES_TO_OPEN):
        breaker.check()
        breaker.failed()

    with pytest.raises(CircuitOpenError) as caught:
        breaker.check()

    assert caught.value.retry_after == pytest.approx(15, abs=2)
    breaker.answered()
    breaker.check()


def test_the_pause_doubles_up_to_five_minutes(redis: Redis) -> None:
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")
    pauses = []
    for _ in range(FAILURES_TO_OPEN + 6):
        breaker.failed()
        pauses.append(redis.ttl("icims:claude:breaker:claude-haiku-5-5:pause"))
        redis.delete("icims:claude:breaker:claude-haiku-5-5:pause")

    assert pauses[FAILURES_TO_OPEN - 1 :] == pytest.approx([15, 30, 60, 120, 240, 300, 300], abs=2)


def test_calls_that_were_under_way_when_it_opened_do_not_lengthen_the_pause(redis: Redis) -> None:
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")

    for _ in range(FAILURES_TO_OPEN + 30):
        breaker.failed()

    assert redis.ttl("icims:claude:breaker:claude-haiku-5-5:pause") == pytest.approx(15, abs=2)


def test_after_the_pause_one_probe_passes(redis: Redis) -> None:
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")
    for _ in range(FAILURES_TO_OPEN):
        breaker.failed()
    redis.delete("icims:claude:breaker:claude-haiku-5-5:pause")
    together = threading.Barrier(8)

    def passes(_: int) -> bool:
        together.wait()
        try:
            breaker.check()
        except CircuitOpenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(passes, range(8))) == 1


def test_one_failure_between_answers_opens_nothing(redis: Redis) -> None:
    breaker = CircuitBreaker(redis, "claude-haiku-5-5")
    for _ in range(3 * FAILURES_TO_OPEN):
        breaker.failed()
        breaker.answered()

    breaker.check()


def test_without_redis_calls_wait_instead_of_going_out_unlimited() -> None:
    with Redis(port=1, socket_connect_timeout=0.2) as nobody, pytest.raises(ModelUnavailableError):
        RateLimiter(nobody, "test").reserve(1, 1, 1.0)
