"""The JSON schemas of drafts: the passage first, then what is made of it."""

from typing import Any

from claude.answer_schema import closed_object
from scoring.rubric.model import LEVEL_WORDS, CriterionKind

# A screening question with its qualifying answer is no matter of opinion: code drafts it.
KINDS = tuple(kind.value for kind in CriterionKind if kind is not CriterionKind.ANSWER)
LEVELS = ("none", *(level.name.lower() for level in LEVEL_WORDS))
_STRINGS = {"type": "array", "items": {"type": "string"}}

_OPTION = closed_object(
    kind={"type": "string", "enum": list(KINDS)},
    terms=_STRINGS,
    min_years={"type": "number", "description": "0 for none"},
    min_level={"type": "string", "enum": list(LEVELS)},
    fields=_STRINGS,
)
_CRITERION = closed_object(
    field={"type": "string"},
    quote={"type": "string", "description": "copied character by character from that field"},
    kind={"type": "string", "enum": list(KINDS)},
    mode={"type": "string", "enum": ["gate", "scored", "note"]},
    weight={"type": "integer", "description": "1 to 5"},
    text={"type": "string"},
    options={"type": "array", "items": _OPTION},
)
RUBRIC_SCHEMA: dict[str, Any] = closed_object(criteria={"type": "array", "items": _CRITERION})

_QUOTE = closed_object(criterion_id={"type": "string"}, text={"type": "string"})
_SENTENCE = closed_object(
    criterion_ids=_STRINGS,
    quotes={"type": "array", "items": _QUOTE},
    text={"type": "string", "description": "one sentence for a recruiter"},
)
SENTENCES_SCHEMA: dict[str, Any] = closed_object(sentences={"type": "array", "items": _SENTENCE})
