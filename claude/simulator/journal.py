"""What was asked and answered, in numbers: kept in memory, without a word of any request."""

import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

REMEMBERED = 50_000
USAGE = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


@dataclass(frozen=True, slots=True)
class Entry:
    """One call, or one request of a batch. ``outcome`` is the HTTP status, or what happened below HTTP."""

    request_id: str
    at: str
    path: str
    outcome: str
    model: str = ""
    bytes: int = 0
    body_sha256: str = ""
    stop_reason: str = ""
    behaviour: str = ""
    custom_id: str = ""
    milliseconds: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_creation_input_tokens: int = 0
    cache_read_input_tokens: int = 0
    cost_usd: Decimal = Decimal(0)
    canaries: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "cost_usd": str(self.cost_usd), "canaries": list(self.canaries)}


class Journal:
    """The last calls one by one, and the sums of all since the last reset."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._entries: deque[Entry] = deque(maxlen=REMEMBERED)
            self._outcomes: Counter[str] = Counter()
            self._usage: Counter[str] = Counter()
            self._spent = Decimal(0)
            self._hits: list[tuple[str, tuple[str, ...]]] = []
            self._in_flight = self._most_in_flight = 0

    @property
    def spent(self) -> Decimal:
        return self._spent

    def begin(self) -> int:
        """A call arrives; how many there were before it."""
        with self._lock:
            self._in_flight += 1
            self._most_in_flight = max(self._most_in_flight, self._in_flight)
            return sum(self._outcomes.values())

    def end(self) -> None:
        with self._lock:
            self._in_flight = max(self._in_flight - 1, 0)

    def write(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            self._outcomes[f"{entry.path} {entry.outcome}"] += 1
            self._usage.update({name: getattr(entry, name) for name in USAGE})
            self._spent += entry.cost_usd
            if entry.canaries:
                self._hits.append((entry.request_id, entry.canaries))

    def entries(self, last: int = 0) -> list[dict[str, Any]]:
        """The calls, oldest first; only the ``last`` ones where that is above 0."""
        with self._lock:
            entries = list(self._entries)
        return [entry.as_json() for entry in (entries[-last:] if last else entries)]

    def summary(self) -> dict[str, Any]:
        with self._lock:
            return {
                "calls": dict(sorted(self._outcomes.items())),
                "usage": {name: self._usage[name] for name in USAGE},
                "spent_usd": str(self._spent),
                "in_flight": self._in_flight,
                "most_in_flight": self._most_in_flight,
                "canary_hits": sum(len(found) for _, found in self._hits),
                "canary_requests": [{"request_id": name, "sha256": list(found)} for name, found in self._hits],
            }
