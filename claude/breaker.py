"""A circuit breaker for each model: while it does not answer, runs wait instead of spending their attempts on it."""

from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from claude.errors import ASK_A_PERSON_SECONDS, KeyRejectedError, ModelUnavailableError, SpendStoppedError
from scoring.errors import QuotaExhaustedError

FAILURES_TO_OPEN = 5
FIRST_PAUSE_SECONDS = 15
LONGEST_PAUSE_SECONDS = 300
# While a key or a bill waits for a person, one call in this many seconds looks whether it has been seen to.
HOLD_SECONDS = 60
_HELD = {error.outcome: error for error in (KeyRejectedError, SpendStoppedError)}

# Keys: failures in a row, the pause. ARGV: failures to open, first pause, longest pause.
_FAILED = """
-- Calls that were under way when it opened say nothing new.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local failures = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], 3600)
local over = failures - tonumber(ARGV[1])
if over < 0 then return 0 end
local pause = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 16), tonumber(ARGV[3]))
redis.call('SET', KEYS[2], failures, 'EX', pause)
return pause
"""


def _text(stored: bytes | str | None) -> str:
    return stored.decode() if isinstance(stored, bytes) else stored or ""


class CircuitOpenError(QuotaExhaustedError):
    """The model has not been answering; waiting costs no attempt."""

    outcome = "circuit_open"


@dataclass(frozen=True, slots=True)
class BreakerState:
    """``state`` is "closed", "open" for ``seconds`` more, "probing", or what a person has to see to ("key_rejected",
    "spend_limit"); ``failures`` are those in a row."""

    state: str
    failures: int
    seconds: int


class CircuitBreaker:
    """Closed: calls pass. Open, after five failures in a row: none passes for a pause, which doubles with every further
    failure from 15 s to 5 min. When a pause is over, one call in five seconds passes as a probe until one is answered.
    """

    def __init__(self, redis: Redis, model: str) -> None:
        self._redis = redis
        self._failures = f"icims:claude:breaker:{model}:failures"
        self._pause = f"icims:claude:breaker:{model}:pause"
        self._probe = f"icims:claude:breaker:{model}:probe"
        self._hold = f"icims:claude:breaker:{model}:hold"
        self._model = model
        self._failed = redis.register_script(_FAILED)

    def check(self) -> None:
        """Raises CircuitOpenError while calls should not pass, KeyRejectedError or SpendStoppedError while held."""
        try:
            outcome, _, message = _text(self._redis.get(self._hold)).partition(":")
            if outcome in _HELD:
                raise _HELD[outcome](message, ASK_A_PERSON_SECONDS)
            failures, pause = int(self._redis.get(self._failures) or 0), self._redis.ttl(self._pause)
            if failures < FAILURES_TO_OPEN:
                return
            if pause > 0:
                raise CircuitOpenError(f"{self._model} does not answer; looking again soon", float(pause))
            if not self._redis.set(self._probe, 1, nx=True, ex=5):
                raise CircuitOpenError(f"{self._model} is being tried again", 5.0)
        except RedisError as error:
            raise ModelUnavailableError("the circuit breaker cannot be read", "breaker", 5.0) from error

    def state(self) -> BreakerState:
        """What it does now, without asking anything of the model. Raises ModelUnavailableError when Redis is away."""
        try:
            held = _text(self._redis.get(self._hold)).partition(":")[0]
            failures, pause = int(self._redis.get(self._failures) or 0), self._redis.ttl(self._pause)
        except RedisError as error:
            raise ModelUnavailableError("the circuit breaker cannot be read", "breaker", 5.0) from error
        if failures < FAILURES_TO_OPEN:
            return BreakerState(held or "closed", failures, 0)
        return BreakerState(held or ("open" if pause > 0 else "probing"), failures, max(pause, 0))

    def answered(self) -> None:
        """Close it."""
        try:
            self._redis.delete(self._failures, self._pause, self._probe, self._hold)
        except RedisError as error:
            raise ModelUnavailableError("the circuit breaker cannot be kept", "breaker", 5.0) from error

    def hold(self, outcome: str, message: str) -> None:
        """Nobody calls for a minute: a person has to see to the key or the bill first."""
        try:
            self._redis.set(self._hold, f"{outcome}:{message}", ex=HOLD_SECONDS)
        except RedisError as error:
            raise ModelUnavailableError("the circuit breaker cannot be kept", "breaker", 5.0) from error

    def failed(self) -> None:
        """Count a failure that is the model's and not the request's."""
        try:
            self._failed(
                keys=[self._failures, self._pause],
                args=[FAILURES_TO_OPEN, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS],
            )
        except RedisError as error:
            raise ModelUnavailableError("the circuit breaker cannot be kept", "breaker", 5.0) from error
