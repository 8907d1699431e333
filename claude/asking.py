"""One call to the model: within limits and ceilings, and on the record before its answer is used."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog

from claude.accounting import CHARACTERS_A_TOKEN, call_intent, result_of
from claude.errors import KeyRejectedError, ModelUnavailableError, RateLimitedError, SpendStoppedError, TimeIsUpError
from claude.ledger import Breaker, CallLedger, Limiter
from claude.messages import MessagesClient, Reply
from claude.model_profile import ModelProfile
from scoring.errors import ScoringError
from scoring.model_call import CallContext, CallResult

log = structlog.get_logger(__name__)

# A worker may hold a call back for as long as this; longer waits stand in the ledger.
PATIENCE_SECONDS = 30.0
# What an assessment usually takes; the limiter learns nothing from the most that it could take.
USUAL_OUTPUT_TOKENS = 1500

# After these the model may have worked, and be paid for it, although no answer reached us.
_MAY_COST = frozenset({"timed_out", "connection", "malformed", "gateway_timeout"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Thread-safe when its parts are."""

    messages: MessagesClient
    limiter: Limiter
    breaker: Breaker
    ledger: CallLedger
    profile: ModelProfile
    patience: float = PATIENCE_SECONDS

    def ask(
        self,
        params: Mapping[str, Any],
        context: CallContext,
        *,
        cached_characters: int = 0,
        not_after: float | None = None,
    ) -> Reply:
        """Send one request. ``cached_characters`` of it are expected to be read from the cache.

        Raises what MessagesClient.create raises; CircuitOpenError, RateLimitedError or QuotaExhaustedError before the
        call where it may not be made now, TimeIsUpError where it could end after ``not_after`` (time.monotonic()).
        Every call that was made leaves a row, whatever came of it.
        """
        if not_after is not None and time.monotonic() + self.patience + self.profile.timeout_seconds > not_after:
            raise TimeIsUpError("the time of this attempt is over; the next goes on from what was answered", 0.5)
        self.messages.check_key()
        self.breaker.check()
        intent = call_intent(self.profile, params, context)
        fresh = max(intent.input_tokens_estimate - round(cached_characters / CHARACTERS_A_TOKEN), 1)
        self._wait(fresh, min(USUAL_OUTPUT_TOKENS, int(params["max_tokens"])))
        call_id = self.ledger.begin(intent)
        return self._call(call_id, params, intent.ceiling_cost)

    def _wait(self, input_tokens: int, output_tokens: int) -> None:
        seconds = self.limiter.reserve(input_tokens, output_tokens, self.patience)
        if seconds > self.patience:
            raise RateLimitedError("the model's rate limit is used up for now", seconds)
        if seconds > 0:
            time.sleep(seconds)

    def _call(self, call_id: int, params: Mapping[str, Any], ceiling: Decimal) -> Reply:
        started = time.monotonic()
        try:
            reply = self.messages.create(params, self.profile.timeout_seconds)
        except ScoringError as error:
            milliseconds = round((time.monotonic() - started) * 1000)
            outcome = str(getattr(error, "outcome", "error"))
            cost = ceiling if outcome in _MAY_COST else Decimal(0)
            self.ledger.finish(call_id, CallResult(outcome, cost, milliseconds=milliseconds))
            log.warning("model_call_failed", call=call_id, outcome=outcome, milliseconds=milliseconds)
            self._learn_from(error)
            raise
        self.ledger.finish(call_id, result_of(reply, self.profile.price))
        self.limiter.feed(reply.allowances)
        self.breaker.answered()
        log.info("model_call_answered", call=call_id, stop_reason=reply.stop_reason, milliseconds=reply.milliseconds)
        return reply

    def _learn_from(self, error: ScoringError) -> None:
        if isinstance(error, RateLimitedError):
            self.limiter.block(error.retry_after or 1.0)
        elif isinstance(error, (SpendStoppedError, KeyRejectedError)):
            self.breaker.hold(error.outcome, str(error))
        elif isinstance(error, ModelUnavailableError):
            self.breaker.failed()
