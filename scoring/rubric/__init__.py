"""The rubric: what a requisition asks for, drafted from its own words and versioned."""

from scoring.rubric.concerns import Concern, ConcernKind, Severity
from scoring.rubric.drafting import draft_rubric
from scoring.rubric.gathering import source_texts
from scoring.rubric.linting import lint_requisition
from scoring.rubric.model import (
    Criterion,
    CriterionId,
    CriterionKind,
    EducationLevel,
    Mode,
    Option,
    Rubric,
    SourceQuote,
)
from scoring.rubric.reading import requisition_from_json, requisition_from_text

__all__ = [
    "Concern",
    "ConcernKind",
    "Criterion",
    "CriterionId",
    "CriterionKind",
    "EducationLevel",
    "Mode",
    "Option",
    "Rubric",
    "Severity",
    "SourceQuote",
    "draft_rubric",
    "lint_requisition",
    "requisition_from_json",
    "requisition_from_text",
    "source_texts",
]
