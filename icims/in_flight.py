"""How many calls to one tenant are under way at once, across all workers."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from redis.exceptions import RedisError

from icims.errors import IcimsUnavailableError

if TYPE_CHECKING:
    from redis import Redis

log = structlog.get_logger(__name__)

# The clock of Redis decides, so that workers with clocks apart agree on which leases have run out.
TAKE = """
local now = redis.call('TIME')
local seconds = tonumber(now[1]) + tonumber(now[2]) / 1000000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', seconds)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], seconds + tonumber(ARGV[2]), ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2]) * 1000))
return 1
"""


class InFlightLimit:
    """At most ``limit`` calls at once. In Redis each call holds a lease of ``lease_seconds``, so the place of a worker
    that died comes free by itself; a lease must therefore outlast the longest call.

    While Redis does not answer, each process keeps the limit for itself and asks Redis again after
    ``trust_again_seconds``: for that time the tenant may see the limit once per process.
    """

    def __init__(
        self,
        customer_id: str,
        limit: int,
        redis: "Redis | None" = None,
        lease_seconds: float = 180.0,
        trust_again_seconds: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._customer_id = customer_id
        self._key = f"icims:in_flight:{customer_id}"
        self._limit = limit
        self._redis = redis
        self._lease_seconds = lease_seconds
        self._trust_again_seconds = trust_again_seconds
        self._clock = clock
        self._distrusted_until = float("-inf")
        self._local = threading.BoundedSemaphore(limit)
        self._take = redis.register_script(TAKE) if redis is not None else None

    @contextmanager
    def place(self, patience: float) -> Iterator[None]:
        """Hold one of the places inside the block. Raises IcimsUnavailableError when none comes free in ``patience``
        seconds."""
        deadline = self._clock() + patience
        # The threads of this process queue here first: that spares Redis the polling of all but ``limit`` of them.
        if not self._local.acquire(timeout=max(patience, 0.0)):
            raise self._busy()
        try:
            member = self._lease(deadline)
            try:
                yield
            finally:
                self._give_back(member)
        finally:
            self._local.release()

    def _lease(self, deadline: float) -> str | None:
        """A lease taken in Redis, or None where this process counts alone."""
        member = uuid4().hex
        pause = 0.005
        while self._trusted() and self._take is not None:
            try:
                if self._take(keys=[self._key], args=[self._limit, self._lease_seconds, member]):
                    return member
            except RedisError as error:
                self._distrust(error)
                return None
            if self._clock() >= deadline:
                raise self._busy()
            time.sleep(random.uniform(0.5, 1.0) * pause)  # noqa: S311  jitter, not a secret
            pause = min(pause * 1.5, 0.1)
        return None

    def _give_back(self, member: str | None) -> None:
        if member is None or self._redis is None:
            return
        try:
            self._redis.zrem(self._key, member)
        except RedisError as error:
            self._distrust(error)

    def _trusted(self) -> bool:
        return self._clock() >= self._distrusted_until

    def _distrust(self, error: RedisError) -> None:
        self._distrusted_until = self._clock() + self._trust_again_seconds
        log.warning("in_flight_counted_locally", customer_id=self._customer_id, error=type(error).__name__)

    def _busy(self) -> IcimsUnavailableError:
        return IcimsUnavailableError(f"{self._limit} calls of customer {self._customer_id} are under way already", 1.0)
