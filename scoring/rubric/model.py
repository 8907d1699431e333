"""Criterion and Rubric: the versioned list of what one requisition asks for."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum
from typing import Any, NewType

CriterionId = NewType("CriterionId", str)

# Raised by hand when the drafting rules change so much that old rubrics must be drafted again.
DRAFTING_VERSION = "2"


class CriterionKind(StrEnum):
    """What sort of thing a criterion looks for; decides which part of the profile can answer it."""

    SKILL = "skill"
    EXPERIENCE = "experience"  # years, in general or in a field or role
    EDUCATION = "education"
    CERTIFICATION = "certification"  # certificates and licences
    LANGUAGE = "language"
    ROLE = "role"  # the requisition's title against positions held
    RESPONSIBILITY = "responsibility"  # something the person will do
    ANSWER = "answer"  # a screening question with a qualifying answer
    OTHER = "other"  # stated by the job, not answerable from a resume by code (soft skills, travel, ...)


class Mode(StrEnum):
    """Gates become missing requirements, scored criteria earn points, notes are shown and count for nothing."""

    GATE = "gate"
    SCORED = "scored"
    NOTE = "note"


class EducationLevel(IntEnum):
    """Ordered so that a higher level satisfies a lower requirement."""

    HIGH_SCHOOL = 1
    CERTIFICATE = 2  # post-secondary certificate, vocational training, apprenticeship
    ASSOCIATE = 3
    BACHELOR = 4
    MASTER = 5
    DOCTORATE = 6  # PhD, MD, JD, PharmD and other doctorates


# As a recruiter reads them.
LEVEL_WORDS: Mapping[EducationLevel, str] = {
    EducationLevel.HIGH_SCHOOL: "a high school diploma",
    EducationLevel.CERTIFICATE: "a vocational certificate",
    EducationLevel.ASSOCIATE: "an associate degree",
    EducationLevel.BACHELOR: "a bachelor's degree",
    EducationLevel.MASTER: "a master's degree",
    EducationLevel.DOCTORATE: "a doctorate",
}


@dataclass(frozen=True, slots=True)
class SourceQuote:
    """The words of the requisition that a criterion rests on: ``quote`` stands verbatim in field ``field``."""

    field: str
    quote: str


@dataclass(frozen=True, slots=True)
class Option:
    """One way to satisfy a criterion. Any one of ``terms`` is enough; every stated minimum must hold.

    ``terms`` are names as the job writes them ("Python", "RN", "Kubernetes"); the assessor resolves synonyms.
    ``fields`` are fields of study. An experience option without terms asks for total years.
    """

    kind: CriterionKind
    terms: tuple[str, ...] = ()
    min_years: float | None = None
    min_level: EducationLevel | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look for. ``weight`` is 1 to 5 for scored criteria and 0 for gates and notes.

    ``options`` has at least one entry; satisfying any one satisfies the criterion ("Bachelor's or 4 years").
    """

    id: CriterionId
    kind: CriterionKind
    mode: Mode
    text: str
    weight: int
    options: tuple[Option, ...]
    source: SourceQuote

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError(f"criterion {self.id} has no option")
        if (self.mode is Mode.SCORED) != (1 <= self.weight <= 5):
            raise ValueError(f"criterion {self.id}: mode {self.mode} does not go with weight {self.weight}")


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria of one requisition. ``version`` is a hash of the content: same criteria, same version."""

    requisition_id: str
    title: str
    criteria: tuple[Criterion, ...]
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError("criterion ids are not unique")

    @property
    def version(self) -> str:
        """12 hex digits over title and criteria (not over warnings)."""
        content = {"drafting": DRAFTING_VERSION, "title": self.title, "criteria": [asdict(c) for c in self.criteria]}
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]

    def of_mode(self, mode: Mode) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.mode is mode)

    def __getitem__(self, criterion_id: CriterionId) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)

    def as_json(self) -> dict[str, Any]:
        """A JSON object from which ``from_json`` rebuilds an equal rubric."""
        return {"version": self.version, **asdict(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Rubric":
        return cls(
            requisition_id=stored["requisition_id"],
            title=stored["title"],
            criteria=tuple(_criterion(entry) for entry in stored["criteria"]),
            warnings=tuple(stored["warnings"]),
        )


def _criterion(stored: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=CriterionId(stored["id"]),
        kind=CriterionKind(stored["kind"]),
        mode=Mode(stored["mode"]),
        text=stored["text"],
        weight=stored["weight"],
        options=tuple(_option(entry) for entry in stored["options"]),
        source=SourceQuote(**stored["source"]),
    )


def _option(stored: Mapping[str, Any]) -> Option:
    level = stored["min_level"]
    return Option(
        kind=CriterionKind(stored["kind"]),
        terms=tuple(stored["terms"]),
        min_years=stored["min_years"],
        min_level=None if level is None else EducationLevel(level),
        fields=tuple(stored["fields"]),
    )
