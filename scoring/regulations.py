"""What the law asks of scoring candidates: dated facts with their sources, and the clocks that they start."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from scoring.errors import InvalidInputError

# A fact about the law that nobody looked at for longer than this is not to be relied on.
STALE_AFTER_DAYS = 120


class RequestKind(StrEnum):
    """What a candidate can ask for."""

    OPT_OUT = "opt_out"  # not to be scored: a person reads the application
    HUMAN_REVIEW = "human_review"
    CORRECTION = "correction"
    EXPLANATION = "explanation"


class Status(StrEnum):
    IN_FORCE = "in_force"
    COMING = "coming"
    REPLACED = "replaced"
    VOLUNTARY = "voluntary"


@dataclass(frozen=True, slots=True)
class Regulation:
    """``applies_from`` is None where no day is named. ``clocks`` are days that the rule itself gives. ``notice``
    names its paragraph of the notice, ``checked`` is the day on which somebody read the sources."""

    id: str
    title: str
    jurisdiction: str
    status: Status
    checked: date
    needs: tuple[str, ...]
    here: tuple[str, ...]
    sources: tuple[str, ...]
    applies_from: date | None = None
    clocks: Mapping[RequestKind, int] | None = None
    notice: str = ""
    notice_business_days: int = 0
    replaced_by: str = ""
    remark: str = ""

    def applies(self, on: date) -> bool:
        """Whether it binds on that day, as far as was known when it was checked."""
        if self.status is Status.COMING:
            return self.applies_from is not None and on >= self.applies_from
        return self.status is Status.IN_FORCE and (self.applies_from is None or on >= self.applies_from)

    def is_stale(self, on: date) -> bool:
        return (on - self.checked).days > STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Due:
    """``regulation`` is the id of the rule that sets the clock, '' where it is our own promise."""

    on: date
    regulation: str


@dataclass(frozen=True, slots=True)
class Regulations:
    """``our_promise`` are the days for requests for which no rule in force names any."""

    entries: tuple[Regulation, ...]
    our_promise: Mapping[RequestKind, int]

    def applying(self, on: date) -> tuple[Regulation, ...]:
        """What binds on that day."""
        return tuple(entry for entry in self.entries if entry.applies(on))

    def coming(self, on: date) -> tuple[Regulation, ...]:
        """What will bind after that day, soonest first."""
        later = [
            (entry.applies_from, entry) for entry in self.entries if entry.applies_from and entry.applies_from > on
        ]
        binding = [pair for pair in later if pair[1].status in {Status.COMING, Status.IN_FORCE}]
        return tuple(entry for _, entry in sorted(binding, key=lambda pair: pair[0]))

    def due(self, kind: RequestKind, received: date) -> Due:
        """When a request has to be answered: by the shortest clock of any rule in force, or sooner by our promise."""
        clocks = [
            (entry.clocks[kind], entry.id) for entry in self.applying(received) if entry.clocks and kind in entry.clocks
        ]
        days, regulation = min([*clocks, (self.our_promise[kind], "")])
        return Due(received + timedelta(days=days), regulation)

    def notice_before(self, on: date) -> int:
        """How many business days before use the notice has to be given, by the strictest rule in force."""
        return max((entry.notice_business_days for entry in self.applying(on)), default=0)

    def asking_for_notice(self, places: Collection[str], on: date) -> tuple[Regulation, ...]:
        """The rules of these places (their ``jurisdiction``) that bind on that day and ask for a notice."""
        return tuple(entry for entry in self.applying(on) if entry.notice and entry.jurisdiction in places)

    @property
    def noticed_places(self) -> tuple[str, ...]:
        """Every place of which some rule asks for a notice, now or later."""
        return tuple(sorted({entry.jurisdiction for entry in self.entries if entry.notice}))


def parse_regulations(stored: object) -> Regulations:
    """From the content of ``regulations.yml``. Raises InvalidInputError naming the entry and what is wrong with it."""
    if not isinstance(stored, Mapping) or set(stored) != {"our_promise", "regulations"}:
        raise InvalidInputError("regulations.yml has our_promise and regulations, and nothing else")
    entries = tuple(_regulation(entry) for entry in stored["regulations"])
    ids = {entry.id for entry in entries}
    if len(ids) < len(entries):
        raise InvalidInputError("two regulations have the same id")
    for entry in entries:
        if entry.replaced_by and entry.replaced_by not in ids:
            raise InvalidInputError(f"regulation {entry.id}: {entry.replaced_by} is not one of them")
    promise = _clocks("our_promise", stored["our_promise"])
    if set(promise) != set(RequestKind):
        raise InvalidInputError("our_promise names days for every kind of request")
    return Regulations(entries, promise)


def _regulation(entry: Any) -> Regulation:
    name = entry.get("id", "?") if isinstance(entry, Mapping) else "?"
    try:
        made = Regulation(
            **{
                **entry,
                "status": Status(entry["status"]),
                "needs": _texts(entry["needs"]),
                "here": _texts(entry["here"]),
                "sources": _texts(entry["sources"]),
                "clocks": _clocks(name, entry.get("clocks", {})),
            }
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(f"regulation {name}: {error}") from None
    _check(made)
    return made


def _check(made: Regulation) -> None:
    wrong = {
        "checked is a date": not isinstance(made.checked, date),
        "applies_from is a date": made.applies_from is not None and not isinstance(made.applies_from, date),
        "a coming rule needs applies_from": made.status is Status.COMING and made.applies_from is None,
        "a replaced rule needs replaced_by": (made.status is Status.REPLACED) is not bool(made.replaced_by),
        "it needs a source with https": not made.sources or any(urlsplit(s).scheme != "https" for s in made.sources),
        "needs says nothing": not made.needs or not all(made.needs),
        "here names what we do not have": not set(made.here) <= {"notice", *RequestKind},
    }
    for words, is_wrong in wrong.items():
        if is_wrong:
            raise InvalidInputError(f"regulation {made.id}: {words}")


def _texts(stored: Iterable[Any]) -> tuple[str, ...]:
    if isinstance(stored, str) or not all(isinstance(text, str) for text in stored):
        raise ValueError("a list of texts was expected")
    return tuple(stored)


def _clocks(name: str, stored: Any) -> dict[RequestKind, int]:
    try:
        found = {RequestKind(kind): int(days) for kind, days in stored.items()}
    except (AttributeError, TypeError, ValueError):
        raise InvalidInputError(f"{name}: clocks are days by kind of request") from None
    if any(days < 1 for days in found.values()):
        raise InvalidInputError(f"{name}: a clock has at least a day")
    return found
