"""Rate limits shared by every worker: places in a queue that Redis keeps, at the pace that the API last stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from redis import Redis
from redis.exceptions import RedisError

from claude.errors import ModelUnavailableError
from claude.messages import Allowance

# Before the API stated any: what its lowest tier allows, so that the first answers can state the rest.
FIRST_REQUESTS_PER_MINUTE = 50
FIRST_TOKENS_PER_MINUTE = 30_000
FORGET_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Pace:
    """What a minute allows before the first answer has said so."""

    requests: float = FIRST_REQUESTS_PER_MINUTE
    input_tokens: float = FIRST_TOKENS_PER_MINUTE
    output_tokens: float = FIRST_TOKENS_PER_MINUTE


class RateLimiter:
    """The generic cell rate algorithm (ITU-T I.371) over requests, input and output tokens at once.

    A place in the queue is a promise: whoever waits as told stays under the limits, whichever process it is in. After a
    quiet minute the pace starts at a fifth and reaches the limit within six seconds, as the API also limits how sharply
    use may rise.
    """

    def __init__(self, redis: Redis, scope: str, first: Pace | None = None) -> None:
        self._redis = redis
        self._key = f"icims:claude:limits:{scope}"
        self._first = first or Pace()
        scripts = files("claude") / "lua"
        self._reserve = redis.register_script((scripts / "reserve.lua").read_text(encoding="utf-8"))
        self._feed = redis.register_script((scripts / "feed.lua").read_text(encoding="utf-8"))

    def reserve(self, input_tokens: int, output_tokens: int, patience: float) -> float:
        """Seconds to wait before sending. More than ``patience`` means: no place was taken, come back then."""
        first = self._first
        given = [1, input_tokens, output_tokens, patience, first.requests, first.input_tokens, first.output_tokens]
        try:
            return float(self._reserve(keys=[self._key], args=[*given, FORGET_AFTER_SECONDS]))
        except RedisError as error:
            raise ModelUnavailableError("the rate limits cannot be read", "limiter", 5.0) from error

    def feed(self, allowances: Mapping[str, Allowance]) -> None:
        """Take over what an answer said about the limits."""
        given: list[float] = []
        for name in ("requests", "input-tokens", "output-tokens"):
            stated = allowances.get(name)
            given += [stated.limit, stated.remaining] if stated else [0, 1]
        self._send([*given, 0])

    def block(self, seconds: float) -> None:
        """Nobody sends before that many seconds are over: the API said so."""
        self._send([0, 1, 0, 1, 0, 1, seconds])

    def _send(self, given: list[float]) -> None:
        try:
            self._feed(keys=[self._key], args=[*given, FORGET_AFTER_SECONDS])
        except RedisError as error:
            raise ModelUnavailableError("the rate limits cannot be kept", "limiter", 5.0) from error
