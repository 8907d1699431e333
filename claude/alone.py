"""What one process keeps for itself when it asks alone: pace, calls and answers in memory, nothing on any record."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from claude.messages import Allowance
from scoring.model_call import CallIntent, CallResult, StoredAnswer


@dataclass
class LonePace:
    """One call after the other needs no queue; only what the API asks for is waited for."""

    _blocked_until: float = 0.0

    def reserve(self, input_tokens: int, output_tokens: int, patience: float) -> float:  # noqa: ARG002  as Limiter says
        """Seconds to wait before sending."""
        return max(self._blocked_until - time.monotonic(), 0.0)

    def feed(self, allowances: Mapping[str, Allowance]) -> None:
        """Nothing to share with anybody."""

    def block(self, seconds: float) -> None:
        self._blocked_until = time.monotonic() + seconds


class NoBreaker:
    """A command ends at a failure; there is nothing to protect from the next call."""

    def check(self) -> None:
        """Calls always pass."""

    def answered(self) -> None:
        """Nothing to close."""

    def failed(self) -> None:
        """Nothing to open."""

    def hold(self, outcome: str, message: str) -> None:
        """Nobody else is to be told."""


@dataclass
class LoneLedger:
    """What the calls of this process cost, in USD."""

    calls: int = 0
    usd: Decimal = Decimal(0)
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def begin(self, intent: CallIntent) -> int:  # noqa: ARG002  as CallLedger says
        self.calls += 1
        return self.calls

    def finish(self, call_id: int, result: CallResult) -> None:  # noqa: ARG002  as CallLedger says
        self.usd += result.cost
        self.input_tokens += result.input_tokens + result.cache_write_5m_tokens + result.cache_write_1h_tokens
        self.cached_tokens += result.cache_read_tokens
        self.output_tokens += result.output_tokens


@dataclass
class LoneAnswers:
    _kept: dict[str, StoredAnswer] = field(default_factory=dict)

    def get(self, key: str) -> StoredAnswer | None:
        return self._kept.get(key)

    def put(self, answer: StoredAnswer) -> None:
        self._kept[answer.key] = answer


class NoRedactions:
    """Placeholders are led back at once and then forgotten."""

    def put(self, run_id: str, mapping: Mapping[str, str]) -> None:
        """Not kept."""
