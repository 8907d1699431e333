"""The requirement contract: a rubric that a person signed for one wording of the job, and what it lets a score do."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

from scoring.rubric.model import Criterion, Mode, Rubric
from scoring.run import RolloutMode

# The field that a criterion of a recruiter's own names as its source.
BY_A_RECRUITER = "recruiter"
STATEMENT = (
    "I have read every criterion and every warning. What is asked for here is needed for this job, "
    "and everybody who applies for it may be compared by it."
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for a rubric. ``content_sha256`` is of the job as it read then, ``rubric_sha256`` of the rubric."""

    id: int
    rubric_id: int
    rubric_sha256: str
    content_sha256: str
    user_id: str
    login: str
    signed_at: datetime
    statement: str


def rubric_sha256(rubric: Rubric) -> str:
    """Of everything that is signed: title, criteria and the warnings that were shown with them."""
    return hashlib.sha256(json.dumps(rubric.as_json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def contract_allows(mode: RolloutMode, *, holds: bool) -> RolloutMode:
    """Only a signed rubric may leave shadow."""
    return mode if holds else RolloutMode.SHADOW


def carried_over(kept: Rubric, draft: Rubric) -> Rubric:
    """The draft of a changed job with what people decided before: criteria that rest on the same words as in ``kept``
    stay as they were edited, and a recruiter's own criteria stay. What was taken out comes back, to be looked at."""
    before = {criterion.id: criterion for criterion in kept.criteria}
    criteria = [
        before[criterion.id]
        if criterion.id in before and before[criterion.id].source == criterion.source
        else criterion
        for criterion in draft.criteria
    ]
    drafted = {criterion.id for criterion in criteria}
    own = [c for c in kept.criteria if c.source.field == BY_A_RECRUITER and c.id not in drafted]
    return replace(draft, criteria=in_order((*criteria, *own)))


def in_order(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """Must-haves, then what is scored by weight, then notes; among equals as given."""
    rank = list(Mode)
    return tuple(sorted(criteria, key=lambda criterion: (rank.index(criterion.mode), -criterion.weight)))
