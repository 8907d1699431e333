"""Rate limits as token buckets that fill continuously, and the headers that tell their state."""

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from claude.simulator.clock import rfc3339
from claude.simulator.errors import MESSAGES, ApiError, ErrorAnswer
from claude.simulator.options import Options


@dataclass(slots=True)
class _Bucket:
    """``level`` may fall below 0: what an answer writes is known only afterwards."""

    per_minute: int
    capacity: float
    level: float
    at: datetime

    def fill(self, now: datetime) -> None:
        seconds = max((now - self.at).total_seconds(), 0)
        self.level = min(self.capacity, self.level + seconds * self.per_minute / 60)
        self.at = now

    def wait(self, wanted: float) -> float:
        """Seconds until ``wanted`` is there; more than the bucket holds is given when it is full."""
        return max(0.0, (min(wanted, self.capacity) - self.level) * 60 / self.per_minute)


class RateLimits:
    """The buckets "requests", "input-tokens" and "output-tokens" of all callers together."""

    def __init__(self, clock: Callable[[], datetime], options: Callable[[], Options]) -> None:
        self._clock = clock
        self._options = options
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def admit(self, input_tokens: int) -> None:
        """Take one request and its uncached input tokens. Raises ApiError 429, and takes nothing, where a limit is
        reached."""
        wanted = {"requests": 1, "input-tokens": input_tokens, "output-tokens": 1}
        with self._lock:
            self._fill()
            waits = {name: bucket.wait(wanted[name]) for name, bucket in self._buckets.items()}
            longest = max(waits, key=lambda name: waits[name], default="")
            if longest and waits[longest] > 0:
                raise self._refusal(longest, waits[longest])
            for name in ("requests", "input-tokens"):
                if name in self._buckets:
                    self._buckets[name].level -= wanted[name]

    def write(self, output_tokens: int) -> None:
        """An answer was written."""
        with self._lock:
            self._fill()
            if "output-tokens" in self._buckets:
                self._buckets["output-tokens"].level -= output_tokens

    def headers(self) -> dict[str, str]:
        """limit, remaining and reset of every limit that is on, and of input and output tokens together."""
        with self._lock:
            self._fill()
            return self._headers()

    def clear(self) -> None:
        with self._lock:
            self._buckets.clear()

    def _headers(self) -> dict[str, str]:
        shown: dict[str, str] = {}
        tokens = [bucket for name, bucket in self._buckets.items() if name != "requests"]
        for name, bucket in self._buckets.items():
            shown |= _described(name, (bucket,))
        return shown | (_described("tokens", tokens) if tokens else {})

    def _fill(self) -> None:
        """Bring the buckets up to now, and to what the options say."""
        options, now = self._options(), self._clock()
        limits: Mapping[str, int] = {
            "requests": options.requests_per_minute,
            "input-tokens": options.input_tokens_per_minute,
            "output-tokens": options.output_tokens_per_minute,
        }
        for name, limit in limits.items():
            capacity = max(limit * options.burst_seconds / 60, 1.0)
            bucket = self._buckets.get(name)
            if not limit:
                self._buckets.pop(name, None)
            elif bucket is None or (bucket.per_minute, bucket.capacity) != (limit, capacity):
                self._buckets[name] = _Bucket(limit, capacity, capacity, now)
            else:
                bucket.fill(now)

    def _refusal(self, name: str, seconds: float) -> ApiError:
        headers = self._headers()
        if self._options().retry_after_header:
            headers["retry-after"] = str(max(1, math.ceil(seconds)))
        limit = f"{self._buckets[name].per_minute:,} {name.replace('-', ' ')} per minute"
        return ApiError(ErrorAnswer(429, f"{MESSAGES[429]} ({limit})", headers=headers))


def _described(name: str, buckets: "list[_Bucket] | tuple[_Bucket, ...]") -> dict[str, str]:
    full = max(bucket.at + timedelta(seconds=bucket.wait(bucket.capacity)) for bucket in buckets)
    return {
        f"anthropic-ratelimit-{name}-limit": str(sum(bucket.per_minute for bucket in buckets)),
        f"anthropic-ratelimit-{name}-remaining": str(sum(max(0, math.floor(bucket.level)) for bucket in buckets)),
        f"anthropic-ratelimit-{name}-reset": rfc3339(full),
    }
