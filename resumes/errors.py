"""The one error of reading: a file from which no trustworthy text can be taken."""

from scoring.errors import PermanentError
from scoring.resume import AbstentionReason


class UnreadableError(PermanentError):
    """Ends the reading of a file. ``detail`` is one line that names no person and quotes no text."""

    def __init__(self, reason: AbstentionReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[AbstentionReason, str]]:
        return type(self), (self.reason, self.detail)
