"""One record of a simulated tenant: a person, job, company or applicant workflow."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

HISTORY_LENGTH = 50


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was handed in: nobody checks that the content is what the media type says."""

    content: bytes
    filename: str = "resume.pdf"
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Write:
    """One accepted write through the API: what was called, and which fields it carried."""

    at: datetime
    call: str
    fields: tuple[str, ...]
    changed: bool


@dataclass(slots=True)
class Profile:
    """``fields`` holds values as stored (links as ids, groups as entries), ``files`` by field id or entry path."""

    type: str
    id: int
    created: datetime
    updated: datetime
    fields: dict[str, Any] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    writes: Counter[str] = field(default_factory=Counter)
    history: deque[Write] = field(default_factory=lambda: deque(maxlen=HISTORY_LENGTH))

    def entries(self, group: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.fields.get(group, [])
        return entries

    def entry(self, group: str, entry_id: int) -> dict[str, Any] | None:
        return next((entry for entry in self.entries(group) if entry["entry"] == entry_id), None)

    def wrote(self, at: datetime, call: str, fields: tuple[str, ...], *, changed: bool) -> None:
        """Remember a write. One that changed nothing is a duplicate, which tests of our service look for."""
        self.writes[call] += 1
        if not changed:
            self.writes[f"{call} unchanged"] += 1
        self.history.append(Write(at, call, fields, changed))

    @property
    def duplicate_writes(self) -> int:
        return sum(count for call, count in self.writes.items() if call.endswith(" unchanged"))
