"""Message batches: when they end, what became of each request, and what can still be read."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from claude.simulator.clock import rfc3339
from claude.simulator.errors import ErrorAnswer, invalid, not_found

EXPIRE_AFTER = timedelta(hours=24)
ARCHIVE_AFTER = timedelta(days=29)
PENDING = "processing"


@dataclass(slots=True)
class Item:
    """One request of a batch. ``outcome`` is what it will be when the batch has ended; ``result`` is made on demand."""

    custom_id: str
    params: Any
    outcome: str = "succeeded"
    error: ErrorAnswer | None = None
    result: dict[str, Any] | None = None


@dataclass(slots=True)
class Batch:
    id: str
    created: datetime
    ends: datetime
    items: tuple[Item, ...]
    cancelled: datetime | None = None
    writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def expires(self) -> datetime:
        return self.created + EXPIRE_AFTER

    def ended(self, now: datetime) -> datetime | None:
        """When processing ended, or None while it goes on. A cancelled batch ends one second after it was told to."""
        end = min(self.ends, self.expires)
        if self.cancelled is not None:
            end = min(end, self.cancelled + timedelta(seconds=1))
        return end if end <= now else None

    def outcome_of(self, item: Item, now: datetime) -> str:
        ended = self.ended(now)
        if ended is None:
            return PENDING
        if ended < self.ends and item.outcome != "errored":
            return "canceled" if self.cancelled is not None and ended < self.expires else "expired"
        return item.outcome

    def as_json(self, now: datetime, base: str) -> dict[str, Any]:
        ended, archived = self.ended(now), self.created + ARCHIVE_AFTER
        counts = Counter(self.outcome_of(item, now) for item in self.items)
        status = "ended" if ended else "canceling" if self.cancelled else "in_progress"
        readable = ended is not None and archived > now
        return {
            "id": self.id,
            "type": "message_batch",
            "processing_status": status,
            "request_counts": {name: counts[name] for name in (PENDING, "succeeded", "errored", "canceled", "expired")},
            "created_at": rfc3339(self.created),
            "expires_at": rfc3339(self.expires),
            "ended_at": rfc3339(ended) if ended else None,
            "cancel_initiated_at": rfc3339(self.cancelled) if self.cancelled else None,
            "archived_at": rfc3339(archived) if archived <= now else None,
            "results_url": f"{base}/v1/messages/batches/{self.id}/results" if readable else None,
        }


class BatchBook:
    """All batches, the newest last."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._batches: dict[str, Batch] = {}

    def open(self, batch_id: str, items: tuple[Item, ...], seconds: float) -> Batch:
        now = self._clock()
        batch = Batch(batch_id, now, now + timedelta(seconds=seconds), items)
        with self._lock:
            self._batches[batch_id] = batch
        return batch

    def find(self, batch_id: str) -> Batch:
        """Raises ApiError 404 for a batch that is not there (any more)."""
        batch = self._batches.get(batch_id)
        if batch is None:
            raise not_found(f"Message batch {batch_id[:60]} not found.")
        return batch

    def cancel(self, batch_id: str) -> Batch:
        batch = self.find(batch_id)
        if batch.ended(self._clock()):
            raise invalid(f"Batch {batch_id} has already ended and cannot be canceled.")
        batch.cancelled = batch.cancelled or self._clock()
        return batch

    def delete(self, batch_id: str) -> None:
        batch = self.find(batch_id)
        if not batch.ended(self._clock()):
            raise invalid(f"Batch {batch_id} is still processing: cancel it before it is deleted.")
        with self._lock:
            self._batches.pop(batch_id, None)

    def page(self, limit: int, after: str = "", before: str = "") -> tuple[list[Batch], bool]:
        """(batches, the newest first, whether there are more in that direction)."""
        with self._lock:
            ordered = list(reversed(self._batches.values()))
        places: Mapping[str, int] = {batch.id: place for place, batch in enumerate(ordered)}
        if before in places:
            earlier = ordered[: places[before]]
            return earlier[-limit:], len(earlier) > limit
        rest = ordered[places[after] + 1 :] if after in places else ordered
        return rest[:limit], len(rest) > limit

    def clear(self) -> None:
        with self._lock:
            self._batches = {}

    def __len__(self) -> int:
        return len(self._batches)
