"""Numbers and words of a query string: what is not asked for is the default, what makes no sense is refused."""

import re
from collections.abc import Collection

from flask import request

from scoring.errors import InvalidInputError

# Long enough for every place in a list, short enough for every integer column.
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
SEARCH_LIMIT = 200


def whole_number(name: str, default: int, lowest: int, highest: int) -> int:
    """Raises InvalidInputError for anything but a whole number from ``lowest`` to ``highest``."""
    given = request.args.get(name, "")
    if not given:
        return default
    if not _WHOLE_NUMBER.fullmatch(given) or not lowest <= int(given) <= highest:
        raise InvalidInputError(f"{name} is a whole number from {lowest} to {highest}")
    return int(given)


def one_of(name: str, known: Collection[str]) -> str:
    """One of the known words, or '' when it is not asked for. Raises InvalidInputError for any other."""
    given = request.args.get(name, "")
    if given and given not in known:
        raise InvalidInputError(f"{name} is one of {', '.join(known)}")
    return given


def searched(name: str) -> str:
    """What a person typed into a search box, without the characters that no title can hold; cut at 200."""
    return " ".join(request.args.get(name, "").replace("\x00", " ").split())[:SEARCH_LIMIT]
