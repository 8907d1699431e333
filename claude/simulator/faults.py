"""Fault rules: what shall go wrong, for which calls, how often. Seeded, so that the same calls fail the same way."""

import random
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from claude.simulator.errors import MESSAGES, ErrorAnswer, invalid
from claude.simulator.json_values import read_values
from claude.simulator.options import BEHAVIOURS

# In place of the answer; "slow" before it.
TRANSPORT = ("status", "dropped", "timeout", "slow")
# In the answer, online and in batches. "cut" and "garbled" damage its bytes, so they count only online.
ANSWERS = ("refusal", "max_tokens", "context_window", "answer", "behaviour", "cut", "garbled")
# The outcome of one request of a batch.
OUTCOMES = ("errored", "expired", "canceled")
KINDS = (*TRANSPORT, *ANSWERS, *OUTCOMES)
REFUSAL_CATEGORIES = ("", "cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms")


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One fault. The first block says when, the second what exactly; which of them count depends on ``kind``."""

    kind: str
    id: str = ""
    path: str = ""  # regular expression, searched in the path; '' is /v1/messages, without count_tokens
    body: str = ""  # regular expression, searched in the body (of the one request, in a batch)
    custom_id: str = ""  # regular expression, searched in the custom id; only in batches
    probability: float = 1.0
    times: int | None = None  # at most this often
    skip: int = 0  # let this many matching calls pass first
    seed: int = 0

    status: int = 529
    type: str = ""  # of the error; '' is the usual one of the status
    message: str = ""
    error_code: str = ""
    retry_after: float | None = None  # seconds
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0  # slow: how much longer; timeout: until the connection closes (0: ten minutes)
    share: float = 0.5  # cut, garbled: how much of the body is sent
    tokens: int = 20  # max_tokens: after how many the answer ends
    category: str = ""  # refusal
    text: str = ""  # answer: what the model says
    behaviour: str = "honest"

    @classmethod
    def parse(cls, given: Any) -> "FaultRule":
        """Read JSON with the keys of this class. Raises ApiError with a reason that teaches."""
        if not isinstance(given, Mapping) or given.get("kind") not in KINDS:
            raise invalid(f"a fault is an object whose kind is one of: {', '.join(KINDS)}")
        # What a GET shows may be sent back.
        values = {name: value for name, value in given.items() if name not in ("matched", "fired")}
        rule = cls(**read_values(cls, values, "a fault"))
        if not (400 <= rule.status <= 599 and 0 <= rule.probability <= 1 and 0 <= rule.share <= 1):
            raise invalid("status is 400 to 599, probability and share are 0 to 1")
        if rule.behaviour not in BEHAVIOURS or rule.category not in REFUSAL_CATEGORIES:
            raise invalid(f"behaviour: {', '.join(BEHAVIOURS)}; category: {', '.join(REFUSAL_CATEGORIES[1:])}")
        return rule

    @property
    def error(self) -> ErrorAnswer:
        headers = dict(self.headers)
        if self.retry_after is not None:
            headers["retry-after"] = f"{self.retry_after:g}"
        message = self.message or MESSAGES.get(self.status, "Simulated fault.")
        return ErrorAnswer(self.status, message, self.type, self.error_code, headers)


class _Switch:
    """A rule that is turned on, with its counters and its own dice."""

    def __init__(self, rule: FaultRule) -> None:
        self.rule = rule
        try:
            self._path = re.compile(rule.path or r"^/v1/messages(?!/count_tokens)")
            self._body = re.compile(rule.body)
            self._custom_id = re.compile(rule.custom_id)
        except re.error:
            raise invalid("path, body and custom_id must be regular expressions") from None
        self.matched = self.fired = 0
        self._dice = random.Random(rule.seed)  # noqa: S311  reproducible on purpose

    def fires(self, path: str, body: str, custom_id: str) -> bool:
        rule = self.rule
        if rule.custom_id and not (custom_id and self._custom_id.search(custom_id)):
            return False
        if not self._path.search(path) or not self._body.search(body):
            return False
        self.matched += 1
        if self.matched <= rule.skip or (rule.times is not None and self.fired >= rule.times):
            return False
        if self._dice.random() >= rule.probability:
            return False
        self.fired += 1
        return True

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self.rule), "matched": self.matched, "fired": self.fired}


class FaultBook:
    """The rules that are on, in order. Changing a rule starts its counters and dice anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._switches: dict[str, _Switch] = {}
        self._named = 0

    def fire(self, kinds: Iterable[str], path: str, body: str, custom_id: str = "") -> tuple[FaultRule, ...]:
        """The rules of these kinds that strike this call, in their order."""
        wanted = frozenset(kinds)
        with self._lock:
            struck = [s for s in self._switches.values() if s.rule.kind in wanted and s.fires(path, body, custom_id)]
            return tuple(switch.rule for switch in struck)

    def put(self, rules: Iterable[FaultRule]) -> None:
        """Only these rules."""
        made = [_Switch(rule) for rule in rules]
        with self._lock:
            self._switches = {}
            self._add(made)

    def add(self, rules: Iterable[FaultRule]) -> None:
        """These rules too; one with a known id takes its place."""
        made = [_Switch(rule) for rule in rules]
        with self._lock:
            self._add(made)

    def remove(self, rule_id: str = "") -> bool:
        """Turn off one rule, or all; False when there was no such rule."""
        with self._lock:
            if rule_id:
                return self._switches.pop(rule_id, None) is not None
            self._switches = {}
            return True

    def as_json(self) -> list[dict[str, Any]]:
        with self._lock:
            return [switch.as_json() for switch in self._switches.values()]

    def _add(self, made: Iterable[_Switch]) -> None:
        for switch in made:
            if not switch.rule.id:
                self._named += 1
                switch.rule = replace(switch.rule, id=f"fault-{self._named}")
            self._switches[switch.rule.id] = switch
