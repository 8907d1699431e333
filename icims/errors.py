"""What a failed call to iCIMS means: first by its HTTP status, then by the error code of its body."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scoring.errors import InvalidInputError, PermanentError, TransientError

INTERNAL_ERROR, FIELD_REQUIRED, NOT_FOUND, ACCESS_DENIED = 0, 1, 2, 3
NEVER_LATER = (501, 505)  # 505: iCIMS speaks HTTP/1.1 only
LONGEST_WAIT = 86_400.0
_FIELD_NAME = re.compile(r"[a-z][a-z0-9]{0,63}")
_TRANSACTION = re.compile(r"[{}0-9A-Za-z_-]{1,64}")


class IcimsUnavailableError(TransientError):
    """iCIMS did not answer, or answered that it cannot now."""


class AmbiguousWriteError(TransientError):
    """A write may or may not have happened: its answer was lost. Read back before writing again."""


class IcimsRefusedError(PermanentError):
    """iCIMS answered, and will answer the same again. ``code`` is its error code where it gave one."""

    def __init__(self, message: str, status: int = 0, code: int | None = None, transaction: str = "") -> None:
        super().__init__(message)
        self.args = (message, status, code, transaction)  # what a pickled copy is built from
        self.status = status
        self.code = code
        self.transaction = transaction


class AnswerTooLargeError(IcimsRefusedError):
    """The answer was cut off at the cap of its kind."""


class EventTooLargeError(InvalidInputError):
    """A notification is larger than allowed, packed or unpacked."""


class UnauthorizedError(PermanentError):
    """A request to us proves no identity we know. ``reason`` is a code from a closed set, safe to count and to show."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def failure(call: str, status: int, headers: Mapping[str, str], body: bytes, *, repeatable: bool) -> Exception:
    """The error to raise for an answer that is not a success. ``call`` names method and path.

    The message holds numbers and field names only: the words of iCIMS's own message may quote what a field contains.
    ``repeatable`` says whether a second identical call is harmless; if not, an error of the server leaves it open
    whether the first one took effect.
    """
    code, field = error_code(headers, body)
    transaction = transaction_of(headers)
    message = f"{call} gave {status}{_detail(code, field, transaction)}"
    if status in (429, 503):
        return IcimsUnavailableError(message, retry_after(headers))
    if (status >= 500 and status not in NEVER_LATER) or status == 408:
        kind = IcimsUnavailableError if repeatable else AmbiguousWriteError
        return kind(message, retry_after(headers))
    if 300 <= status < 400:
        return IcimsRefusedError(f"{message}; redirects are never followed", status, code, transaction)
    if code == FIELD_REQUIRED and field:
        message += f"; {field} must not be required for the login group of the integration user"
    return IcimsRefusedError(message, status, code, transaction)


def error_code(headers: Mapping[str, str], body: bytes) -> tuple[int | None, str]:
    """(error code, field name) of an answer; (None, "") where it names none. Several errors: the first counts."""
    number, _, rest = headers.get("X-Error", "").partition(":")
    if number.strip().isascii() and number.strip().isdigit():
        field = rest.partition(":")[0].strip() if ":" in rest else ""
        return int(number[:9]), field if _FIELD_NAME.fullmatch(field) else ""
    listed = _errors(body)
    code = listed[0].get("errorCode") if listed else None
    return (code if isinstance(code, int) and not isinstance(code, bool) else None), ""


def is_error_body(body: bytes) -> bool:
    """True for the JSON in which iCIMS reports errors, whatever the status or the content type around it says."""
    return body.lstrip()[:1] == b"{" and bool(_errors(body))


def transaction_of(headers: Mapping[str, str]) -> str:
    """iCIMS's own id of the call, for its support and our audit trail; "" where there is none."""
    value = headers.get("x-transaction", "")
    return value if _TRANSACTION.fullmatch(value) else ""


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that the server asks us to wait (at most a day), or None where it does not say so readably.

    iCIMS is not known to send the header [?]; a gateway before it may.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - (now or datetime.now(UTC))).total_seconds(), 0.0), LONGEST_WAIT)


def _errors(body: bytes) -> list[dict[str, Any]]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return []
    listed = content.get("errors") if isinstance(content, dict) else None
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _detail(code: int | None, field: str, transaction: str) -> str:
    parts = [f"code {code}" if code is not None else "", f"field {field}" if field else "", transaction]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
