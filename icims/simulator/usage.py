"""What a tenant's clients have used: calls of the day against the limit, and every call by route and status."""

import threading
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache


class Usage:
    """Counters of one tenant; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = ""
        self._today = 0
        self.calls: Counter[str] = Counter()
        self.sensitive_fields: Counter[str] = Counter()

    def spend(self, now: datetime, limit: int) -> int:
        """Count one call of today; how many are left, -1 when this one is over the limit."""
        with self._lock:
            day = f"{now:%Y-%m-%d}"
            if day != self._day:
                self._day, self._today = day, 0
            self._today += 1
            return max(limit - self._today, -1)

    def record(self, method: str, path: str, outcome: str) -> None:
        key = f"{method} {route(path)} {outcome}"
        with self._lock:
            self.calls[key] += 1

    def record_sensitive(self, names: Iterable[str]) -> None:
        with self._lock:
            self.sensitive_fields.update(names)

    def snapshot(self) -> tuple[dict[str, int], dict[str, int], int]:
        """Calls by route and status, requests for sensitive fields by name, calls of the day."""
        with self._lock:
            return dict(self.calls), dict(self.sensitive_fields), self._today


def seconds_to_midnight(now: datetime) -> int:
    """Seconds until 00:00 UTC, which is what x-ratelimit-reset says."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds())


@lru_cache(maxsize=65536)
def route(path: str) -> str:
    """The path without customer and ids: people/{id}/fields/resume/binary."""
    parts = path.strip("/").split("/")
    if parts[0] == "customers":
        parts = parts[2:]
    return "/".join("{id}" if part.partition(".")[0].isdigit() else part for part in parts)
