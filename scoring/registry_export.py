"""A registry as the file that it lets its users download: one CSV row a licence."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

from scoring.credentials import RegistryEntry
from scoring.errors import InvalidInputError

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "credential": ("credential", "license_type", "licence_type", "type", "certification"),
    "number": ("number", "license_number", "licence_number", "license_no", "certificate_number", "id"),
    "status": ("status", "license_status", "licence_status", "state_of_license"),
    "expires": ("expires", "expiration_date", "expiry_date", "expiration", "expiry", "valid_until"),
}
_ACTIVE = frozenset({"active", "valid", "current", "clear", "in good standing", "unencumbered", "certified"})


class RegistryExport:
    """Looks numbers up in an export. Names and addresses in it are never read; columns go by their usual headings."""

    def __init__(self, entries: Iterable[RegistryEntry]) -> None:
        self._by_number: dict[str, list[RegistryEntry]] = {}
        for entry in entries:
            self._by_number.setdefault(_bare(entry.number), []).append(entry)
        credentials = {entry.credential.casefold() for entries in self._by_number.values() for entry in entries}
        self._words = frozenset(word for credential in credentials for word in credential.split())
        self._covers_all = "" in credentials

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a UTF-8 CSV file with a heading row. Raises InvalidInputError in one line for a file that cannot be
        read, or has no number or status column."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                reader = csv.DictReader(lines)
                columns = _columns_of(reader.fieldnames or ())
                return cls([_entry(row, columns) for row in reader])
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InvalidInputError(f"the registry export {path} cannot be read: {type(error).__name__}") from None

    def covers(self, credential: str) -> bool:
        """Whether the file holds credentials that share a word with this one, or does not say which it holds."""
        return self._covers_all or not self._words.isdisjoint(credential.casefold().split())

    def look_up(self, credential: str, number: str) -> RegistryEntry | None:
        """The entry with this number; of several, the one whose credential shares a word with the claimed one."""
        found = self._by_number.get(_bare(number), [])
        if len(found) == 1 and not found[0].credential:
            return found[0]
        claimed = set(credential.casefold().split())
        return next((entry for entry in found if claimed & set(entry.credential.casefold().split())), None)


def _columns_of(headings: Iterable[str]) -> dict[str, str]:
    plain = {heading.strip().casefold().replace(" ", "_"): heading for heading in headings}
    columns = {
        name: plain[heading] for name, usual in _COLUMNS.items() for heading in reversed(usual) if heading in plain
    }
    missing = {"number", "status"} - set(columns)
    if missing:
        raise InvalidInputError(f"the registry export has no column for {' and '.join(sorted(missing))}")
    return columns


def _entry(row: Mapping[str, str | None], columns: Mapping[str, str]) -> RegistryEntry:
    def value(name: str) -> str:
        return (row.get(columns[name]) or "").strip() if name in columns else ""

    status = value("status")
    return RegistryEntry(
        value("credential"), value("number"), status.casefold() in _ACTIVE, status, _iso(value("expires"))
    )


def _iso(written: str) -> str:
    """ISO dates as they are, American ones (MM/DD/YYYY) turned round, anything else left out."""
    parts = written.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        month, day, year = parts
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return written[:10] if len(written) >= 10 and written[4:5] == "-" else ""


def _bare(number: str) -> str:
    return "".join(letter for letter in number.casefold() if letter.isalnum())
