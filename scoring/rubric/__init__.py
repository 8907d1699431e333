"""The rubric: what a requisition asks for, drafted from its own words and versioned."""

from scoring.rubric.drafting import draft_rubric
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
    "Criterion",
    "CriterionId",
    "CriterionKind",
    "EducationLevel",
    "Mode",
    "Option",
    "Rubric",
    "SourceQuote",
    "draft_rubric",
    "requisition_from_json",
    "requisition_from_text",
]
