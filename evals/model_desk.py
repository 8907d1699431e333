"""ClaudeAssessor for measures: the real client, checks and guards, with a ledger that keeps nothing."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import requests

from claude.asking import Asker
from claude.assessor import ClaudeAssessor
from claude.messages import Allowance, ClaudeAccess, MessagesClient
from claude.model_profile import model_profile
from claude.simulator import Options, SimulatorState, serve
from scoring.assessment import Assessor
from scoring.card import ScoreCard, build_card
from scoring.instructions import without_instructions
from scoring.model_call import CallContext, CallIntent, CallResult, StoredAnswer
from scoring.profile import read_profile
from scoring.redaction import Identity
from scoring.resume import Abstention, Answer, Resume
from scoring.rubric import Rubric

MODEL = "claude-sonnet-5-5"
AS_OF = date(2026, 11, 1)


class _NoBooks:
    """Nothing is remembered, so that every assessment is asked for; nothing is held back."""

    def begin(self, intent: CallIntent) -> int:
        del intent
        return 0

    def finish(self, call_id: int, result: CallResult) -> None: ...

    def get(self, key: str) -> StoredAnswer | None: ...

    def put(self, *_: object) -> None: ...

    def reserve(self, input_tokens: int, output_tokens: int, patience: float) -> float:
        del input_tokens, output_tokens, patience
        return 0.0

    def feed(self, allowances: Mapping[str, Allowance]) -> None: ...

    def block(self, seconds: float) -> None: ...

    def check(self) -> None: ...

    def answered(self) -> None: ...

    def failed(self) -> None: ...

    def hold(self, outcome: str, message: str) -> None: ...


class ModelDesk:
    """Assesses with whatever answers at the other end of ``access``."""

    def __init__(self, client: MessagesClient, simulator: str = "") -> None:
        books = _NoBooks()
        self._asker = Asker(client, books, books, books, model_profile(MODEL))
        self._books = books
        self._simulator = simulator

    def assessor(self, identity: Identity, samples: int = 1) -> Assessor:
        """``samples`` is how often one application is asked about at most."""
        asker = replace(self._asker, profile=replace(self._asker.profile, max_samples=samples))
        return ClaudeAssessor(asker, self._books, self._books, CallContext("evals", "0"), identity)

    def behave(self, **options: object) -> None:
        """Only where a simulator answers."""
        self._control("PATCH", "/options", options)

    def watch_for(self, strings: list[str]) -> None:
        """Strings that must not arrive at the simulator."""
        self._control("PUT", "/canaries", {"strings": strings})

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = self._control("GET", "/report", None)
        return found

    def _control(self, method: str, path: str, content: object) -> Any:
        answer = requests.request(method, f"{self._simulator}/_control{path}", json=content, timeout=20)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def simulated_desk() -> Iterator[ModelDesk]:
    """A desk in front of the simulated Messages API."""
    with serve(SimulatorState(Options())) as url:
        client = MessagesClient(ClaudeAccess("no-key-needed", url, timeout_seconds=60))
        try:
            yield ModelDesk(client, url)
        finally:
            client.close()


@contextmanager
def real_desk() -> Iterator[ModelDesk | None]:
    """A desk in front of the model itself; None without ANTHROPIC_API_KEY. Every assessment is paid for."""
    key = os.environ.get("ANTHROPIC_API_KEY", "")
    if not key:
        yield None
        return
    client = MessagesClient(ClaudeAccess(key))
    try:
        yield ModelDesk(client)
    finally:
        client.close()


def card_by(assessor: Assessor, rubric: Rubric, reading: Resume | Abstention, answers: tuple[Answer, ...]) -> ScoreCard:
    """The card of a reading, as scoring.assess makes it."""
    if isinstance(reading, Abstention):
        return build_card("", rubric, reading, None, None, answers)
    profile = read_profile(without_instructions(reading.text), AS_OF)
    assessment = assessor.assess(rubric, reading, profile, answers, AS_OF)
    return build_card("", rubric, reading, profile, assessment, answers)
