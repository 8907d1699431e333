"""Ratings with evidence, and who gave them. An assessor rates and quotes; it never sees or sets a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from scoring.profile.model import Profile
from scoring.resume import Answer, Resume
from scoring.rubric.model import CriterionId, Rubric

TOP_RATING = 4


class Verdict(StrEnum):
    """``unknown`` is not no: the text cannot answer it, so it leaves the denominator and lowers the confidence."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote. With source "resume" it is ``resume.text[start:end]``; with "answer:<question id>" it is the
    same range of that answer's text."""

    quote: str
    start: int
    end: int
    source: str = "resume"


@dataclass(frozen=True, slots=True)
class Rating:
    """``rating`` 0 absent, 1 listed or related, 2 some, 3 used in a role or project, 4 used recently at length or fully
    met. It is 0 for unknown verdicts, where it counts for nothing. ``rationale`` is one sentence for a recruiter."""

    criterion_id: CriterionId
    rating: int
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Enough to reproduce an assessment, and to answer for it."""

    assessor: str  # "local" or "claude"
    model: str
    prompt_version: str
    rubric_version: str
    resume_sha256: str
    as_of: str  # ISO date that "Present" was read as
    schema_version: str = ""  # of the answer's JSON schema
    answer_keys: tuple[str, ...] = ()  # of the stored answers from which the same ratings follow again
    effort: str = ""
    simulated: bool = False  # a simulator answered in the model's place
    instead_of: str = ""  # the assessor that should have answered, where another one stood in for it
    because: str = ""  # why it could not, in a few words


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Samples of one application that rated a criterion differently, from ``low`` to ``high`` (unknown counts as 0)."""

    criterion_id: CriterionId
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """One rating for every criterion of the rubric, in the rubric's order.

    ``samples`` is how often the assessor was asked; ``disagreement`` holds the criteria on which its answers differed.
    ``review`` says in plain words why a person has to look at it, empty when nothing about it was unusual.
    """

    ratings: tuple[Rating, ...]
    provenance: Provenance
    warnings: tuple[str, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    samples: int = 1
    review: tuple[str, ...] = ()

    def __getitem__(self, criterion_id: CriterionId) -> Rating:
        return next(rating for rating in self.ratings if rating.criterion_id == criterion_id)


class Assessor(Protocol):
    """Rates a resume against every criterion. Raises TransientError when it cannot answer now."""

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment: ...
