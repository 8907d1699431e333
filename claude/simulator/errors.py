"""The error answers of the Messages API: status, type, message and, where there is one, a stable code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TYPES: Mapping[int, str] = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    502: "api_error",
    503: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
MESSAGES: Mapping[int, str] = {
    400: "Simulated: the request is invalid.",
    401: "invalid x-api-key",
    402: "Your credit balance is too low to access the API.",
    403: "Your API key does not have permission to use the specified resource.",
    404: "Not found",
    413: "Request exceeds the maximum size",
    429: "This request would exceed your organization's rate limit.",
    500: "Internal server error",
    502: "Bad gateway",
    503: "Service unavailable",
    504: "The request timed out while processing.",
    529: "Overloaded",
}
SPEND_CAP_CODE = "enforced_spend_limit_reached"
SPEND_CAP_MESSAGE = "Your organization has reached its monthly usage limit."
# Without a code of its own: only the words tell it from another invalid request.
OWN_LIMIT_MESSAGE = "You have reached your specified API usage limits. You will regain access on {day} at 00:00 UTC."


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """What goes over the wire, besides the id of the request."""

    status: int
    message: str
    type: str = ""
    error_code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, request_id: str) -> dict[str, Any]:
        error: dict[str, Any] = {"type": self.type or TYPES.get(self.status, "api_error"), "message": self.message}
        if self.error_code:
            error["details"] = {"error_code": self.error_code}
        return {"type": "error", "error": error, "request_id": request_id}


class ApiError(Exception):
    """Ends a call with this answer."""

    def __init__(self, answer: ErrorAnswer) -> None:
        super().__init__(answer)
        self.answer = answer


def invalid(message: str) -> ApiError:
    return ApiError(ErrorAnswer(400, message))


def not_found(message: str) -> ApiError:
    return ApiError(ErrorAnswer(404, message))
