"""Assessors for trials of a version: they answer as in the pipeline, but what they cost is added up apart."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Lock
from typing import TypeVar

from claude.ledger import AnswerBook, CallLedger
from icims.person import IDENTITY_FIELDS, read_identity
from scoring.assessment import Assessor
from scoring.errors import TransientError
from scoring.local import LocalAssessor
from scoring.model_call import CallContext, CallIntent, CallResult, Purpose, StoredAnswer
from scoring.redaction import Identity
from scoring.scorer import CLAUDE, ScorerVersion
from scoring.taxonomy import load_taxonomy
from tasks.claude_desk import Scorer
from tasks.deps import Deps

# A trial runs beside the workers: it waits for the model rather than fail, but not for a person.
PATIENCE_SECONDS = 300.0
FIRST_PAUSE_SECONDS = 2.0
Answered = TypeVar("Answered")
Progress = Callable[[int, int], None]  # how many are done, of how many


def quietly(_done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Bill:
    """Puts calls on the ledger like everybody's, and remembers what these ones cost. Thread-safe."""

    ledger: CallLedger
    calls: int = 0
    usd: Decimal = Decimal(0)
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def begin(self, intent: CallIntent) -> int:
        return self.ledger.begin(intent)

    def finish(self, call_id: int, result: CallResult) -> None:
        self.ledger.finish(call_id, result)
        with self._lock:
            self.calls += 1
            self.usd += result.cost
            self.input_tokens += result.input_tokens + result.cache_write_5m_tokens + result.cache_write_1h_tokens
            self.cached_tokens += result.cache_read_tokens
            self.output_tokens += result.output_tokens


class FreshAnswers:
    """Remembers only this one case: a canary has to ask again, since a model can change behind its name."""

    def __init__(self) -> None:
        self._kept: dict[str, StoredAnswer] = {}

    def get(self, key: str) -> StoredAnswer | None:
        return self._kept.get(key)

    def put(self, answer: StoredAnswer) -> None:
        self._kept[answer.key] = answer


class TrialAssessors:
    """The assessors of one version. Claude needs ``deps`` (Redis, key, and iCIMS for whom to redact); the local one
    needs none. ``bill`` is None where nothing costs anything."""

    def __init__(self, scorer: ScorerVersion, purpose: Purpose, deps: Deps | None) -> None:
        self._scorer = scorer
        self._purpose = purpose
        self._deps = deps
        self.local = LocalAssessor(load_taxonomy())
        self.bill = Bill(deps.store.calls) if deps is not None and scorer.assessor == CLAUDE else None

    @property
    def in_parallel(self) -> int:
        """How many applications may be assessed at once: a model is waited for, rules keep a processor busy."""
        return 8 if self.bill is not None else 1

    def of_application(self, customer_id: str, job_id: str, person_id: str, known: Identity | None) -> Assessor:
        """``known`` is who the person is, where an earlier run looked it up; else iCIMS is asked, as the pipeline does.

        Raises what the client raises, and PermanentError for a customer that is not configured here.
        """
        if self._deps is None or self.bill is None:
            return self.local
        if known is None:
            known = read_identity(self._deps.tenant(customer_id).client.person_fields(person_id, IDENTITY_FIELDS))
        return self._claude(CallContext(customer_id, job_id, purpose=self._purpose), known, self._deps.store.answers)

    def of_canary(self, job_id: str) -> Assessor:
        """For a case of the canary set: its person is invented, and its answers are not taken from the ledger."""
        if self.bill is None:
            return self.local
        return self._claude(CallContext("canary", job_id, purpose=self._purpose), Identity(), FreshAnswers())

    def _claude(self, context: CallContext, identity: Identity, answers: AnswerBook) -> Assessor:
        assert self._deps is not None
        assert self.bill is not None
        asked = Scorer(CLAUDE, self._scorer.model, self._scorer.effort, self._scorer.max_samples)
        assessor = self._deps.claude.assessor(asked, context, identity, math.inf)
        return replace(assessor, asker=replace(assessor.asker, ledger=self.bill), answers=answers)


def patiently(ask: Callable[[], Answered]) -> Answered:
    """The answer, asked for again while the model is busy, for up to five minutes. A stop button or a ceiling asks for
    a longer wait than that, so it is raised at once."""
    deadline, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        try:
            return ask()
        except TransientError as error:
            wait = pause if error.retry_after is None else error.retry_after
            if time.monotonic() + wait > deadline:
                raise
            time.sleep(wait)
            pause *= 2
