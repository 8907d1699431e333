"""What Claude's side needs to have written down, by whomever keeps the ledger."""

from collections.abc import Mapping
from typing import Protocol

from scoring.model_call import CallIntent, CallResult, StoredAnswer


class CallLedger(Protocol):
    """Every call leaves a row, before its result is used."""

    def begin(self, intent: CallIntent) -> int:
        """The id of the row. Raises QuotaExhaustedError when a ceiling is reached or a stop button is pressed."""
        ...

    def finish(self, call_id: int, result: CallResult) -> None: ...


class AnswerBook(Protocol):
    """Answers word for word, so that a score can be replayed and is not paid for twice."""

    def get(self, key: str) -> StoredAnswer | None: ...

    def put(self, answer: StoredAnswer) -> None: ...


class RedactionBook(Protocol):
    """The only place where placeholders and what they stand for meet."""

    def put(self, run_id: str, mapping: Mapping[str, str]) -> None: ...
