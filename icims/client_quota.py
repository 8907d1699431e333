"""How many calls iCIMS still allows today, as its ``x-ratelimit-*`` headers say."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError

from scoring.errors import QuotaExhaustedError

if TYPE_CHECKING:
    from redis import Redis

log = structlog.get_logger(__name__)
DAY = 86_400
SAME_DAY = 60.0  # seconds by which two answers of one day may place its end apart
OUT_OF_ORDER = 100
REDIS_REST = 30.0  # seconds without asking a Redis that failed


@dataclass(frozen=True, slots=True)
class Allowance:
    """``remaining`` calls until ``resets_at`` (seconds since 1970), when iCIMS starts a new day at 00:00 UTC."""

    remaining: int
    resets_at: float
    limit: int | None = None


class DailyQuota:
    """What is left of the day's calls of one tenant: known to this process and, with Redis, to all of them.

    Once no more than ``reserve`` calls are left, ``check`` refuses in advance: calls over the limit are answered with
    429 and count against the customer's good will. Redis is asked and told at most once in ``share_every`` seconds, and
    told at once when the reserve is reached; without Redis each process learns from its own answers.
    """

    def __init__(
        self,
        customer_id: str,
        redis: "Redis | None" = None,
        reserve: int = 0,
        share_every: float = 2.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._customer_id = customer_id
        self._key = f"icims:quota:{customer_id}"
        self._redis = redis
        self._reserve = reserve
        self._share_every = share_every
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Allowance | None = None
        self._asked_at = self._told_at = float("-inf")

    def allowance(self) -> Allowance | None:
        """What is known of the running day, or None before the first answer and after midnight UTC."""
        if self._due("_asked_at") and (shared := self._ask()):
            self._merge(shared)
        with self._lock:
            if self._known is not None and self._clock() >= self._known.resets_at:
                self._known = None
            return self._known

    def check(self) -> None:
        """Raise QuotaExhaustedError, with the seconds until the reset, when only the reserve is left."""
        known = self.allowance()
        if known is not None and known.remaining <= self._reserve:
            raise self.exhausted(known)

    def learn(self, headers: Mapping[str, str], retry_after: float | None = None) -> Allowance | None:
        """Remember what an answer says; None where it says nothing readable. A refusal's own ``retry_after`` says more
        precisely when calls are taken again."""
        remaining, resets_in = _number(headers, "x-ratelimit-remaining"), _number(headers, "x-ratelimit-reset")
        if remaining is None:
            return None
        now = self._clock()
        # Captured answers prove that the reset is counted to 00:00 UTC; an answer without it ends there as well.
        seconds = resets_in if resets_in is not None else DAY - int(now) % DAY
        until = retry_after if retry_after is not None else min(seconds, DAY)
        said = Allowance(remaining, now + until, _number(headers, "x-ratelimit-limit"))
        known = self._merge(said)
        if self._due("_told_at", at_once=known.remaining <= self._reserve):
            self._tell(known)
        return said

    def exhausted(self, allowance: Allowance) -> QuotaExhaustedError:
        """The error that parks work until the reset."""
        left = f"{allowance.remaining} iCIMS calls left today, {self._reserve} in reserve"
        seconds = max(allowance.resets_at - self._clock(), 0.0)
        return QuotaExhaustedError(f"customer {self._customer_id} has {left}", seconds)

    def _merge(self, said: Allowance) -> Allowance:
        with self._lock:
            if self._known is None or not self._still_holds(self._known, said):
                self._known = said
            return self._known

    def _still_holds(self, known: Allowance, said: Allowance) -> bool:
        """Within one day the lowest number holds, because answers of parallel calls arrive in any order; a number much
        higher means that the customer bought more."""
        same_day = self._clock() < known.resets_at and said.resets_at < known.resets_at + SAME_DAY
        return same_day and known.remaining <= said.remaining <= known.remaining + OUT_OF_ORDER

    def _due(self, field: str, *, at_once: bool = False) -> bool:
        if self._redis is None:
            return False
        with self._lock:
            now = self._clock()
            passed = now - getattr(self, field)
            if passed < 0 or (passed < self._share_every and not at_once):
                return False
            setattr(self, field, now)
            return True

    def _ask(self) -> Allowance | None:
        if self._redis is None:
            return None
        try:
            stored: Any = self._redis.hgetall(self._key)
            values = {_text(name): float(_text(value)) for name, value in stored.items()}
            return Allowance(int(values["remaining"]), values["resets_at"]) if values else None
        except (RedisError, ValueError, KeyError) as error:
            self._leave_redis_alone("quota_not_read", error)
            return None

    def _tell(self, known: Allowance) -> None:
        if self._redis is None:
            return
        try:
            with self._redis.pipeline() as pipe:
                pipe.hset(self._key, mapping={"remaining": known.remaining, "resets_at": known.resets_at})
                pipe.expire(self._key, max(int(known.resets_at - self._clock()), 1))
                pipe.execute()
        except RedisError as error:
            self._leave_redis_alone("quota_not_shared", error)

    def _leave_redis_alone(self, event: str, error: Exception) -> None:
        # Each try may cost a connection time-out, and the calls to iCIMS must not wait for it.
        with self._lock:
            self._asked_at = self._told_at = self._clock() + REDIS_REST
        log.warning(event, customer_id=self._customer_id, error=type(error).__name__)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    value = headers.get(name, "").strip()
    return int(value[:9]) if value.isascii() and value.isdigit() else None


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
