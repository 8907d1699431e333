"""Fault rules: what shall go wrong, for which calls, how often. Seeded, so that the same calls fail the same way."""

import random
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from typing import Any

from icims.simulator.errors import invalid
from icims.simulator.json_values import read_object

# kind: (method, path) that a rule of this kind concerns unless it says otherwise. An empty text means any.
KINDS = {
    # in place of the call
    "status": ("", ""),
    "dropped": ("", ""),
    "timeout": ("", ""),
    "expired_token": ("", "^/customers/"),
    "access_denied": ("", "^/customers/"),
    "required_field": ("PATCH", r"/\w+/\d+$"),
    "garbled": ("", "^/customers/"),
    # around the call
    "slow": ("", ""),
    "dropped_after_success": ("", ""),
    # in the answer
    "hidden_field": ("GET", "^/customers/"),
    "merged_person": ("GET", r"/people/\d+$"),
    "resume": ("GET", "/fields/resume/binary$"),
    "text_unavailable": ("GET", "/fields/resume/text$"),
    "missing_results_key": ("", "/search/"),
    "stale_search": ("", "/search/"),
    "unknown_keys": ("GET", "^/customers/"),
}
RESUME_VARIANTS = ("missing", "image_only", "corrupt_docx", "octet_stream", "empty", "truncated")


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One fault. The first block says when, the second what exactly; which of them count depends on ``kind``."""

    kind: str
    id: str = ""
    customer: str = ""
    method: str = ""
    path: str = ""  # regular expression, searched in the path
    body: str = ""  # regular expression, searched in the request body
    probability: float = 1.0
    times: int | None = None  # at most this often
    skip: int = 0  # let this many matching calls pass first
    seed: int = 0

    status: int = 500
    error_code: int = 0
    message: str = "Simulated fault."
    retry_after: int | None = None  # seconds
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0  # slow, timeout, dropped_after_success: how long until something happens
    fields: tuple[str, ...] = ()  # hidden_field, required_field
    into: int = 0  # merged_person: the id of the person who was kept
    variant: str = "missing"  # resume: one of RESUME_VARIANTS
    minutes: int = 15  # stale_search: how old the index is

    @classmethod
    def parse(cls, obj: Any) -> "FaultRule":
        """Read JSON with the keys of this class. Raises ApiError with a reason that teaches."""
        if not isinstance(obj, Mapping) or obj.get("kind") not in KINDS:
            raise invalid(f"a fault is an object whose kind is one of: {', '.join(KINDS)}")
        # What a GET shows may be sent back.
        given = {name: value for name, value in obj.items() if name not in ("matched", "fired")}
        rule = read_object(cls, given, "a fault")
        if rule.status not in list(HTTPStatus):
            raise invalid("status must be an HTTP status")
        if rule.variant not in RESUME_VARIANTS:
            raise invalid(f"variant must be one of: {', '.join(RESUME_VARIANTS)}")
        if not 0 <= rule.probability <= 1:
            raise invalid("probability must be between 0 and 1")
        return rule


class _Switch:
    """A rule that is turned on, with its counters and its own dice."""

    def __init__(self, rule: FaultRule) -> None:
        default_method, default_path = KINDS[rule.kind]
        self.rule = rule
        self.method = (rule.method or default_method).upper()
        try:
            self.path = re.compile(rule.path or default_path)
            self.body = re.compile(rule.body) if rule.body else None
        except re.error:
            raise invalid("path and body must be regular expressions") from None
        self.matched = 0
        self.fired = 0
        self._dice = random.Random(rule.seed)  # noqa: S311  reproducible on purpose

    def fires(self, customer: str, method: str, path: str, body: Callable[[], str]) -> bool:
        rule = self.rule
        if (self.method and self.method != method) or (rule.customer and rule.customer != customer):
            return False
        if not self.path.search(path) or (self.body and not self.body.search(body())):
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

    def fire(self, customer: str, method: str, path: str, body: Callable[[], str]) -> tuple[FaultRule, ...]:
        """The rules that strike this call, in their order. ``body`` is asked only where a rule looks at it."""
        if not self._switches:
            return ()
        with self._lock:
            return tuple(s.rule for s in self._switches.values() if s.fires(customer, method, path, body))

    def put(self, rules: Iterable[FaultRule]) -> None:
        """Turn on exactly these rules."""
        with self._lock:
            self._switches = {}
            self._add(rules)

    def add(self, rules: Iterable[FaultRule]) -> None:
        """Turn on these rules besides the others; one with a known id replaces it."""
        with self._lock:
            self._add(rules)

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

    def _add(self, rules: Iterable[FaultRule]) -> None:
        made = [_Switch(rule) for rule in rules]
        switches = dict(self._switches)
        for switch in made:
            if not switch.rule.id:
                self._named += 1
                switch.rule = _named(switch.rule, f"fault-{self._named}")
            switches[switch.rule.id] = switch
        # Replaced whole: a request that is just reading sees the old rules or the new ones.
        self._switches = switches


def _named(rule: FaultRule, name: str) -> FaultRule:
    return replace(rule, id=name)
