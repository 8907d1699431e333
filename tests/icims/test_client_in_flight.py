"""The number of calls under way, in one process and shared through Redis."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis as redis_library
from redis.exceptions import ConnectionError as RedisDownError
from seconds_clock import Clock

from icims.errors import IcimsUnavailableError
from icims.in_flight import InFlightLimit


def most_at_once(places, limit, workers=8):
    """How many of ``workers`` threads held a place at the same time; thread i takes it from places[i % len]. The first
    ones hold theirs until ``limit`` of them have one."""
    lock, full, under_way, most = threading.Lock(), threading.Event(), 0, 0

    def work(number):
        nonlocal under_way, most
        with places[number % len(places)].place(10):
            with lock:
                under_way += 1
                most = max(most, under_way)
                if under_way == limit:
                    full.set()
            full.wait(5)
            time.sleep(0.01)
            with lock:
                under_way -= 1

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return most


def test_no_more_calls_than_allowed_are_under_way_in_one_process():
    assert most_at_once([InFlightLimit("7383", 3)], 3) == 3


def test_no_more_calls_than_allowed_are_under_way_in_all_processes(redis):
    workers = [InFlightLimit("7383", 2, redis) for _ in range(4)]

    assert most_at_once(workers, 2) == 2


def test_a_real_redis_keeps_the_limit_as_well(redis_url):
    with redis_library.Redis.from_url(redis_url) as real:
        workers = [InFlightLimit("7383", 2, real) for _ in range(4)]

        assert most_at_once(workers, 2) == 2
        assert real.zcard("icims:in_flight:7383") == 0


def test_tenants_do_not_wait_for_each_other(redis):
    with InFlightLimit("7383", 1, redis).place(1), InFlightLimit("7384", 1, redis).place(0.1):
        assert redis.zcard("icims:in_flight:7383") == 1


def test_a_place_is_given_back_when_the_call_fails(redis):
    limit = InFlightLimit("7383", 1, redis)

    with pytest.raises(KeyError), limit.place(1):
        raise KeyError

    with limit.place(0.1):
        assert redis.zcard("icims:in_flight:7383") == 1
    assert redis.zcard("icims:in_flight:7383") == 0


def test_whoever_waits_too_long_is_told_to_come_back(redis):
    with (
        InFlightLimit("7383", 1, redis).place(1),
        pytest.raises(IcimsUnavailableError, match="under way") as busy,
        InFlightLimit("7383", 1, redis).place(0.05),
    ):
        pass

    assert busy.value.retry_after == 1.0


def test_the_place_of_a_worker_that_died_comes_free_by_itself(redis):
    died_inside = InFlightLimit("7383", 2, redis, lease_seconds=0.3).place(1)
    died_inside.__enter__()

    with InFlightLimit("7383", 2, redis).place(1), InFlightLimit("7383", 2, redis).place(2):
        assert redis.zcard("icims:in_flight:7383") == 2


def test_leases_leave_nothing_behind_in_redis(redis):
    limit = InFlightLimit("7383", 1, redis, lease_seconds=5)

    with limit.place(1):
        assert 0 < redis.pttl("icims:in_flight:7383") <= 5000

    assert redis.keys("*") == []


def test_without_redis_each_process_counts_for_itself(redis_down):
    limit = InFlightLimit("7383", 2, redis_down)

    assert most_at_once([limit], 2) == 2


def test_redis_is_not_asked_again_at_once_after_it_failed(redis, redis_server):
    clock = Clock(now=0.0)
    limit = InFlightLimit("7383", 1, redis, clock=clock)
    redis_server.connected = False
    with limit.place(1):
        pass
    redis_server.connected = True

    with limit.place(1):
        assert redis.zcard("icims:in_flight:7383") == 0
    clock.now = 5.0

    with limit.place(1):
        assert redis.zcard("icims:in_flight:7383") == 1


def test_a_redis_that_fails_during_the_call_fails_nobody(redis, redis_server):
    limit = InFlightLimit("7383", 1, redis)

    with limit.place(1):
        redis_server.connected = False
        with pytest.raises(RedisDownError):
            redis.ping()

    redis_server.connected = True
    with limit.place(1):
        assert redis.zcard("icims:in_flight:7383") == 1  # the lease that could not be given back
