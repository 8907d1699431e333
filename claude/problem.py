"""What can be wrong with an answer of the model, as codes that the repair prompt explains."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    UNKNOWN_ID = "unknown_id"
    OUT_OF_RANGE = "out_of_range"
    QUOTE_NOT_FOUND = "quote_not_found"
    NO_QUOTE = "no_quote"
    PLACEHOLDER_QUOTED = "placeholder_quoted"


@dataclass(frozen=True, slots=True)
class Problem:
    """``criterion_id`` as the model was asked, the id of a question; '' where the whole answer is meant."""

    code: ProblemCode
    criterion_id: str = ""
