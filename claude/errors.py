"""What can go wrong between us and the Messages API, sorted by what the pipeline does next."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from math import isfinite
from time import time

import anthropic
import httpx2

from scoring.errors import PermanentError, QuotaExhaustedError, ScoringError, TransientError

# How long a run waits before it looks again when only a person can help: a key, a bill, a contract.
ASK_A_PERSON_SECONDS = 900.0
LONGEST_RETRY_AFTER = 3600.0
SPEND_CODES = frozenset(
    {
        "enforced_spend_limit_reached",
        "contract_spend_limit_reached",
        "linked_organization_spend_limit_reached",
        "linked_organization_billing_unavailable",
        "organization_on_hold",
    }
)


class RateLimitedError(QuotaExhaustedError):
    """Told to come back later. Waiting costs no attempt: nothing is wrong with the application."""

    outcome = "rate_limited"


class SpendStoppedError(QuotaExhaustedError):
    """A spend limit on their side is reached: every call stops until an operator has seen to it."""

    outcome = "spend_limit"


class KeyRejectedError(QuotaExhaustedError):
    """No key, or one that is not accepted: every run waits until an operator has seen to it."""

    outcome = "key_rejected"


class ModelUnavailableError(TransientError):
    """Overloaded, broken, timed out, or the answer was cut off. ``outcome`` says which."""

    def __init__(self, message: str, outcome: str, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after)
        self.outcome = outcome


class TimeIsUpError(QuotaExhaustedError):
    """Another call would outlast the lease of this attempt. The next one goes on from the answers that are stored."""

    outcome = "time_is_up"


class PersonalDataLeftError(PermanentError):
    """Redaction left something that must not leave the house; nothing was sent."""

    outcome = "personal_data"


class UnanswerableError(PermanentError):
    """This request will never be answered; repeating it cannot help."""

    def __init__(self, message: str, outcome: str) -> None:
        super().__init__(message)
        self.outcome = outcome


_BY_STATUS = {500: "server_error", 502: "server_error", 503: "unavailable", 504: "gateway_timeout", 529: "overloaded"}


def translated(error: anthropic.AnthropicError) -> ScoringError:
    """Our error for one of the SDK's. Messages carry status, code and request id, never what was sent or answered."""
    if isinstance(error, anthropic.APIConnectionError):
        # The SDK calls some closed connections a time-out too.
        if isinstance(error, anthropic.APITimeoutError) and isinstance(error.__cause__, httpx2.TimeoutException):
            return ModelUnavailableError("the model did not answer in time", "timed_out")
        return ModelUnavailableError("the connection to the model broke", "connection")
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error)
    if isinstance(error, anthropic.APIResponseValidationError):
        return ModelUnavailableError("the model's answer was not readable", "malformed")
    return KeyRejectedError(f"no call could be made: {type(error).__name__}", ASK_A_PERSON_SECONDS)


def _of_status(error: anthropic.APIStatusError) -> ScoringError:
    status, code = error.status_code, error.error_code or ""
    about = f"model: HTTP {status}{f' {code}' if code in SPEND_CODES else ''}, request {_safe(error.request_id)}"
    retry_after = seconds_of(error.response.headers)
    if status == 402 or code in SPEND_CODES or (status == 400 and error.type == "billing_error"):
        return SpendStoppedError(about, ASK_A_PERSON_SECONDS)
    if status in {401, 403}:
        return KeyRejectedError(about, ASK_A_PERSON_SECONDS)
    if status == 429:
        return RateLimitedError(about, 60.0 if retry_after is None else retry_after)
    if status >= 500 or status in {408, 409}:
        return ModelUnavailableError(about, _BY_STATUS.get(status, "server_error"), retry_after)
    # The API's own spend limit of a workspace is a plain 400; only its words tell [I].
    if status == 400 and "usage limits" in (error.api_message or ""):
        return SpendStoppedError(about, ASK_A_PERSON_SECONDS)
    return UnanswerableError(about, "too_large" if status == 413 else "bad_request")


def seconds_of(headers: Mapping[str, str]) -> float | None:
    """What ``retry-after`` asks for: seconds or a date; None without a usable one. At most an hour."""
    written = headers.get("retry-after", "").strip()
    try:
        seconds = float(written)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(written).timestamp() - time()
        except (TypeError, ValueError, IndexError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER) if isfinite(seconds) else None


def _safe(request_id: str | None) -> str:
    """A request id is theirs, so it is shown only as far as it looks like one."""
    return "".join(character for character in request_id or "-" if character.isalnum() or character in "_-")[:40]
