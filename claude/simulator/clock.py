"""A clock that can be moved: caches, limits and batches grow old without waiting."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """UTC now, plus what it was moved by."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def reset(self) -> None:
        self._offset = timedelta()


def rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
