"""The JSON schema that the model's answer must follow: evidence stands before the rating that rests on it."""

import hashlib
import json
from typing import Any


def closed_object(**properties: Any) -> dict[str, Any]:
    """An object of exactly these keys, in this order."""
    # The API wants every object closed. All keys are required, as optional ones are counted and come last.
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_QUOTE = closed_object(
    source={"type": "string", "description": '"resume", or "answer:" and the id of the answer'},
    text={"type": "string", "description": "copied character by character from that source"},
)
_RATING = closed_object(
    criterion_id={"type": "string", "description": "the id of the question, once each"},
    quotes={"type": "array", "items": _QUOTE},
    reason={"type": "string", "description": "one sentence for a recruiter"},
    verdict={"type": "string", "enum": ["met", "partly", "unmet", "unknown"]},
    # Ranges are not supported in schemas: the description asks, the checks of the answer decide.
    rating={"type": "integer", "description": "0 to 4"},
)
ANSWER_SCHEMA: dict[str, Any] = closed_object(ratings={"type": "array", "items": _RATING})


def version_of(schema: dict[str, Any]) -> str:
    """12 hex digits over a schema. Key order counts: it is the order in which the model writes."""
    return hashlib.sha256(json.dumps(schema, ensure_ascii=False).encode()).hexdigest()[:12]


def schema_version() -> str:
    """12 hex digits of the schema of an assessment."""
    return version_of(ANSWER_SCHEMA)
