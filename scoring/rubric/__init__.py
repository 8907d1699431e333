"""The rubric: what a requisition asks for, drafted from its own words and versioned."""

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

__all__ = [
    "Criterion",
    "CriterionId",
    "CriterionKind",
    "EducationLevel",
    "Mode",
    "Option",
    "Rubric",
    "SourceQuote",
]
