"""The kinds of error that decide what the pipeline does next.

Transient: wait and try again. Permanent: stop and put it on the record. Anything else is a bug: it stops the run.
"""


class ScoringError(Exception):
    """Every error that this product raises on purpose."""


class TransientError(ScoringError):
    """The same call may succeed later; the pipeline retries it, after ``retry_after`` seconds where named."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after)
        self.message = message
        self.retry_after = retry_after

    def __str__(self) -> str:
        return self.message


class PermanentError(ScoringError):
    """Repeating the call cannot help; the run stops and a person is told why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class InvalidInputError(PermanentError):
    """Something handed in from outside is malformed; the message is one line that is safe to show."""


class QuotaExhaustedError(TransientError):
    """An upstream's budget is spent until ``retry_after`` seconds from now. Waiting for it costs no attempt."""
