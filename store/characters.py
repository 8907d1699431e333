"""Characters that PostgreSQL cannot hold: NUL, and halves of surrogate pairs, as damaged fonts and cut texts have."""

import json
import re
from typing import Any

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ESCAPED = re.compile(r"\\u(?:0000|d[89a-f])")


def storable(text: str) -> str:
    """The text with U+FFFD for each of them, so that positions in it stay true."""
    return UNSTORABLE.sub("\ufffd", text)


def storable_json(value: object) -> str:
    """JSON that a JSONB column takes."""
    dumped = json.dumps(value)
    return json.dumps(_cleaned(value)) if ESCAPED.search(dumped) else dumped


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(entry) for entry in value]
    return value
