"""The day on which a notice was published, as people give it."""

from datetime import UTC, date, datetime

from scoring.errors import InvalidInputError


def published_on(given: str) -> date:
    """The day, today where none is given. Raises InvalidInputError for none, or one that is still to come."""
    today = datetime.now(UTC).date()
    try:
        day = date.fromisoformat(given) if given else today
    except ValueError:
        raise InvalidInputError("the day is written as 2026-11-23") from None
    if day > today:
        raise InvalidInputError("a notice is put on record on the day it is published, or later")
    return day
