"""What Claude's side needs from whoever keeps the ledger, the pace and the memory of failures."""

from collections.abc import Mapping
from typing import Protocol

from claude.messages import Allowance
from scoring.model_call import CallIntent, CallResult, StoredAnswer


class CallLedger(Protocol):
    """Every call leaves a row, before its result is used."""

    def begin(self, intent: CallIntent) -> int:
        """The id of the row. Raises QuotaExhaustedError when a ceiling is reached or a stop button is pressed."""
        ...

    def finish(self, call_id: int, result: CallResult) -> None: ...


class Limiter(Protocol):
    """claude.limits.RateLimiter for many processes, claude.alone.LonePace for one."""

    def reserve(self, input_tokens: int, output_tokens: int, patience: float) -> float: ...

    def feed(self, allowances: Mapping[str, Allowance]) -> None: ...

    def block(self, seconds: float) -> None: ...


class Breaker(Protocol):
    """claude.breaker.CircuitBreaker for many processes, claude.alone.NoBreaker for one that ends at a failure."""

    def check(self) -> None: ...

    def answered(self) -> None: ...

    def failed(self) -> None: ...

    def hold(self, outcome: str, message: str) -> None: ...


class AnswerBook(Protocol):
    """Answers word for word, so that a score can be replayed and is not paid for twice."""

    def get(self, key: str) -> StoredAnswer | None: ...

    def put(self, answer: StoredAnswer) -> None: ...


class RedactionBook(Protocol):
    """The only place where placeholders and what they stand for meet."""

    def put(self, run_id: str, mapping: Mapping[str, str]) -> None: ...
